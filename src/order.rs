//! One sort for all: each other instance of the standard library's costs the package some 2 KB.

use std::cmp::Ordering;

/// Sorts by `compare`; what is equal keeps its order. For lists that are sorted now and then: it copies them twice.
pub fn sort<T: Clone>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = ordered(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let sorted: Vec<T> = order.into_iter().filter_map(|i| items.get(i).cloned()).collect();
    items.clone_from_slice(&sorted);
}

/// The numbers from 0 to `count - 1` in an order.
#[inline(never)]
fn ordered(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}
