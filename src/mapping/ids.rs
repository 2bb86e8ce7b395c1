//! Ids that do not look as the settings say that ids of their source look.

use crate::diagnostic::Problem;
use crate::model::State;
use crate::text::offset;

use super::mapper::{Mapper, NONE};
use super::value::shortened;

impl Mapper<'_> {
    /// Notes the ids of the source's own records that do not fit its pattern; all of them are one problem.
    pub(super) fn check_ids(&mut self) {
        let (Some(pattern), Some(field)) = (&self.settings.ids, self.settings.kind.field("id")) else { return };
        let Self { batch, complaints, .. } = self;
        for (index, record) in batch.records.iter().enumerate() {
            if record.parent != NONE || record.kind != self.settings.kind {
                continue;
            }
            let Some(cell) = batch.cell(record, field).filter(|cell| cell.state() == State::Given) else { continue };
            let (text, span) = (batch.tree.text(cell.node()).trim(), batch.tree.span(cell.node()));
            if pattern.fits(text) {
                continue;
            }
            let id = shortened(text);
            let problem = || {
                let what = format!("does not fit the pattern of its source, `ids: {}`", shortened(&pattern.text));
                Problem::new("input-id-duplicate", span).fact("id", id.clone()).fact("what", what)
            };
            complaints.add_to_group("ids".to_owned(), offset(index), span, &id, problem);
        }
    }
}
