//! Writes one of the two parts.

use super::module::{Module, fixed};
use anyhow::{Context, Result, bail, ensure};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    ops::Range,
};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, StartSection, TableSection, TableType,
    TypeSection,
    reencode::{self, Reencode},
};
use wasmparser::{DataKind, ExternalKind, FunctionBody, Operator};

/// What one part takes from the other where the second is instantiated: short names, since there are hundreds.
const FROM_FIRST: &str = "";

/// Fewer zeros than this do not part a data segment.
const GAP: usize = 16;

/// How a module is parted.
pub struct Plan<'a> {
    pub module: &'a Module<'a>,
    /// Functions of the second part, own and imported. It is called through the table.
    pub rest: BTreeSet<u32>,
    /// The slot of each function that is called so.
    pub slots: BTreeMap<u32, u32>,
    /// Functions, own and imported, that the second part calls in the first, each with a slot from which it is taken when that is
    /// instantiated: hundreds of exports would be longer.
    pub shared: BTreeMap<u32, u32>,
    /// How many slots the table has.
    pub table: u32,
    /// Addresses of data that only the second part reads.
    pub behind: Vec<Range<u32>>,
}

/// Rewrites functions for the part that they go to.
struct Part<'a> {
    plan: &'a Plan<'a>,
    /// The function's number in this part.
    numbers: HashMap<u32, u32>,
}

/// A function that is not in this part.
#[derive(Debug)]
struct Elsewhere(u32);

impl fmt::Display for Elsewhere {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "function {} is in the other part", self.0)
    }
}

impl std::error::Error for Elsewhere {}

type Refused = reencode::Error<Elsewhere>;

impl Reencode for Part<'_> {
    type Error = Elsewhere;

    fn function_index(&mut self, function: u32) -> Result<u32, Refused> {
        // Only calls can leave the part, and they are rewritten before they come here.
        self.numbers.get(&function).copied().ok_or(Refused::UserError(Elsewhere(function)))
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Refused> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } if !self.numbers.contains_key(&function_index) => {
                    for instruction in through_table(self.plan, function_index) {
                        function.instruction(&instruction);
                    }
                }
                operator => {
                    function.instruction(&self.instruction(operator)?);
                }
            }
        }
        code.function(&function);
        Ok(())
    }
}

/// A call into the other part.
fn through_table(plan: &Plan<'_>, function: u32) -> [Instruction<'static>; 2] {
    let slot = plan.slots.get(&function).copied().unwrap_or(u32::MAX);
    let type_index = plan.module.signatures.get(function as usize).copied().unwrap_or_default();
    [Instruction::I32Const(slot as i32), Instruction::CallIndirect { type_index, table_index: 0 }]
}

