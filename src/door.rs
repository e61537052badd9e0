//! Doors: behind each is what not every picture needs.
//!
//! A page first loads what its picture can reach without going through a door, and the rest when it is asked for. Which code that
//! is, is read off the finished module, whose calls to [`through`] are where it is parted.

/// Does what lies behind a door. Not inlined, so that no door is lost.
#[inline(never)]
pub fn through<T>(run: impl FnOnce() -> T) -> T {
    run()
}
