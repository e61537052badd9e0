//! How the contract is written down: each table once, with its docs, which the browser does not get.

/// An object: `record! { /// docs pub NAME = "TypeScriptName" { /// docs "field": SHAPE, required; } rules [..] }`.
macro_rules! record {
    ($(#[doc = $doc:literal])* pub $table:ident = $name:literal {
        $($(#[doc = $field_doc:literal])* $field:literal: $shape:expr $(, $required:ident)?;)*
    } rules [$($rule:expr),* $(,)?]) => {
        $(#[doc = $doc])*
        pub static $table: $crate::document::contract::shape::Record = $crate::document::contract::shape::Record {
            fields: &[$($crate::document::contract::shape::Field {
                name: $field,
                shape: $shape,
                required: is_required!($($required)?),
                #[cfg(not(target_arch = "wasm32"))]
                docs: concat!($($field_doc, "\n"),*),
            }),*],
            rules: &[$($rule),*],
            #[cfg(not(target_arch = "wasm32"))]
            name: $name,
            #[cfg(not(target_arch = "wasm32"))]
            docs: concat!($($doc, "\n"),*),
        };
    };
}

macro_rules! is_required {
    () => {
        false
    };
    (required) => {
        true
    };
}

/// A choice of words: `words! { /// docs pub enum Name default Variant { /// docs Variant = "word", } }`.
macro_rules! words {
    ($(#[doc = $doc:literal])* pub enum $name:ident $(default $default:ident)? {
        $($(#[doc = $word_doc:literal])* $variant:ident = $word:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $word_doc])* $variant,)* }

        $(impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        })?

        impl $name {
            /// What the contract says of it.
            pub const SHAPE: $crate::document::contract::shape::Shape =
                $crate::document::contract::shape::Shape::Words(&$crate::document::contract::shape::Words {
                    words: &[$($word),*],
                    #[cfg(not(target_arch = "wasm32"))]
                    name: stringify!($name),
                    #[cfg(not(target_arch = "wasm32"))]
                    docs: concat!($($doc, "\n"),*),
                    #[cfg(not(target_arch = "wasm32"))]
                    meanings: &[$(concat!($($word_doc, "\n"),*)),*],
                });

            /// Its word in the contract.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What has that word in the contract.
            pub fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
