//! Positions in little room: streets have millions, and as lists of lists each would take several times its numbers.

use crate::document::value::Value;

/// A list of positions, each of as many numbers as the others: two or more.
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    numbers: Box<[f64]>,
    /// How many numbers each has.
    size: u32,
}

impl Positions {
    /// Positions of so many numbers each, one after the other, where there are any and they come out even.
    pub fn new(numbers: &[f64], size: usize) -> Option<Self> {
        let even = size > 1 && !numbers.is_empty() && numbers.len().is_multiple_of(size);
        let size = u32::try_from(size).ok().filter(|_| even)?;
        Some(Self { numbers: numbers.into(), size })
    }

    /// The same list in little room, where it holds nothing but positions.
    pub fn packed(list: Vec<Value>) -> Value {
        let size = list.first().and_then(Value::list).map_or(0, <[Value]>::len);
        // Not with room for all: only the first may be long.
        let mut numbers = Vec::new();
        for position in &list {
            let given = position.list().filter(|given| given.len() == size).unwrap_or_default();
            numbers.extend(given.iter().filter_map(|number| match number {
                Value::Number(number) => Some(*number),
                _ => None,
            }));
        }
        // Where anything else stood, numbers lack.
        let whole = numbers.len() == list.len().saturating_mul(size);
        Self::new(&numbers, size).filter(|_| whole).map_or(Value::List(list), Value::Positions)
    }

    /// The same list as one of lists.
    pub fn plain(&self) -> Value {
        let position = |numbers: &[f64]| Value::List(numbers.iter().copied().map(Value::Number).collect());
        Value::List(self.numbers.chunks_exact(self.size as usize).map(position).collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.numbers.len() / (self.size as usize).max(1)
    }

    /// The first two numbers of each.
    pub fn places(&self) -> impl Iterator<Item = [f64; 2]> {
        self.numbers.chunks_exact(self.size as usize).map(|numbers| numbers.first_chunk().copied().unwrap_or_default())
    }
}
