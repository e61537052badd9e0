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

/// For each of `count` things a number, the same where `compare` finds them equal; less than `count`.
pub fn classes(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut classes = vec![0; count];
    let (mut class, mut before) = (0, None);
    for index in ordered(count, compare) {
        class += usize::from(before.is_some_and(|before| compare(before, index).is_ne()));
        before = Some(index);
        if let Some(own) = classes.get_mut(index) {
            *own = class;
        }
    }
    classes
}
