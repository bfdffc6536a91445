//! What the front end asks about Unicode that is too much for the download of the page.

/// The character of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Character(char),
    /// No character has that name.
    Unknown,
    /// The names are not at hand.
    Unavailable,
}

/// Answers about Unicode 16.0. The host of the library gives them: the command line has them built in, the page asks the
/// browser and a second module that it loads when a program needs it.
pub trait UnicodeFacts {
    /// The text in normalisation form NFKC; `None` if that is not at hand.
    fn nfkc(&self, text: &str) -> Option<String>;

    /// The character called `name` in any case: names and aliases, but no named sequences.
    fn named(&self, name: &str) -> Named;
}

/// What this build brings along: everything, except on the page, where it is nothing.
pub fn built_in() -> &'static dyn UnicodeFacts {
    &BuiltIn
}

struct BuiltIn;

#[cfg(not(target_arch = "wasm32"))]
impl UnicodeFacts for BuiltIn {
    fn nfkc(&self, text: &str) -> Option<String> {
        Some(unicode_normalization::UnicodeNormalization::nfkc(text).collect())
    }

    fn named(&self, name: &str) -> Named {
        ouroscope_unicode_names::character(name).map_or(Named::Unknown, Named::Character)
    }
}

#[cfg(target_arch = "wasm32")]
impl UnicodeFacts for BuiltIn {
    fn nfkc(&self, _: &str) -> Option<String> {
        None
    }

    fn named(&self, _: &str) -> Named {
        Named::Unavailable
    }
}
