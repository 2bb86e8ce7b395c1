//! [`Names`]: identifiers that are the same whenever the same thing is told of again.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::render::sarif::INFORMATION;

/// Makes identifiers from names: those of one organisation are not those of another.
#[derive(Debug)]
pub(super) struct Names {
    space: Uuid,
    taken: BTreeMap<String, u32>,
}

impl Names {
    pub(super) fn of(organisation: Option<&str>) -> Self {
        let ours = Uuid::new_v5(&Uuid::NAMESPACE_URL, INFORMATION.as_bytes());
        Self { space: Uuid::new_v5(&ours, organisation.unwrap_or("").as_bytes()), taken: BTreeMap::new() }
    }

    /// The identifier of the one thing that has this name.
    pub(super) fn known(&self, name: &str) -> String {
        Uuid::new_v5(&self.space, name.as_bytes()).to_string()
    }

    /// An identifier for something that may share its name with others, by their order.
    pub(super) fn next(&mut self, kind: &str, name: &str) -> String {
        let count = self.taken.entry(format!("{kind}\0{name}")).or_default();
        *count += 1;
        // Other names begin with a word, so that no name from a file can be taken for one of them.
        let numbered = format!("{count}\0{kind}\0{name}");
        self.known(&numbered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_of_version_5_and_stay() {
        let (mut one, mut other) = (Names::of(Some("A")), Names::of(Some("B")));
        let first = one.next("entry", "IMP-1");
        assert_eq!(first.get(14..15), Some("5"));
        assert_eq!(first, Names::of(Some("A")).next("entry", "IMP-1"));
        assert_ne!(first, one.next("entry", "IMP-1"), "two records that share an id are told apart");
        assert_ne!(first, one.next("risk", "IMP-1"));
        assert_ne!(first, other.next("entry", "IMP-1"));
    }
}
