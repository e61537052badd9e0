//! What reaches what, as the linker knew it: through calls, through addresses of functions, and through data that hold them.
//!
//! In a finished module the address of a function is a number like any other. The linker's relocations (`--emit-relocs`) say
//! which numbers are addresses: <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use super::{
    is_door,
    module::{Module, fixed},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
};
use wasmparser::{DataKind, KnownCustom, Linking, RelocationType, SymbolInfo};

/// What a symbol of the linker stands for.
enum Symbol {
    Function(u32),
    /// A place in `Data`'s bytes of the file, and its addresses in memory.
    Data(Range<usize>, Range<u32>),
    /// Nothing that reaches anything.
    Other,
}

/// What a place in code or data refers to.
#[derive(Clone, Copy)]
struct Link {
    /// Where, in bytes of the file.
    at: usize,
    symbol: usize,
    /// Whether it takes the address of a function, rather than calls it.
    address: bool,
}

/// What can be reached before any door is opened, and what cannot.
pub struct Reached {
    /// Slots of the table that can be called.
    pub slots: BTreeSet<u32>,
    /// Addresses of data that only what lies behind doors reads, in order.
    pub behind: Vec<Range<u32>>,
}

/// Goes from the exports as far as there are no doors.
///
/// # Errors
/// Where the module was not linked with `--emit-relocs`.
pub fn reached(linked: &Module<'_>) -> Result<Reached> {
    let symbols = symbols(linked)?;
    let links = links(linked)?;
    ensure!(!symbols.is_empty() && !links.is_empty(), "the module holds no relocations");
    let is_door = |function: u32| linked.name(function).is_some_and(is_door);
    let places: HashMap<u32, u32> = linked.slots.iter().map(|(slot, function)| (*function, *slot)).collect();
    // A function is the bytes of its body; behind a door nothing is looked at.
    let body = |function: u32| {
        let body = linked.bodies.get(function.checked_sub(linked.imported())? as usize)?;
        (!is_door(function)).then(|| body.range())
    };
    let mut open: Vec<Range<usize>> = linked.roots().filter_map(body).collect();
    let (mut seen, mut slots) = (HashSet::new(), BTreeSet::new());
    while let Some(range) = open.pop() {
        if !seen.insert(range.clone()) {
            continue;
        }
        let first = links.partition_point(|link| link.at < range.start);
        for link in links[first..].iter().take_while(|link| link.at < range.end) {
            match symbols.get(link.symbol).context("a link to no symbol")? {
                Symbol::Function(function) => {
                    if link.address && !is_door(*function) {
                        slots.extend(places.get(function));
                    }
                    open.extend(body(*function));
                }
                Symbol::Data(range, _) => open.push(range.clone()),
                Symbol::Other => {}
            }
        }
    }
    let data = symbols.iter().filter_map(|symbol| match symbol {
        Symbol::Data(range, memory) if !memory.is_empty() => Some((seen.contains(range), memory.clone())),
        _ => None,
    });
    let (reached, other): (Vec<_>, Vec<_>) = data.partition(|(reached, _)| *reached);
    let other = other.into_iter().map(|(_, memory)| memory);
    Ok(Reached { slots, behind: without(other.collect(), reached.into_iter().map(|(_, memory)| memory).collect()) })
}

/// What lies in these ranges and in none of the others; of one string that ends as another does the linker keeps one.
fn without(mut ranges: Vec<Range<u32>>, mut others: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|range| range.start);
    others.sort_by_key(|range| range.start);
    let (mut left, mut from) = (Vec::<Range<u32>>::new(), 0);
    for range in ranges {
        let mut start = range.start.max(from);
        from = from.max(range.end);
        for other in others.iter().filter(|other| other.start < range.end && other.end > range.start) {
            left.push(start..other.start.max(start));
            start = start.max(other.end);
        }
        left.push(start..range.end.max(start));
    }
    left.retain(|range| !range.is_empty());
    left
}

fn symbols(linked: &Module<'_>) -> Result<Vec<Symbol>> {
    let mut segments = Vec::new();
    for segment in linked.data.clone().into_iter().flatten() {
        let segment = segment?;
        let DataKind::Active { offset_expr, .. } = &segment.kind else { bail!("a passive data segment") };
        segments.push((segment.range.end - segment.data.len(), fixed(offset_expr)?));
    }
    let mut symbols = Vec::new();
    for custom in &linked.customs {
        let KnownCustom::Linking(sections) = custom.as_known() else { continue };
        for section in sections {
            let Linking::SymbolTable(table) = section? else { continue };
            for symbol in table {
                symbols.push(match symbol? {
                    SymbolInfo::Func { index, .. } => Symbol::Function(index),
                    SymbolInfo::Data { symbol: Some(data), .. } => {
                        let (file, memory) = segments.get(data.index as usize).context("data in no segment")?;
                        let (file, memory) = (file + data.offset as usize, memory + data.offset);
                        Symbol::Data(file..file + data.size as usize, memory..memory + data.size)
                    }
                    _ => Symbol::Other,
                });
            }
        }
    }
    Ok(symbols)
}

/// All links, by their place.
fn links(linked: &Module<'_>) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for custom in &linked.customs {
        let KnownCustom::Reloc(section) = custom.as_known() else { continue };
        let start = match custom.name() {
            "reloc.CODE" => linked.code_at,
            "reloc.DATA" => linked.data_at,
            _ => continue,
        };
        for entry in section.entries() {
            use RelocationType as Kind;
            let entry = entry?;
            let address = matches!(entry.ty, Kind::TableIndexSleb | Kind::TableIndexI32);
            let memory = matches!(entry.ty, Kind::MemoryAddrLeb | Kind::MemoryAddrSleb | Kind::MemoryAddrI32);
            if address || memory || entry.ty == Kind::FunctionIndexLeb {
                links.push(Link { at: start + entry.offset as usize, symbol: entry.index as usize, address });
            }
        }
    }
    links.sort_by_key(|link| link.at);
    Ok(links)
}
