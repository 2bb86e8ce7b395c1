//! What stops the loader: limits and syntax errors, and where they are.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::loader::{Loader, Stop};
use super::wording;
use crate::data::NodeId;
use crate::diagnostic::Problem;
use crate::read::limits;
use crate::text::Span;

impl Loader<'_> {
    /// Refuses a copy that would make the tree larger or deeper than anybody needs.
    pub(super) fn copying(&mut self, target: NodeId, range: &Range<u32>) -> Result<(), Stop> {
        let (nodes, depth) = self.builder.extent(target);
        if self.frames.len() + depth > limits::DEPTH + 1 {
            return Err(self.too_deep(range.clone()));
        }
        self.copied_nodes = self.copied_nodes.saturating_add(nodes);
        self.copied_bytes += u64::from(self.range_of(target).len() as u32);
        if self.copied_nodes > limits::COPIED_NODES {
            let limit = format!("the limit of {} nodes copied by aliases", limits::COPIED_NODES);
            return Err(self.limit(range.clone(), limit, "an alias that stands for many others"));
        }
        if self.copied_bytes > limits::COPIED_BYTES {
            let limit = format!("the limit of {} MiB of text copied by aliases", limits::COPIED_BYTES >> 20);
            return Err(self.limit(range.clone(), limit, "a long text that is used many times"));
        }
        self.room(range.start)
    }

    pub(super) fn room(&mut self, at: u32) -> Result<(), Stop> {
        let tree = self.builder.tree();
        if tree.len() >= limits::NODES {
            let limit = format!("the limit of {} values in one file", limits::NODES);
            return Err(self.limit(at..at, limit, "split the file"));
        }
        if tree.symbols().len() >= limits::KEYS {
            let limit = format!("the limit of {} different keys in one file", limits::KEYS);
            return Err(self.limit(at..at, limit, "split the file"));
        }
        Ok(())
    }

    pub(super) fn too_deep(&mut self, range: Range<u32>) -> Stop {
        let limit = format!("the limit of {} lists and mappings within each other", limits::DEPTH);
        self.limit(range, limit, "deeper nesting stands here")
    }

    pub(super) fn limit(&mut self, range: Range<u32>, limit: String, value: &str) -> Stop {
        let problem = Problem::new("input-limit-exceeded", self.span(range));
        self.problems.push(problem.fact("limit", limit).fact("value", value));
        Stop
    }

    pub(super) fn bad_merge(&mut self, range: Range<u32>) {
        self.problem_at(range, "the merge key `<<` takes a mapping, or a list of mappings");
    }

    pub(super) fn problem_at(&mut self, range: Range<u32>, what: &str) {
        let problem = Problem::new("input-syntax-error", self.span(range));
        self.problems.push(problem.fact("what", what));
    }

    pub(super) fn syntax_error(&mut self, error: &ScanError) -> Stop {
        let at = self.offset(error.marker().byte_offset().unwrap_or(0).min(self.slice.len()));
        let here = self.slice.get((at - self.base) as usize..).and_then(|rest| rest.chars().next());
        let width = here.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        let range = at..at + u32::try_from(width).unwrap_or(0);
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            return self.too_deep(range);
        }
        self.problem_at(range, &wording::syntax_error(error));
        Stop
    }

    pub(super) fn range_of(&self, node: NodeId) -> Range<u32> {
        let span = self.builder.tree().span(node);
        span.start..span.end.max(span.start)
    }

    /// An offset in the slice as one in the text.
    pub(super) fn offset(&self, at: usize) -> u32 {
        self.base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub(super) fn span(&self, range: Range<u32>) -> Span {
        Span::new(self.builder.tree().source(), range.start, range.end)
    }
}
