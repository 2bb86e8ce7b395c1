//! The auditor's sample: which entries are looked at one by one, from which population, and why each of them.

mod population;
mod random;

use crate::data::{Date, nearest};
use crate::index::Index;
use crate::model::{Kind, RecordId};

use super::look::{Look, Named};
use population::Member;
pub use population::{Population, Since, last_external_audit};

/// What a sample is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many entries are drawn; more where more have to be looked at.
    pub size: usize,
    /// The seed of the draw.
    pub seed: u64,
    /// How many are drawn at the most, also where more are major or come from an external audit.
    pub at_most: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { size: 10, seed: 0, at_most: 100 }
    }
}

/// Why an entry is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is a major nonconformity: each of them is drawn.
    Major,
    /// It answers a finding of a certification body: each of them is drawn.
    ExternalFinding,
    /// One for each source that entries came from; the word of the source, or nothing where none is recorded.
    Source(Option<&'static str>),
    /// One that is open.
    Open,
    /// One that is closed.
    Closed,
    /// One whose effect was judged as not, or only partly, what was wanted.
    Ineffective,
    /// One that was accepted as it is.
    Acceptance,
    /// Drawn at random from the rest.
    Random,
    /// Asked for by its id.
    Named,
}

/// A part of the population from which entries have to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// What its entries have in common.
    pub reason: Reason,
    /// How many of the population they are.
    pub population: usize,
    /// How many of them are in the sample, whatever they were drawn for.
    pub sampled: usize,
}

/// An entry of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The entry.
    pub entry: Named,
    /// Why it was drawn, and what else it stands for.
    pub reasons: Vec<Reason>,
}

/// How the entries were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By stratum, then at random.
    Stratified {
        /// The seed of the draw.
        seed: u64,
        /// How many were asked for.
        size: usize,
    },
    /// By their ids.
    Named,
}

/// The sample, and all that is needed to draw it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// From when on entries are looked at.
    pub since: Since,
    /// What it was drawn from.
    pub population: Population,
    /// The parts of the population, in the order in which they are drawn from, also those that are empty; of sources, those
    /// that occur.
    pub strata: Vec<Stratum>,
    /// How the entries were chosen.
    pub method: Method,
    /// The entries, in the order in which they were drawn.
    pub drawn: Vec<Drawn>,
    /// Majors and external findings that were left out because there are too many of them.
    pub left_out: usize,
}

impl Sample {
    /// The method in a sentence that an auditor can repeat.
    #[must_use]
    pub fn method(&self) -> String {
        match self.method {
            Method::Named => "The entries were asked for by their ids.".to_owned(),
            Method::Stratified { seed, size } => format!(
                "Of {} entries, every major and every external finding, then one for each source, one open, one closed, one \
                 ineffective and one accepted, then others at random up to {size}; within each part in the order of the \
                 SplitMix64 lot of the entry's id under the seed {seed}.",
                self.population.size
            ),
        }
    }

    /// The records of the sample.
    #[must_use]
    pub fn entries(&self) -> Vec<RecordId> {
        self.drawn.iter().map(|drawn| drawn.entry.record).collect()
    }
}

/// An id that names no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// No record has the id.
    #[error("there is no entry {id}{}", nearest.as_ref().map_or_else(String::new, |near| format!("; did you mean {near}?")))]
    Unknown {
        /// The id as it was given.
        id: String,
        /// The entry whose id is nearest.
        nearest: Option<String>,
    },
    /// Another kind of record has it.
    #[error("{id} is {kind}, not an entry{}", entry.as_ref().map_or_else(String::new, |entry| format!("; its entry is {entry}")))]
    NotAnEntry {
        /// The id as it was given.
        id: String,
        /// What it is, with its article.
        kind: String,
        /// The entry that it belongs to.
        entry: Option<String>,
    },
}

/// Draws a sample.
#[must_use]
pub fn draw(index: &Index<'_>, as_of: Date, options: &Options) -> Sample {
    let look = Look::new(index);
    let (since, population, members) = population::find(look, as_of, options);
    let mut bag = Bag { members: &members, drawn: Vec::new(), reasons: Vec::new() };
    let room = options.at_most.max(options.size);
    let mut left_out = 0;
    for reason in [Reason::Major, Reason::ExternalFinding] {
        for member in (0..members.len()).filter(|at| members[*at].is(reason)) {
            if bag.drawn.len() < room || bag.drawn.contains(&member) { bag.draw(member, reason) } else { left_out += 1 }
        }
    }
    let strata = strata(&members);
    for reason in strata.iter().copied().filter(|reason| !matches!(reason, Reason::Major | Reason::ExternalFinding)) {
        bag.draw_one(reason, room);
    }
    for member in 0..members.len() {
        if bag.drawn.len() >= options.size {
            break;
        }
        if !bag.drawn.contains(&member) {
            bag.draw(member, Reason::Random);
        }
    }
    let count = |reason: Reason| Stratum {
        reason,
        population: members.iter().filter(|member| member.is(reason)).count(),
        sampled: bag.drawn.iter().filter(|at| members[**at].is(reason)).count(),
    };
    Sample {
        since,
        population,
        strata: strata.iter().map(|reason| count(*reason)).collect(),
        method: Method::Stratified { seed: options.seed, size: options.size },
        drawn: bag.result(look, &strata),
        left_out,
    }
}

