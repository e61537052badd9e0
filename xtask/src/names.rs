//! Names of what the wasm imports end in hashes, which no compression makes shorter; numbers in their place it does.

use std::collections::BTreeMap;

const START: &[u8] = b"__wbg_";
const HASH: usize = 16;

/// The hashes that have been met, by what stands before them; a number is a place in its list.
#[derive(Default)]
pub struct Names(BTreeMap<Vec<u8>, Vec<Vec<u8>>>);

impl Names {
    /// Puts numbers in the place of hashes, as many signs long: the same ones wherever these are.
    pub fn number(&mut self, bytes: &mut [u8]) {
        let mut at = 0;
        while let Some(found) = bytes[at..].windows(START.len()).position(|part| part == START) {
            let start = at + found;
            let rest = &bytes[start..];
            let length = rest.iter().position(|sign| !sign.is_ascii_alphanumeric() && *sign != b'_').unwrap_or(rest.len());
            at = start + length;
            let (stem, hash) = rest[..length].split_at(length.saturating_sub(HASH));
            if stem.len() <= START.len() || !stem.ends_with(b"_") || !hash.iter().all(u8::is_ascii_hexdigit) {
                continue;
            }
            let known = self.0.entry(stem.to_vec()).or_default();
            let number = known.iter().position(|one| one == hash).unwrap_or_else(|| {
                known.push(hash.to_vec());
                known.len() - 1
            });
            bytes[at - HASH..at].copy_from_slice(format!("{number:0HASH$x}").as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn the_same_hash_gets_the_same_number() {
        let mut names = Names::default();
        let mut numbered = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            names.number(&mut bytes);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(numbered("__wbg_a_00000000000000ff(), __wbg_free"), "__wbg_a_0000000000000000(), __wbg_free");
        assert_eq!(numbered("__wbg_a_00000000000000fe"), "__wbg_a_0000000000000001");
        assert_eq!(numbered("\x1a__wbg_a_00000000000000ff\0"), "\x1a__wbg_a_0000000000000000\0");
        assert_eq!(numbered("__wbg_rivers_new"), "__wbg_rivers_new");
    }
}
