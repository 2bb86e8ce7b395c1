//! What a chain of evidence is made of: [`Step`], [`Link`], [`Proof`], [`Trace`].

use crate::data::Date;
use crate::model::Kind;
use crate::readiness::look::{Named, Person};
use crate::text::Span;

use super::said::Said;

/// A link of the chain, in the order in which an auditor follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// It stands in the log, with the day and the place that it came from.
    Recorded,
    /// Why it happened.
    Cause,
    /// What was done, or the decision to do nothing.
    Action,
    /// The change tickets and documents through which it was done.
    Change,
    /// What shows that it was done.
    Evidence,
    /// Whether it worked.
    Effectiveness,
    /// Management heard of it.
    Reported,
    /// Those whom it concerns heard of it.
    Communicated,
}

impl Step {
    /// All links, in order.
    pub const ALL: [Self; 8] = [
        Self::Recorded,
        Self::Cause,
        Self::Action,
        Self::Change,
        Self::Evidence,
        Self::Effectiveness,
        Self::Reported,
        Self::Communicated,
    ];

    /// Its name in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Cause => "cause",
            Self::Action => "action",
            Self::Change => "change",
            Self::Evidence => "evidence",
            Self::Effectiveness => "effectiveness",
            Self::Reported => "reported",
            Self::Communicated => "communicated",
        }
    }
}

/// How much of a link can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkState {
    /// It is there, and no rule contradicts it.
    Shown,
    /// It lies ahead: nobody could expect it yet.
    Pending,
    /// It is expected, and nothing shows it.
    NotShown,
    /// Something is recorded, and a rule found an error in it.
    Broken,
    /// It is not asked of an entry like this.
    NotApplicable,
    /// The source does not keep what would show it: [`Link::column`] says what is needed.
    NotKept,
}

/// Something that shows a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The record, or the evidence as it is written.
    pub name: String,
    /// What it is or says, in a line; may be empty.
    pub note: String,
    /// The field that the date stands in, such as `implemented_on`, and the date.
    pub date: Option<(&'static str, Date)>,
    /// Who did it, or answers for it.
    pub person: Option<Person>,
    /// The version, of a document.
    pub version: Option<String>,
    /// Where that stands.
    pub span: Span,
}

/// What a source would have to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The kind of the record.
    pub kind: Kind,
    /// The field; none where no record of the kind was read at all.
    pub field: Option<&'static str>,
}

/// One link of the chain of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which link it is.
    pub step: Step,
    /// How much of it can be seen.
    pub state: LinkState,
    /// Why, where the state alone does not tell: what is missing, or why nothing is asked; where the error of a rule
    /// decides, its message.
    pub why: String,
    /// What the source would have to keep, for [`LinkState::NotKept`].
    pub column: Option<Column>,
    /// What shows it, in the order of the register.
    pub proofs: Vec<Proof>,
    /// What rules say about it.
    pub said: Vec<Said>,
    /// Where to look: the first proof, else the place where it would stand.
    pub span: Span,
}

/// How a whole chain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whole {
    /// Every link that is asked for is shown.
    EndToEnd,
    /// This is the first link that is not shown or is broken.
    BreaksAt(Step),
    /// Nothing breaks, but the source does not keep what would show this link.
    NotKeptAt(Step),
    /// Nothing is missing so far; this is the first link that lies ahead.
    OpenAt(Step),
}

/// The chain of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The entry.
    pub entry: Named,
    /// Its kind, such as nonconformity; empty where that is not recorded.
    pub kind: &'static str,
    /// Its status as it was read, or as it is written where that may mean several.
    pub status: String,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// The findings, incidents, reviews and suggestions that it came from.
    pub came_from: Vec<Named>,
    /// The links, in the order of [`Step::ALL`].
    pub links: Vec<Link>,
    /// How the chain stands as a whole.
    pub whole: Whole,
}

impl Trace {
    /// The number of the first link that is not shown or is broken.
    #[must_use]
    pub fn first_broken(&self) -> Option<usize> {
        self.links.iter().position(|link| matches!(link.state, LinkState::NotShown | LinkState::Broken))
    }
}
