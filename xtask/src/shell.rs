//! Running programs, in the root of the repository.

use anyhow::{Context, Result, ensure};
use std::{
    fmt::Display,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// One plain line about what is done.
pub fn say(line: impl Display) {
    println!("xtask: {line}");
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where cargo and these commands write.
pub fn target() -> PathBuf {
    root().join("target")
}

/// A program with its arguments, given as words between spaces.
pub fn program(words: &str) -> Command {
    let mut words = words.split(' ');
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root());
    command
}

/// The cargo that runs this, with its arguments.
pub fn cargo(words: &str) -> Command {
    let mut command = program(&format!("cargo {words}"));
    // The target directory may be set elsewhere by the user; these commands look for the results here.
    command.env("CARGO_TARGET_DIR", target());
    command
}

/// A tool that npm installed, with its arguments.
pub fn tool(words: &str) -> Command {
    program(&format!("{}/{words}", root().join("www/node_modules/.bin").display()))
}

/// Runs to the end; an error unless the program says that all went well.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", shown(command)))?;
    ensure!(status.success(), "{} failed: {status}", shown(command));
    Ok(())
}

/// What the program prints, without the space around it.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot run {}", shown(command)))?;
    ensure!(output.status.success(), "{} failed: {}", shown(command), output.status);
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Whether the program is there and answers.
pub fn answers(words: &str) -> bool {
    program(words).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Where a program of one of these names lies on the search path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
