//! Which file uses which, read off what they import.

use crate::build::walked;
use anyhow::Result;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// For each file, by its path, the files that it uses.
pub struct Tree(pub BTreeMap<String, BTreeSet<String>>);

impl Tree {
    /// Who uses whom.
    pub fn arrows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(from, to)| to.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// Files that lead back to themselves: those that reach each other, each once.
    pub fn circles(&self) -> Vec<BTreeSet<String>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            self.0.keys().map(|file| (file.as_str(), self.reached(file))).collect();
        let mut circles = BTreeSet::new();
        for (file, reached) in &reach {
            let circle: BTreeSet<String> = reached
                .iter()
                .filter(|other| reach.get(*other).is_some_and(|back| back.contains(file)))
                .map(|other| (*other).to_owned())
                .collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    fn reached<'a>(&'a self, file: &'a str) -> BTreeSet<&'a str> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![file]);
        while let Some(file) = open.pop() {
            for next in self.0.get(file).into_iter().flatten() {
                if seen.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        seen
    }
}

/// The modules of a package of JavaScript; what is only imported for its types does not count.
pub fn javascript(folder: &Path) -> Result<Tree> {
    let mut files = BTreeMap::new();
    for file in walked(folder, "js")? {
        let text = fs::read_to_string(folder.join(&file))?;
        let within = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let named = text.lines().filter(|line| !line.trim_start().starts_with(['/', '*'])).flat_map(|line| {
            let parts = line.split("import(\"").skip(1).chain(line.split("from \"").skip(1));
            parts.chain(line.strip_prefix("import \"")).filter_map(|rest| rest.split('"').next())
        });
        let used = named.filter(|path| path.starts_with('.')).map(|path| joined(within, path));
        files.insert(file.clone(), used.collect());
    }
    known(files)
}

/// Only arrows to files that there are: others are written when the package is built.
fn known(mut files: BTreeMap<String, BTreeSet<String>>) -> Result<Tree> {
    let all: BTreeSet<String> = files.keys().cloned().collect();
    files.iter_mut().for_each(|(own, used)| used.retain(|file| file != own && all.contains(file)));
    Ok(Tree(files))
}

/// A relative path from a folder.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The modules of a crate, without their tests. A folder's own `mod.rs` gathers what lies under it, so that way does not count.
pub fn rust(folder: &Path) -> Result<Tree> {
    let all = walked(folder, "rs")?;
    let modules: BTreeMap<Vec<&str>, &str> = all.iter().map(|file| (module(file), file.as_str())).collect();
    let mut files = BTreeMap::new();
    for file in all.iter().filter(|file| !file.ends_with("tests.rs")) {
        let text = fs::read_to_string(folder.join(file))?;
        let code = text.split("#[cfg(test)]\n").next().unwrap_or_default();
        let own = module(file);
        let hub = file.strip_suffix("mod.rs");
        let used = paths(code).into_iter().filter_map(|path| {
            let path = absolute(&own, &path)?;
            let path: Vec<&str> = path.iter().map(String::as_str).filter(|part| *part != "self").collect();
            (0..=path.len()).rev().find_map(|length| modules.get(path.get(..length)?).copied())
        });
        let used = used.filter(|used| hub.is_none_or(|hub| !used.starts_with(hub)) && *used != "lib.rs");
        files.insert(file.clone(), used.map(str::to_owned).collect());
    }
    known(files)
}

/// A file's module, from the crate's root.
fn module(file: &str) -> Vec<&str> {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|part| *part != "lib").collect()
}

/// A path that begins with `crate`, `super` or `self`, from the crate's root; none where it is a library's.
fn absolute(own: &[&str], path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let mut whole: Vec<String> = own.iter().map(|part| (*part).to_owned()).collect();
    match first.as_str() {
        "crate" => whole.clear(),
        "self" => {}
        "super" => _ = whole.pop(),
        _ => return None,
    }
    for part in rest {
        if part == "super" { _ = whole.pop() } else { whole.push(part.clone()) }
    }
    Some(whole)
}

/// All paths of the code that begin with `crate`, `super` or `self`, those in braces each for itself.
fn paths(code: &str) -> Vec<Vec<String>> {
    let code: String =
        code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code.get(..at).and_then(|before| before.chars().next_back());
            if !before.is_some_and(|sign| sign.is_alphanumeric() || sign == '_' || sign == ':') {
                branches(code.get(at..).unwrap_or_default(), &mut Vec::new(), &mut found);
            }
        }
    }
    found
}

/// Reads a path, and in braces its branches; returns how many bytes it took.
fn branches(code: &str, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    let depth = above.len();
    let mut at = 0;
    loop {
        let rest = code.get(at..).unwrap_or_default();
        let word: String = rest.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
        if rest.starts_with('{') {
            at += 1;
            while !code.get(at..).unwrap_or_default().trim_start().starts_with('}') {
                let rest = code.get(at..).unwrap_or_default();
                let blank = rest.len() - rest.trim_start_matches([' ', '\n', ',']).len();
                at += blank;
                let taken = branches(code.get(at..).unwrap_or_default(), above, found);
                if taken == 0 && blank == 0 {
                    break;
                }
                at += taken;
            }
            at += code.get(at..).and_then(|rest| rest.find('}')).map_or(0, |end| end + 1);
            break;
        }
        if word.is_empty() {
            break;
        }
        at += word.len();
        above.push(word);
        if !code.get(at..).unwrap_or_default().starts_with("::") {
            found.push(above.clone());
            // `as` gives a name that no path has.
            let rest = code.get(at..).unwrap_or_default();
            if let Some(name) = rest.strip_prefix(" as ") {
                at += 4 + name.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').count();
            }
            break;
        }
        at += 2;
    }
    above.truncate(depth);
    at
}

#[cfg(test)]
mod tests {
    use super::{absolute, joined, paths};

    #[test]
    fn paths_are_read_with_their_branches() {
        let code = "use super::{\n    look::Look,\n    water::{self, drawn as wide},\n};\nfn f() { crate::order::sort(x); } // crate::not\n";
        let read: Vec<String> = paths(code).iter().map(|path| path.join("::")).collect();
        assert_eq!(read, ["crate::order::sort", "super::look::Look", "super::water::self", "super::water::drawn"]);
        let path = ["super", "super", "map", "Map"].map(str::to_owned);
        assert_eq!(absolute(&["stage", "labels", "ground"], &path).unwrap(), ["stage", "map", "Map"]);
        assert_eq!(joined("map/levers", "../answer.js"), "map/answer.js");
    }
}
