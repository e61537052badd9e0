//! The finished wasm in two parts: what a first picture can reach, and the rest.
//!
//! The crate has doors: functions in modules named `door`, one for each thing that not every picture needs. What the exports
//! reach without going through a door is the first part; all else is the second. That is found out on the module as it was
//! linked, where relocations tell addresses of functions from other numbers, and carried over to the finished one: the linker's
//! slots in the table of functions keep their numbers.

mod links;
mod module;
mod write;

pub use module::unlinked;

use anyhow::{Result, ensure};
use flate2::{Compression, write::GzEncoder};
use module::Module;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};
use write::Plan;

/// A module in two parts. The second one is instantiated with what it imports: functions from the slot of the first one's table (`t0`)
/// that is their name, all else from its exports.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// What they import from the page, by the name that it had, and whether the first part does: each is named by its number now.
    pub imports: Vec<(String, bool)>,
    /// Code of the first part and of the rest, by the room that it comes from.
    pub rooms: BTreeMap<String, [Vec<u8>; 2]>,
}

impl Parts {
    /// What each room has in each part, by gzip: rows of a table, the largest first.
    pub fn table(&self) -> String {
        let mut rows: Vec<(usize, usize, &str)> =
            self.rooms.iter().map(|(room, [first, rest])| (gzipped(first), gzipped(rest), room.as_str())).collect();
        rows.sort_by(|a, b| (b.0 + b.1).cmp(&(a.0 + a.1)).then(a.2.cmp(b.2)));
        let row = |(first, rest, room): &(usize, usize, &str)| format!("| {room} | {first} | {rest} |\n");
        rows.iter().map(row).collect()
    }
}

/// How many bytes are left of some by gzip; of none, none.
fn gzipped(bytes: &[u8]) -> usize {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    match gzip.write_all(bytes).and_then(|()| gzip.finish()) {
        Ok(left) if !bytes.is_empty() => left.len(),
        _ => 0,
    }
}

/// Whether a function is a door, by its path.
fn is_door(name: &str) -> bool {
    name.starts_with("city_rivers::") && name.split("::").any(|part| part == "door")
}

/// Parts a finished module, given the one that it was made from as it was linked.
///
/// # Errors
/// Where one of the two is not what is expected.
pub fn split(linked: &[u8], finished: &[u8]) -> Result<Parts> {
    let reached = links::reached(&Module::read(linked)?)?;
    let module = Module::read(finished)?;
    let calls = module.calls()?;
    let first = first(&module, &calls, &reached.slots);
    let rest: BTreeSet<u32> = (0..calls.len() as u32).filter(|function| !first.contains(function)).collect();
    ensure!(rest.iter().any(|function| *function >= module.imported()), "no door leads anywhere");
    let (mut called, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for (caller, callees) in (0..).zip(&calls) {
        let crosses = |callee: &&u32| rest.contains(&caller) != rest.contains(callee);
        let across = if rest.contains(&caller) { &mut shared } else { &mut called };
        across.extend(callees.iter().filter(crosses));
    }
    let placed: BTreeMap<u32, u32> = module.slots.iter().map(|(slot, function)| (*function, *slot)).collect();
    let mut table = module.tables.first().map_or(0, |table| table.ty.initial as u32);
    let mut slot = |function: u32| {
        placed.get(&function).copied().unwrap_or_else(|| {
            table += 1;
            table - 1
        })
    };
    let slots = called.into_iter().map(|function| (function, slot(function))).collect();
    // In the order of the first part, so that the list of them is one of numbers that grow.
    let mut shared: Vec<u32> = shared.into_iter().collect();
    shared.sort_by_key(|function| module.body(*function));
    let shared = shared.into_iter().map(|function| (function, slot(function))).collect();
    let rooms = rooms(&module, &rest);
    let named = (0..).zip(&module.imports);
    let imports = named.map(|(function, import)| (import.name.to_owned(), first.contains(&function))).collect();
    let plan = Plan { module: &module, rest, slots, shared, table, behind: reached.behind };
    Ok(Parts { first: plan.first()?, rest: plan.second()?, imports, rooms })
}

/// What is reached from the exports, and from the slots that can be called, without going through a door.
fn first(module: &Module<'_>, calls: &[Vec<u32>], reachable: &BTreeSet<u32>) -> BTreeSet<u32> {
    let taken = module.slots.iter().filter(|(slot, _)| reachable.contains(slot)).map(|(_, function)| *function);
    let mut open: Vec<u32> = module.roots().chain(taken).collect();
    let mut first = BTreeSet::new();
    while let Some(function) = open.pop() {
        if !module.name(function).is_some_and(is_door) && first.insert(function) {
            open.extend(calls.get(function as usize).into_iter().flatten());
        }
    }
    first
}

fn rooms(module: &Module<'_>, rest: &BTreeSet<u32>) -> BTreeMap<String, [Vec<u8>; 2]> {
    let mut rooms = BTreeMap::<String, [Vec<u8>; 2]>::new();
    for (function, body) in module.own() {
        let [first, second] = rooms.entry(room(module.name(function).unwrap_or_default())).or_default();
        let code = if rest.contains(&function) { second } else { first };
        code.extend_from_slice(body.as_bytes());
    }
    rooms
}

/// Where a function comes from: a room of the crate (and one in it), or what is not the crate's own.
fn room(name: &str) -> String {
    // A door is named by who opens it.
    let name = name.strip_prefix("city_rivers::door::through").unwrap_or(name);
    let Some(own) = name.find("city_rivers::").and_then(|at| name.get(at..)) else { return "libraries".to_owned() };
    let parts = own.split(|sign: char| !(sign.is_alphanumeric() || "_:".contains(sign))).next().unwrap_or_default();
    let parts = parts.split("::").skip(1).take_while(|part| part.starts_with(|sign: char| sign.is_ascii_lowercase()));
    parts.take(2).collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests;