impl Plan<'_> {
    /// The part that a page loads first: it keeps memory, data and table, and exports what the second one needs.
    pub fn first(&self) -> Result<Vec<u8>> {
        let module = self.module;
        let mut part = Part { plan: self, numbers: HashMap::new() };
        let (mut out, mut imports) = (self.begin(&mut part)?, ImportSection::new());
        self.imports(&mut imports, &mut part, false)?;
        out.section(&imports);
        self.functions(&mut out, &mut part, false);
        let mut tables = TableSection::new();
        for (index, table) in module.tables.iter().enumerate() {
            tables.table(self.table_type(&mut part, index, table)?);
        }
        out.section(&tables);
        let mut memories = MemorySection::new();
        for memory in &module.memories {
            memories.memory(part.memory_type(*memory)?);
        }
        out.section(&memories);
        let mut globals = GlobalSection::new();
        for global in &module.globals {
            part.parse_global(&mut globals, global.clone())?;
        }
        out.section(&globals);
        out.section(&self.exports(&mut part)?);
        if let Some(start) = module.start {
            out.section(&StartSection { function_index: part.function_index(start)? });
        }
        self.elements_and_code(&mut out, &mut part, false)?;
        self.data(&mut out, false)?;
        finished(out)
    }

    /// The part that comes when it is needed: it takes all but its functions from the first one, and fills in the table.
    pub fn second(&self) -> Result<Vec<u8>> {
        let module = self.module;
        let mut part = Part { plan: self, numbers: HashMap::new() };
        let (mut out, mut imports) = (self.begin(&mut part)?, ImportSection::new());
        self.imports(&mut imports, &mut part, true)?;
        for (number, (function, slot)) in (part.numbers.len() as u32..).zip(&self.shared) {
            let signature = module.signatures.get(*function as usize).context("a function without a type")?;
            imports.import(FROM_FIRST, &slot.to_string(), EntityType::Function(*signature));
            part.numbers.insert(*function, number);
        }
        for (index, table) in module.tables.iter().enumerate() {
            let table = self.table_type(&mut part, index, table)?;
            imports.import(FROM_FIRST, &format!("t{index}"), EntityType::Table(table));
        }
        for (index, memory) in module.memories.iter().enumerate() {
            imports.import(FROM_FIRST, &format!("m{index}"), EntityType::Memory(part.memory_type(*memory)?));
        }
        for (index, global) in module.globals.iter().enumerate() {
            imports.import(FROM_FIRST, &format!("g{index}"), EntityType::Global(part.global_type(global.ty)?));
        }
        out.section(&imports);
        self.functions(&mut out, &mut part, true);
        self.elements_and_code(&mut out, &mut part, true)?;
        self.data(&mut out, true)?;
        finished(out)
    }

    fn begin(&self, part: &mut Part<'_>) -> Result<wasm_encoder::Module> {
        let (mut out, mut types) = (wasm_encoder::Module::new(), TypeSection::new());
        part.parse_type_section(&mut types, self.module.types.clone().context("a module without types")?)?;
        out.section(&types);
        Ok(out)
    }

    /// The functions of one part: like ones lie together, which gzip makes less of.
    fn of(&self, rest: bool) -> Vec<(u32, &FunctionBody<'_>)> {
        let own = self.module.own().filter(|(function, _)| self.rest.contains(function) == rest);
        let mut own: Vec<_> = own.collect();
        own.sort_by_key(|(_, body)| body.as_bytes());
        own
    }

    /// What one part has from outside, named by its number.
    fn imports(&self, imports: &mut ImportSection, part: &mut Part<'_>, rest: bool) -> Result<()> {
        let own = (0..).zip(&self.module.imports).filter(|(function, _)| self.rest.contains(function) == rest);
        for (number, (function, import)) in (0..).zip(own) {
            imports.import(import.module, &function.to_string(), part.entity_type(import.ty)?);
            part.numbers.insert(function, number);
        }
        Ok(())
    }

    fn functions(&self, out: &mut wasm_encoder::Module, part: &mut Part<'_>, rest: bool) {
        let mut functions = FunctionSection::new();
        for (number, (function, _)) in (part.numbers.len() as u32..).zip(self.of(rest)) {
            functions.function(self.module.signatures.get(function as usize).copied().unwrap_or_default());
            part.numbers.insert(function, number);
        }
        out.section(&functions);
    }

    fn table_type(&self, part: &mut Part<'_>, index: usize, table: &wasmparser::Table<'_>) -> Result<TableType> {
        let mut table = part.table_type(table.ty)?;
        if index == 0 {
            (table.minimum, table.maximum) = (self.table.into(), Some(self.table.into()));
        }
        Ok(table)
    }

    fn exports(&self, part: &mut Part<'_>) -> Result<ExportSection> {
        let (module, mut exports) = (self.module, ExportSection::new());
        for export in &module.exports {
            let index = match export.kind {
                ExternalKind::Func => part.function_index(export.index)?,
                _ => export.index,
            };
            exports.export(export.name, part.export_kind(export.kind)?, index);
        }
        for (sign, kind, count) in [
            ("t", ExportKind::Table, module.tables.len()),
            ("m", ExportKind::Memory, module.memories.len()),
            ("g", ExportKind::Global, module.globals.len()),
        ] {
            for index in 0..count {
                exports.export(&format!("{sign}{index}"), kind, index as u32);
            }
        }
        Ok(exports)
    }

    fn elements_and_code(&self, out: &mut wasm_encoder::Module, part: &mut Part<'_>, rest: bool) -> Result<()> {
        let filled = self.module.slots.iter().copied();
        let across = self.slots.iter().chain(&self.shared).map(|(function, slot)| (*slot, *function));
        let filled: BTreeMap<u32, u32> =
            filled.chain(across).filter(|(_, function)| self.rest.contains(function) == rest).collect();
        let (mut elements, mut runs) = (ElementSection::new(), Vec::<(u32, Vec<u32>)>::new());
        for (slot, function) in filled {
            let number = part.function_index(function)?;
            match runs.last_mut() {
                Some((from, run)) if *from + run.len() as u32 == slot => run.push(number),
                _ => runs.push((slot, vec![number])),
            }
        }
        for (from, run) in runs {
            elements.active(None, &ConstExpr::i32_const(from as i32), Elements::Functions(run.into()));
        }
        out.section(&elements);
        let mut code = CodeSection::new();
        for (_, body) in self.of(rest) {
            part.parse_function_body(&mut code, body.clone())?;
        }
        out.section(&code);
        Ok(())
    }

    /// The data of one part, without the zeros that memory holds anyway.
    fn data(&self, out: &mut wasm_encoder::Module, rest: bool) -> Result<()> {
        let mut section = DataSection::new();
        for segment in self.module.data.clone().into_iter().flatten() {
            let segment = segment?;
            let DataKind::Active { offset_expr, .. } = &segment.kind else { bail!("a passive data segment") };
            let base = fixed(offset_expr)?;
            let own = |(address, byte): (u32, &u8)| {
                let after = self.behind.partition_point(|range| range.end <= address);
                let behind = self.behind.get(after).is_some_and(|range| range.contains(&address));
                (behind == rest).then_some(*byte)
            };
            let bytes: Vec<Option<u8>> = (base..).zip(segment.data).map(own).collect();
            for run in runs(&bytes) {
                let offset = ConstExpr::i32_const((base + run.start as u32) as i32);
                section.active(
                    0,
                    &offset,
                    bytes.get(run).unwrap_or_default().iter().map(|byte| byte.unwrap_or_default()),
                );
            }
        }
        if !section.is_empty() {
            out.section(&section);
        }
        Ok(())
    }
}

