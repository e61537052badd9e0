//! One declaration of a type of the contract gives the Rust type, its reader and writer, and its JSON Schema and
//! TypeScript type, so that none of them can say something else than the others.

/// A record: `record! { /// docs pub struct Name { /// docs "jsonName" => field: Type, required; } rules [..] }`.
macro_rules! record {
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        $($(#[doc = $field_doc:literal])* $json:literal => $field:ident: $type:ty $(, $required:ident)?;)*
    } rules [$($rule:expr),* $(,)?]) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $($(#[doc = $field_doc])* pub $field: Option<$type>,)* }

        impl $crate::document::reader::Record for $name {
            fn fields(&self) -> &'static [$crate::document::reader::Field] {
                &[$($crate::document::reader::Field { name: $json, required: is_required!($($required)?) }),*]
            }

            fn rules(&self) -> &'static [$crate::document::reader::Rule] {
                const RULES: &[$crate::document::reader::Rule] = &[$($rule),*];
                RULES
            }

            fn slot(&mut self, index: usize) -> Option<&mut dyn $crate::document::reader::Slot> {
                let slots: [&mut dyn $crate::document::reader::Slot; _] = [$(&mut self.$field),*];
                slots.into_iter().nth(index)
            }
        }

        impl $crate::document::reader::Shape for $name {
            fn read<'v>(
                value: &'v $crate::document::value::Value,
                reader: &mut $crate::document::reader::Reader<'v>,
            ) -> Option<Self> {
                let mut record = Self::default();
                $crate::document::reader::read_record(&mut record, value, reader).then_some(record)
            }

            fn write(&self) -> $crate::document::value::Value {
                let mut fields = Vec::new();
                $($crate::document::reader::write_field($json, self.$field.as_ref().map(|it| it.write()), &mut fields);)*
                $crate::document::value::Value::Record(fields)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn describe(
                book: &mut $crate::document::describe::Book,
            ) -> $crate::document::describe::Described {
                use $crate::document::reader::Record;
                let fields = [$(
                    (concat!($($field_doc, "\n"),*), <$type as $crate::document::reader::Shape>::describe(book))
                ),*];
                let record = Self::default();
                book.record(stringify!($name), concat!($($doc, "\n"),*), record.fields(), &fields, record.rules())
            }
        }
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
            /// The words of the contract, in the order of the variants.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// Its word in the contract.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::document::reader::Shape for $name {
            fn read<'v>(
                value: &'v $crate::document::value::Value,
                reader: &mut $crate::document::reader::Reader<'v>,
            ) -> Option<Self> {
                let index = $crate::document::reader::read_word(value, Self::WORDS, reader)?;
                [$(Self::$variant),*].get(index).copied()
            }

            fn write(&self) -> $crate::document::value::Value {
                $crate::document::value::Value::text(self.word())
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn describe(
                book: &mut $crate::document::describe::Book,
            ) -> $crate::document::describe::Described {
                let words = [$(($word, concat!($($word_doc, "\n"),*))),*];
                book.words(stringify!($name), concat!($($doc, "\n"),*), &words)
            }
        }
    };
}

/// A number in a range: `number! { /// docs pub struct Name = range; }`.
macro_rules! number {
    ($($(#[doc = $doc:literal])* pub struct $name:ident = $range:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name(f64);

        impl $name {
            /// The number, known to be finite and in range.
            pub fn get(self) -> f64 {
                self.0
            }

            /// The number as one of these, where it is in range.
            pub fn of(number: f64) -> Option<Self> {
                $range.takes(number).then_some(Self(number))
            }
        }

        impl $crate::document::reader::Shape for $name {
            fn read<'v>(
                value: &'v $crate::document::value::Value,
                reader: &mut $crate::document::reader::Reader<'v>,
            ) -> Option<Self> {
                $range.read(value, reader).map(Self)
            }

            fn write(&self) -> $crate::document::value::Value {
                $crate::document::value::Value::Number(self.0)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn describe(
                _: &mut $crate::document::describe::Book,
            ) -> $crate::document::describe::Described {
                $range.described()
            }
        }
    )*};
}

/// A text of a certain form: `text! { /// docs pub struct Name = code, test, "what is expected", "pattern"; }`.
macro_rules! text {
    ($($(#[doc = $doc:literal])* pub struct $name:ident = $code:literal, $test:expr, $expected:literal, $pattern:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(String);

        impl $name {
            /// The text, known to be of its form.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, known to be of its form.
            pub fn into_string(self) -> String {
                self.0
            }

            /// The text as one of these, where it is of its form.
            pub fn of(text: &str) -> Option<Self> {
                let test: fn(&str) -> bool = $test;
                test(text).then(|| Self(text.to_owned()))
            }
        }

        impl $crate::document::reader::Shape for $name {
            fn read<'v>(
                value: &'v $crate::document::value::Value,
                reader: &mut $crate::document::reader::Reader<'v>,
            ) -> Option<Self> {
                $crate::document::units::read_text(value, $code, $test, $expected, reader).map(Self)
            }

            fn write(&self) -> $crate::document::value::Value {
                $crate::document::value::Value::text(&self.0)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn describe(
                _: &mut $crate::document::describe::Book,
            ) -> $crate::document::describe::Described {
                $crate::document::describe::Described::pattern($pattern)
            }
        }
    )*};
}
