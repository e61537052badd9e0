//! All that can be wrong with a document.

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The document is refused.
    Error,
    /// The document is taken; its author should know.
    Warning,
}

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it refuses the document.
    pub severity: Severity,
    /// One of the contract's codes, such as `missing`.
    pub code: &'static str,
    /// Where: a JSON pointer (RFC 6901) into the document as it was given.
    pub pointer: String,
    /// What was found and what is expected.
    pub message: String,
    /// Line of the text, from 1, where the problem is one of text (`syntax`).
    pub line: Option<usize>,
}

impl Problem {
    /// A problem that refuses the document.
    pub fn error(code: &'static str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, pointer: pointer.into(), message: message.into(), line: None }
    }

    /// A problem that the author should know of.
    pub fn warning(code: &'static str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, pointer, message) }
    }

    /// The same problem, at a line of the text (from 1).
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}
