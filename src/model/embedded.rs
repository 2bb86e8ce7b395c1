//! The files of `rules/` as the build script laid them out.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A rule file.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedRule {
    /// Path below `rules/`.
    pub path: &'static str,
    /// The whole text.
    pub text: &'static str,
    /// Bytes before the line `examples:`, which stands last; all of them if there is none.
    pub head_len: usize,
}

impl EmbeddedRule {
    /// The text without the examples: all that a run of the linter needs.
    #[must_use]
    pub fn head(&self) -> &'static str {
        self.text.get(..self.head_len).unwrap_or(self.text)
    }
}

/// All files below `rules/` but the templates, by their path there, in the order of the paths.
#[must_use]
pub fn embedded() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// All rule files, in the order of their paths.
#[must_use]
pub fn embedded_rules() -> &'static [EmbeddedRule] {
    RULES
}

/// What a new workspace is made from: the path that a template is written to, and its text.
#[must_use]
pub fn embedded_templates() -> &'static [(&'static str, &'static str)] {
    TEMPLATES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_agree() {
        assert!(embedded().is_sorted_by(|left, right| left.0 < right.0));
        for rule in embedded_rules() {
            let whole = embedded().iter().find(|(path, _)| *path == rule.path).map(|(_, text)| *text);
            assert_eq!(whole, Some(rule.text), "{}", rule.path);
            assert!(rule.text[rule.head_len..].is_empty() || rule.text[rule.head_len..].starts_with("examples:"));
        }
    }
}