/// Where bytes are a part's own and not zero. A segment costs about as much as [`GAP`] zeros, but what is the other part's is never
/// written: it may have changed by then.
fn runs(bytes: &[Option<u8>]) -> Vec<Range<usize>> {
    let mut runs = Vec::<Range<usize>>::new();
    let (mut zeros, mut open) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        match (byte, runs.last_mut()) {
            (None, _) => open = false,
            (Some(0), _) => zeros += 1,
            (Some(_), Some(run)) if open && zeros < GAP => (run.end, zeros) = (at + 1, 0),
            (Some(_), _) => {
                runs.push(at..at + 1);
                (zeros, open) = (0, true);
            }
        }
    }
    runs
}

/// The bytes, if they are a module.
fn finished(out: wasm_encoder::Module) -> Result<Vec<u8>> {
    let bytes = out.finish();
    wasmparser::Validator::new().validate_all(&bytes).context("a part of the wasm is not valid")?;
    ensure!(!bytes.is_empty(), "an empty part");
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{GAP, runs};

    #[test]
    fn runs_hold_no_byte_of_the_other_part() {
        let mut bytes = vec![Some(0), Some(7), Some(0), Some(7), None, Some(7), Some(0), None, Some(0), Some(7)];
        assert_eq!(runs(&bytes), [1..4, 5..6, 9..10]);
        bytes.splice(2..3, vec![Some(0); GAP]);
        assert_eq!(runs(&bytes)[..2], [1..2, 1 + GAP + 1..1 + GAP + 2]);
    }
}
