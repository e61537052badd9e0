//! A WebAssembly module as lists by number.

use anyhow::{Context, Result, bail, ensure};
use std::collections::HashMap;
use wasmparser::{
    ConstExpr, CustomSectionReader, DataSectionReader, ElementItems, ElementKind, ElementSectionReader, Export,
    ExternalKind, FunctionBody, Global, Import, KnownCustom, MemoryType, Name, Operator, Parser, Payload, Table,
    TypeRef, TypeSectionReader,
};

/// All of a module that is gone through here. Functions are numbered as in the module: imported ones come first.
#[derive(Default)]
pub struct Module<'a> {
    pub types: Option<TypeSectionReader<'a>>,
    pub imports: Vec<Import<'a>>,
    /// The type of each function.
    pub signatures: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    /// Which function stands in which slot of the first table.
    pub slots: Vec<(u32, u32)>,
    pub bodies: Vec<FunctionBody<'a>>,
    pub data: Option<DataSectionReader<'a>>,
    /// See [`Module::name`].
    names: HashMap<u32, String>,
    /// Where the code and the data begin, in bytes of the file: what relocations count from.
    pub code_at: usize,
    pub data_at: usize,
    pub customs: Vec<CustomSectionReader<'a>>,
}

impl<'a> Module<'a> {
    /// Reads a module.
    ///
    /// # Errors
    /// Where it is none, or has something that no compiler of ours writes.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Module::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.context("the wasm cannot be read")? {
                Payload::TypeSection(section) => module.types = Some(section),
                Payload::ImportSection(section) => {
                    module.imports = section.into_imports().collect::<Result<_, _>>()?;
                    for import in &module.imports {
                        let TypeRef::Func(signature) = import.ty else { bail!("{} is no function", import.name) };
                        module.signatures.push(signature);
                    }
                }
                Payload::FunctionSection(section) => {
                    let own = section.into_iter().collect::<Result<Vec<_>, _>>()?;
                    module.signatures.extend(own);
                }
                Payload::TableSection(section) => module.tables = section.into_iter().collect::<Result<_, _>>()?,
                Payload::MemorySection(section) => module.memories = section.into_iter().collect::<Result<_, _>>()?,
                Payload::GlobalSection(section) => module.globals = section.into_iter().collect::<Result<_, _>>()?,
                Payload::ExportSection(section) => module.exports = section.into_iter().collect::<Result<_, _>>()?,
                Payload::StartSection { func, .. } => module.start = Some(func),
                Payload::ElementSection(section) => module.slots = slots(section)?,
                Payload::CodeSectionStart { range, .. } => module.code_at = range.start,
                Payload::CodeSectionEntry(body) => module.bodies.push(body),
                Payload::DataSection(section) => {
                    module.data_at = section.range().start;
                    module.data = Some(section);
                }
                Payload::CustomSection(section) => module.customs.push(section),
                _ => {}
            }
        }
        module.names = names(&module.customs)?;
        Ok(module)
    }

    /// How many functions come from outside.
    pub fn imported(&self) -> u32 {
        self.imports.len() as u32
    }

    /// All functions of the module's own.
    pub fn own(&self) -> impl Iterator<Item = (u32, &FunctionBody<'a>)> {
        (self.imported()..).zip(&self.bodies)
    }

    /// A function's path, without hashes, as far as it is known.
    pub fn name(&self, function: u32) -> Option<&str> {
        self.names.get(&function).map(String::as_str)
    }

    /// A function's code; none where it is imported.
    pub fn body(&self, function: u32) -> Option<&'a [u8]> {
        Some(self.bodies.get(function.checked_sub(self.imported())? as usize)?.as_bytes())
    }

    /// What can be called from outside.
    pub fn roots(&self) -> impl Iterator<Item = u32> {
        let exported = self.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        exported.map(|export| export.index).chain(self.start)
    }

    /// The functions that each function calls by number; for imported ones an empty list.
    pub fn calls(&self) -> Result<Vec<Vec<u32>>> {
        let mut calls = vec![Vec::new(); self.imports.len()];
        for body in &self.bodies {
            let mut called = Vec::new();
            for operator in body.get_operators_reader()? {
                match operator? {
                    Operator::Call { function_index } | Operator::RefFunc { function_index } => {
                        called.push(function_index)
                    }
                    Operator::ReturnCall { .. } => bail!("tail calls are not expected"),
                    _ => {}
                }
            }
            calls.push(called);
        }
        Ok(calls)
    }
}

/// Where a segment begins.
pub fn fixed(offset: &ConstExpr<'_>) -> Result<u32> {
    match offset.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        _ => bail!("a segment at no fixed place"),
    }
}

/// The entries of the first table.
pub fn slots(section: ElementSectionReader<'_>) -> Result<Vec<(u32, u32)>> {
    let mut slots = Vec::new();
    for element in section {
        let element = element?;
        let ElementKind::Active { table_index, offset_expr } = element.kind else { bail!("a passive element segment") };
        ensure!(table_index.unwrap_or(0) == 0, "functions in a second table");
        let ElementItems::Functions(functions) = element.items else { bail!("an element segment of expressions") };
        for (slot, function) in (fixed(&offset_expr)?..).zip(functions) {
            slots.push((slot, function?));
        }
    }
    Ok(slots)
}

fn names(customs: &[CustomSectionReader<'_>]) -> Result<HashMap<u32, String>> {
    let mut names = HashMap::new();
    for custom in customs {
        let KnownCustom::Name(sections) = custom.as_known() else { continue };
        for section in sections {
            let Name::Function(functions) = section? else { continue };
            for function in functions {
                let function = function?;
                names.insert(function.index, format!("{:#}", rustc_demangle::demangle(function.name)));
            }
        }
    }
    Ok(names)
}

/// A module without what only the linker needs, which no tool after it keeps right.
///
/// # Errors
/// Where it is no module.
pub fn unlinked(linked: &[u8]) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload?;
        let linking = matches!(&payload, Payload::CustomSection(custom)
            if custom.name() == "linking" || custom.name().starts_with("reloc."));
        if let Some((id, range)) = payload.as_section()
            && !linking
        {
            out.section(&wasm_encoder::RawSection { id, data: linked.get(range).context("a section beyond the end")? });
        }
    }
    Ok(out.finish())
}
