//! A small module as a linker leaves it: `main` calls a door and takes the address of `here`; behind the door `far` takes that of
//! `there` from data.

use super::{
    module::{Module, slots},
    room, split,
};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, Encode, ExportKind, ExportSection,
    FunctionSection, MemorySection, MemoryType, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
};
use wasmparser::{ExternalKind, Parser, Payload, RelocationType};

const NAMES: [&str; 5] =
    ["main", "city_rivers::map::door::open", "city_rivers::map::far", "city_rivers::here", "city_rivers::map::there"];
const MAIN: u32 = 0;
const OPEN: u32 = 1;
const FAR: u32 = 2;
const HERE: u32 = 3;
const THERE: u32 = 4;
/// Where data lie in memory.
const DATA: i32 = 1024;

/// A call, or an address, as a linker writes it: in five bytes, so that it can be found.
fn wide(code: &mut Vec<u8>, operator: u8, value: u32) -> u32 {
    code.push(operator);
    let at = code.len() as u32;
    code.extend((0..5).map(|place| (value >> (7 * place)) as u8 & 0x7f | if place < 4 { 0x80 } else { 0 }));
    at
}

/// The module, with or without what the linker says of it.
fn module(linking: bool) -> Vec<u8> {
    let mut out = wasm_encoder::Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], []);
    out.section(&types);
    let mut functions = FunctionSection::new();
    NAMES.iter().for_each(|_| {
        functions.function(0);
    });
    out.section(&functions);
    let mut tables = TableSection::new();
    let table =
        TableType { element_type: RefType::FUNCREF, table64: false, minimum: 3, maximum: Some(3), shared: false };
    out.section(tables.table(table));
    let mut memories = MemorySection::new();
    let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
    out.section(memories.memory(memory));
    let mut exports = ExportSection::new();
    out.section(exports.export("memory", ExportKind::Memory, 0).export("main", ExportKind::Func, MAIN));
    let mut elements = ElementSection::new();
    let filled = Elements::Functions(vec![HERE, THERE].into());
    out.section(elements.active(None, &ConstExpr::i32_const(1), filled));
    // Bodies as bytes; places of relocations, and of what: calls and addresses of functions, data.
    use RelocationType::{FunctionIndexLeb, MemoryAddrSleb, TableIndexI32, TableIndexSleb};
    let mut bodies = vec![vec![0_u8]; NAMES.len()];
    let mut links = Vec::new();
    let mut link = |body: usize, operator, value, kind, symbol| {
        let at = wide(&mut bodies[body], operator, value);
        links.push((body, at, kind, symbol));
        if operator == 0x41 {
            bodies[body].push(0x1a);
        }
    };
    link(0, 0x10, OPEN, FunctionIndexLeb, OPEN);
    link(0, 0x41, 1, TableIndexSleb, HERE);
    link(1, 0x10, FAR, FunctionIndexLeb, FAR);
    link(2, 0x41, DATA as u32, MemoryAddrSleb, NAMES.len() as u32);
    link(4, 0x10, HERE, FunctionIndexLeb, HERE);
    let (mut code, mut starts, mut length) = (CodeSection::new(), Vec::new(), 1_u32);
    for body in &mut bodies {
        body.push(0x0b);
        code.raw(body);
        // Each is shorter than 128 bytes: its length is one.
        starts.push(length + 1);
        length += 1 + body.len() as u32;
    }
    out.section(&code);
    let mut data = DataSection::new();
    out.section(data.active(0, &ConstExpr::i32_const(DATA), [2, 0, 0, 0]));
    if linking {
        // Sections by number: type, function, table, memory, export, element, code, data.
        let code: Vec<_> = links.iter().map(|(body, at, kind, symbol)| (*kind, starts[*body] + at, *symbol)).collect();
        // After the count of segments, flags, a place of `i32.const` (two bytes), its end and the length.
        let data = [(TableIndexI32, 1 + 1 + 4 + 1, THERE)];
        out.section(&symbols());
        out.section(&relocations("reloc.CODE", 6, &code));
        out.section(&relocations("reloc.DATA", 7, &data));
    }
    let (mut names, mut section) = (NameMap::new(), NameSection::new());
    (0..).zip(NAMES).for_each(|(index, name)| names.append(index, name));
    section.functions(&names);
    out.section(&section);
    out.finish()
}

/// One symbol for each function, and one for the data.
fn symbols() -> CustomSection<'static> {
    let mut table = vec![NAMES.len() as u8 + 1];
    for (index, name) in (0..).zip(NAMES) {
        table.extend([0, 0, index]);
        name.encode(&mut table);
    }
    table.extend([1, 0]);
    "data".encode(&mut table);
    table.extend([0, 0, 4]);
    let mut bytes = vec![2, 8];
    table.encode(&mut bytes);
    CustomSection { name: "linking".into(), data: bytes.into() }
}

fn relocations(name: &'static str, section: u8, links: &[(RelocationType, u32, u32)]) -> CustomSection<'static> {
    let mut bytes = vec![section, links.len() as u8];
    for (kind, at, symbol) in links {
        bytes.push(*kind as u8);
        at.encode(&mut bytes);
        symbol.encode(&mut bytes);
        if *kind == RelocationType::MemoryAddrSleb {
            bytes.push(0);
        }
    }
    CustomSection { name: name.into(), data: bytes.into() }
}

/// The names of what a part imports, how many functions and segments of data it has of its own, and which slots it fills.
fn shape(bytes: &[u8]) -> (Vec<String>, u32, u32, Vec<u32>) {
    let (mut imports, mut functions, mut data, mut filled) = (Vec::new(), 0, 0, Vec::new());
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.unwrap() {
            Payload::ImportSection(section) => {
                imports = section.into_imports().map(|import| import.unwrap().name.to_owned()).collect();
            }
            Payload::CodeSectionStart { count, .. } => functions = count,
            Payload::DataSection(section) => data = section.count(),
            Payload::ElementSection(section) => {
                filled = slots(section).unwrap().into_iter().map(|(slot, _)| slot).collect()
            }
            _ => {}
        }
    }
    (imports, functions, data, filled)
}

#[test]
fn what_only_a_door_leads_to_is_the_rest() {
    let parts = split(&module(true), &module(false)).unwrap();
    // `main` and `here`, which stands in slot 1; slot 3 is the door's, and 2 that of `there`, whose address only `far` knows.
    assert_eq!(shape(&parts.first), (vec![], 2, 0, vec![1]));
    let first = Module::read(&parts.first).unwrap();
    assert_eq!(first.tables[0].ty.initial, 4);
    assert!(first.exports.iter().any(|export| (export.name, export.kind) == ("t0", ExternalKind::Table)));
    // The rest calls `here`, which it takes from slot 1.
    assert_eq!(shape(&parts.rest), (["1", "t0", "m0"].map(str::to_owned).to_vec(), 3, 1, vec![2, 3]));
}

#[test]
fn a_module_without_relocations_is_refused() {
    assert!(split(&module(false), &module(false)).is_err());
}

#[test]
fn a_room_is_what_a_function_comes_from() {
    assert_eq!(room("city_rivers::map::given::lay"), "map::given");
    assert_eq!(room("<city_rivers::map::given::Given>::new::{closure#0}"), "map::given");
    assert_eq!(room("<alloc::vec::Vec<city_rivers::frame::Shape>>::retain"), "frame");
    assert_eq!(room("core::fmt::write"), "libraries");
}
