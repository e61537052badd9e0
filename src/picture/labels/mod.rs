//! What is written on the map: captions, names of roads, texts of threads.

pub(crate) mod captions;
pub(crate) mod road_names;
pub(crate) mod threads;
