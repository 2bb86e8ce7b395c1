//! What can be assessed at all, settled before any record is looked at.

use crate::expr::World;
use crate::model::{Batch, FieldId, Kind, Type};
use crate::rule::{Check, Subject};

use super::Expectations;
use super::why::Why;

/// What stands in the way of a check.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    /// For every subject.
    pub(super) everywhere: Option<Why>,
    /// For the subjects of each batch.
    pub(super) by_batch: Vec<Option<Why>>,
}

impl Obstacles {
    /// Finds out what stands in the way; `unread` are kinds of which a source was not read, or not to its end.
    pub(super) fn of(
        world: &World<'_>,
        subject: Subject,
        check: &Check,
        unread: &[Kind],
        expectations: &Expectations,
    ) -> Self {
        let Some(program) = &check.program else { return Self::default() };
        let index = world.index;
        // A rule about absence asks for the kinds that it may find empty, even if its conditions do not name them.
        let changed = if let Subject::ChangeOf(kind) = subject { Some(kind) } else { None };
        let asked = program.kinds.iter().chain(&check.empty).chain(&changed).copied();
        let missing = asked.filter_map(|kind| {
            if unread.contains(&kind) {
                Some(Why::Unread(kind))
            } else if !index.loaded(kind) && !check.empty.contains(&kind) {
                Some(Why::Empty(kind))
            } else {
                None
            }
        });
        let unread_base = world.change.map_or(&[][..], |change| &change.unread);
        let unread_base = changed.filter(|kind| unread_base.contains(kind)).map(Why::UnreadBase);
        let everywhere = missing.into_iter().next().or(unread_base);
        let batches = &index.records.batches;
        let (Subject::Each(kind) | Subject::ChangeOf(kind)) = subject else {
            let kept = |kind, field| batches.iter().any(|batch| batch.carries(kind, field));
            let not_kept = program.needs.iter().find(|(kind, field)| index.loaded(*kind) && !kept(*kind, *field));
            let not_kept = not_kept.map(|(kind, field)| Why::NotKept(*kind, *field, None));
            let absent = program.report.about.filter(|kind| !index.loaded(*kind) && !unread.contains(kind));
            let nothing = batches.iter().all(|batch| batch.records.is_empty());
            let excuse = absent.and_then(|kind| expectations.excuse(kind, nothing));
            return Self { everywhere: excuse.or(everywhere).or(not_kept), ..Self::default() };
        };
        let family = family(kind);
        let own: Vec<_> = program.needs.iter().filter(|(kind, _)| family.contains(kind)).copied().collect();
        let by_batch = (0..).zip(index.records.every_batch()).map(|(number, batch)| {
            // What other places say of the records of a batch counts as if it stood there.
            let partners = index.records.joins.partners(number).iter();
            let around: Vec<&Batch> = partners.map(|other| index.records.numbered(*other)).collect();
            let kept = |kind, field| batch.carries(kind, field) || around.iter().any(|b| b.carries(kind, field));
            let not_kept = own.iter().find(|(kind, field)| !kept(*kind, *field) && may_stand(*kind, &family, &kept));
            not_kept.map(|(kind, field)| Why::NotKept(*kind, *field, Some(batch.tree.source())))
        });
        Self { everywhere, by_batch: by_batch.collect() }
    }
}

/// Whether a source can hold such records at all: where it keeps no field for a group, there is nothing in it that could be
/// missed. A condition that cannot do without the group needs that field too.
fn may_stand(kind: Kind, family: &[Kind], kept: &dyn Fn(Kind, FieldId) -> bool) -> bool {
    let holds = |around: &Kind| {
        (0..).zip(around.shape().fields).any(|(number, field)| {
            matches!(field.ty, Type::Record(inner) | Type::Keyed(inner) if inner == kind)
                && kept(*around, FieldId(number))
        })
    };
    kind.has_id() || family.iter().any(holds)
}

/// The kinds whose records stand in the same source as a record of this kind: those that contain it, and all that those
/// contain.
fn family(kind: Kind) -> Vec<Kind> {
    let mut root = kind;
    while let Some(parent) = parent(root) {
        root = parent;
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(kind) = found.get(next).copied() {
        next += 1;
        for field in kind.shape().fields {
            if let Type::Record(inner) | Type::Keyed(inner) = field.ty
                && !found.contains(&inner)
            {
                found.push(inner);
            }
        }
    }
    found
}

fn parent(kind: Kind) -> Option<Kind> {
    kind.shape().fields.iter().find_map(|field| match field.ty {
        Type::Parent(parent) => Some(parent),
        _ => None,
    })
}
