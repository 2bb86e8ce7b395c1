//! [`Provenance`]: what was judged, by which rules, under which settings, so that anybody can do it again.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use crate::data::Date;
use crate::rule::Catalogue;

/// A SHA-256 digest; it is written as `sha256sum` writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Path relative to the workspace.
    pub path: String,
    /// Digest of its bytes; none where they cannot be read.
    pub digest: Option<Digest>,
}

/// What was judged, by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The day as of which was judged.
    pub as_of: Date,
    /// Whose management system it is, if the settings say so.
    pub organisation: Option<String>,
    /// The edition of the standard, such as `iso-27001-2022`.
    pub standard: String,
    /// Its title.
    pub standard_title: String,
    /// Number of rules that ran.
    pub rules: usize,
    /// Digest of the whole rule set.
    pub rule_set: Digest,
    /// The settings; none where they were worked out from the files.
    pub settings: Option<InputFile>,
    /// The files that were read, sorted by path.
    pub files: Vec<InputFile>,
    /// The commit that the files are of, where that is known.
    pub commit: Option<String>,
}

impl Digest {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of all rules of a catalogue, by name and text.
    #[must_use]
    pub fn of_rules(catalogue: &Catalogue) -> Self {
        let mut hasher = Sha256::new();
        for rule in catalogue.rules() {
            for text in [&rule.name, rule.text.as_ref()] {
                hasher.update((text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hex = String::with_capacity(64);
        for byte in self.0 {
            write!(hex, "{byte:02x}")?;
        }
        f.write_str(&hex)
    }
}