/// Takes exactly these entries.
///
/// # Errors
///
/// The first id that names no entry.
pub fn pick(index: &Index<'_>, as_of: Date, ids: &[String]) -> Result<Sample, SampleError> {
    let look = Look::new(index);
    let (since, population, members) = population::find(look, as_of, &Options::default());
    let strata = strata(&members);
    let mut drawn: Vec<Drawn> = Vec::new();
    for id in ids {
        let entry = entry_of(look, id)?;
        if drawn.iter().any(|known| known.entry.record == entry) {
            continue;
        }
        let member = Member::of(look, as_of, entry);
        let also = strata.iter().copied().filter(|reason| member.is(*reason));
        drawn.push(Drawn { entry: look.named(entry), reasons: std::iter::once(Reason::Named).chain(also).collect() });
    }
    let in_sample = |member: &&Member| drawn.iter().any(|known| known.entry.record == member.entry);
    let count = |reason: &Reason| Stratum {
        reason: *reason,
        population: members.iter().filter(|member| member.is(*reason)).count(),
        sampled: members.iter().filter(|member| member.is(*reason)).filter(in_sample).count(),
    };
    let strata = strata.iter().map(count).collect();
    Ok(Sample { since, population, strata, method: Method::Named, drawn, left_out: 0 })
}

fn entry_of(look: Look<'_, '_>, id: &str) -> Result<RecordId, SampleError> {
    let id = id.trim();
    if let Some(entry) = look.index.resolve(id, &[Kind::Entry]) {
        return Ok(entry);
    }
    if let Some(other) = look.index.resolve(id, &[]) {
        let parent = look.records().parent(other).filter(|parent| look.kind(*parent) == Kind::Entry);
        let kind = look.kind(other).name().replace('-', " ");
        let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let entry = parent.and_then(|parent| look.records().full_id(parent));
        return Err(SampleError::NotAnEntry { id: id.to_owned(), kind: format!("{article} {kind}"), entry });
    }
    let known = look.index.of_kind(Kind::Entry).iter().filter_map(|entry| look.records().bare_id(*entry));
    Err(SampleError::Unknown { id: id.to_owned(), nearest: nearest(id, known).map(str::to_owned) })
}

/// The parts of the population, in the order in which they are drawn from; that nothing is in one of them is worth knowing.
fn strata(members: &[Member]) -> Vec<Reason> {
    let mut sources: Vec<Option<&'static str>> = members.iter().map(|member| member.source).collect();
    // In alphabetical order, with those without a source behind the others.
    sources.sort_by_key(|source| (source.is_none(), *source));
    sources.dedup();
    let sources = sources.into_iter().map(Reason::Source);
    let fixed = [Reason::Major, Reason::ExternalFinding].into_iter();
    let rest = [Reason::Open, Reason::Closed, Reason::Ineffective, Reason::Acceptance];
    fixed.chain(sources).chain(rest).collect()
}

/// What was drawn so far; members stand in the order of their lots.
struct Bag<'a> {
    members: &'a [Member],
    drawn: Vec<usize>,
    reasons: Vec<Reason>,
}

impl Bag<'_> {
    fn draw(&mut self, member: usize, reason: Reason) {
        if !self.drawn.contains(&member) {
            self.drawn.push(member);
            self.reasons.push(reason);
        }
    }

    /// Draws one of a stratum, unless one of it was drawn already.
    fn draw_one(&mut self, reason: Reason, room: usize) {
        let fits = |at: &usize| self.members[*at].is(reason);
        if self.drawn.len() < room
            && !self.drawn.iter().any(fits)
            && let Some(member) = (0..self.members.len()).find(fits)
        {
            self.draw(member, reason);
        }
    }

    /// What was drawn, each with what it was drawn for first, and then what else it stands for.
    fn result(&self, look: Look<'_, '_>, strata: &[Reason]) -> Vec<Drawn> {
        let drawn = self.drawn.iter().zip(&self.reasons);
        let all = drawn.map(|(at, first)| {
            let member = &self.members[*at];
            let also = strata.iter().copied().filter(|reason| reason != first && member.is(*reason));
            Drawn { entry: look.named(member.entry), reasons: std::iter::once(*first).chain(also).collect() }
        });
        all.collect()
    }
}

#[cfg(test)]
mod tests;
