//! Prints the contract: `cargo run --example contract -- schema` (JSON Schema) or `types` (TypeScript).

use std::process::ExitCode;

use city_rivers::document;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("schema") => print!("{}", document::schema()),
        Some("types") => print!("{}", document::typescript()),
        _ => {
            eprintln!("usage: contract schema|types");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
