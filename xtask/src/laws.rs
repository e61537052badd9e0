//! The laws of the house, which keep it one that a newcomer finds the way in: no file too long, no folder too full, rooms that use only
//! those before them, and no circle of files from one folder through another.

mod imports;

use crate::shell::root;
use anyhow::{Result, ensure};
use imports::{Tree, javascript, rust};
use std::{collections::BTreeSet, fs, path::Path};

/// No file of code is longer, in lines.
const LONGEST: usize = 420;
/// No folder of code has more entries.
const WIDEST: usize = 14;
/// Folders of code, and whether they hold what is looked for by its name: tests, examples, pages.
const FOLDERS: [(&str, bool); 6] =
    [("src", false), ("xtask", false), ("www", false), ("tests", true), ("benches", true), ("examples", true)];
/// What a folder is introduced by, and what npm installs, are none of them.
const NEVER: [&str; 3] = ["mod.rs", "lib.rs", "node_modules"];
/// Folders whose files are named by what they show.
const SHELVES: [&str; 2] = ["www/gallery/examples", "www/gallery/pages"];
/// The crate's rooms: each uses only those before it.
const ROOMS: [&str; 15] = [
    "door", "hash", "order", "problem", "document", "city", "network", "map", "frame", "drops", "picture", "stage",
    "paint", "web", "lib",
];
/// Painters know frames, and nothing of what these are made from.
const PAINTERS: (&str, [&str; 3]) = ("paint", ["door", "order", "frame"]);
/// The package's rooms, in the same way; its entries, beside these, use all of them.
const PACKAGE: [&str; 6] = ["engine", "import", "export", "player", "map", "element"];

/// The one circle that there is yet: a document's tree may hold journeys' logs, which are read from such trees.
const KNOT: &str = "document/value.rs";

/// Holds the house to its laws.
///
/// # Errors
/// All that breaks one.
pub fn check() -> Result<()> {
    let mut broken = Vec::new();
    for (folder, is_shelf) in FOLDERS {
        sizes(&root().join(folder), is_shelf, &mut broken)?;
    }
    let crates = rust(&root().join("src"))?;
    order(&crates, &ROOMS, &mut broken);
    let (painters, known) = PAINTERS;
    for (from, to) in crates.arrows().filter(|(from, to)| room(from) == painters && room(to) != painters) {
        if !known.contains(&room(to)) {
            broken.push(format!("{from} is to know frames alone, and uses {to}"));
        }
    }
    circles(&crates, &mut broken);
    let package = javascript(&root().join("www/package"))?;
    order(&package, &PACKAGE, &mut broken);
    circles(&package, &mut broken);
    ensure!(broken.is_empty(), "the house has laws:\n  {}", broken.join("\n  "));
    Ok(())
}

/// Notes files that are too long, and folders that are too full.
fn sizes(path: &Path, is_shelf: bool, broken: &mut Vec<String>) -> Result<()> {
    let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    if path.is_dir() && !path.ends_with("node_modules") {
        let entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        let own = entries.iter().filter(|entry| !NEVER.contains(&&*entry.file_name().to_string_lossy())).count();
        if own > WIDEST && !is_shelf && !SHELVES.contains(&name.as_str()) {
            broken.push(format!("{name} has {own} entries, more than {WIDEST}"));
        }
        for entry in entries {
            sizes(&entry.path(), is_shelf, broken)?;
        }
    } else if ["rs", "js", "mjs", "css", "html", "glsl", "sql"].contains(&ending.as_str()) {
        let lines = fs::read_to_string(path)?.lines().count();
        if lines > LONGEST {
            broken.push(format!("{name} has {lines} lines, more than {LONGEST}"));
        }
    }
    Ok(())
}

/// The room that a file lies in: the first folder of its path, or the file itself.
fn room(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.split('.').next().unwrap_or(first)
}

/// Notes files that use a room after their own.
fn order(tree: &Tree, rooms: &[&str], broken: &mut Vec<String>) {
    let place = |file: &str| rooms.iter().position(|name| *name == room(file));
    for (from, to) in tree.arrows() {
        if let (Some(own), Some(other)) = (place(from), place(to))
            && own < other
        {
            broken.push(format!("{from} uses {to}, of a later room"));
        }
    }
}

/// Notes circles of files that lead from one folder through another.
fn circles(tree: &Tree, broken: &mut Vec<String>) {
    let folder = |file: &str| file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    for circle in tree.circles() {
        let folders: BTreeSet<String> = circle.iter().map(|file| folder(file)).collect();
        if folders.len() > 1 && !circle.contains(KNOT) {
            let files: Vec<&str> = circle.iter().map(String::as_str).collect();
            broken.push(format!("a circle: {}", files.join(", ")));
        }
    }
}

/// Arrows from file to file, as a test gives them.
#[cfg(test)]
fn tree(arrows: &[(&str, &str)]) -> Tree {
    let mut files = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    for (from, to) in arrows {
        files.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        files.entry((*to).to_owned()).or_default();
    }
    Tree(files)
}

#[cfg(test)]
mod tests {
    use super::{circles, order, sizes, tree};
    use crate::shell::target;
    use std::fs;

    #[test]
    fn a_room_uses_only_those_before_it() {
        let mut broken = Vec::new();
        order(
            &tree(&[("map/a.js", "engine/b.js"), ("engine/b.js", "engine/c.js"), ("index.js", "map/a.js")]),
            &["engine", "map"],
            &mut broken,
        );
        assert!(broken.is_empty(), "{broken:?}");
        order(&tree(&[("engine/b.js", "map/a.js")]), &["engine", "map"], &mut broken);
        assert_eq!(broken, ["engine/b.js uses map/a.js, of a later room"]);
    }

    #[test]
    fn no_circle_leads_through_another_folder() {
        let mut broken = Vec::new();
        circles(&tree(&[("a/x.rs", "a/y.rs"), ("a/y.rs", "a/x.rs"), ("a/x.rs", "b/z.rs")]), &mut broken);
        assert!(broken.is_empty(), "{broken:?}");
        circles(&tree(&[("a/x.rs", "b/z.rs"), ("b/z.rs", "a/y.rs"), ("a/y.rs", "a/x.rs")]), &mut broken);
        assert_eq!(broken, ["a circle: a/x.rs, a/y.rs, b/z.rs"]);
    }

    #[test]
    fn files_are_short_and_folders_small() {
        let folder = target().join("laws");
        fs::create_dir_all(&folder).unwrap();
        for number in 0..15 {
            fs::write(folder.join(format!("{number}.rs")), "\n".repeat(if number == 3 { 421 } else { 420 })).unwrap();
        }
        let mut broken = Vec::new();
        sizes(&folder, false, &mut broken).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(broken.len(), 2, "{broken:?}");
    }
}
