//! Priorities; within a kind the larger water goes first.

pub const KT: u32 = 3_000;
pub const REVENUE: u32 = 2_500;
pub const SEA: u32 = 2_400;
pub const INFLOW: u32 = 2_300;
pub const REGULARS: u32 = 2_350;
pub const CANAL: u32 = 2_200;
pub const WORK: u32 = 2_250;
/// What could be built.
pub const POSSIBLE: u32 = 900;
pub const RIVER: u32 = 1_500;
pub const SPRING: u32 = 1_000;
/// Below what is said of the rivers, above springs.
pub const CLOSED_SHOP: u32 = 1_800;
pub const RIVAL: u32 = 700;
pub const SHOP: u32 = 600;
/// Of several shops each needs its name.
pub const NAMED_SHOP: u32 = 2_600;
pub const KNOT: u32 = 200;
pub const CORNER: u32 = 100;
