//! A register in Markdown that no viewer shows as a table: nobody wrote the line of dashes.

use crate::workspace::{tenone, workspace};

#[test]
fn a_table_without_a_line_of_dashes_is_a_register() {
    let register = "# Nonconformity register\n\n\
                    | NCR No | Finding | Owner | Status | Closed on |\n\
                    | NCR-1 | Door stands open | Ana | Closed | 2026-03-02 |\n\
                    | NCR-2 | Key is lost | Ben | Open | |\n";
    let ragged = register.replace("| Closed on |\n", "| Closed on |\n|---|---|\n")
        + "NCR-3 | Cellar is wet | Ben | Open | - |\n";
    let prose = "# Notes\n\nThe list says | this | and that |\nand NCR-1 | is | open |\n";
    for (text, entries) in [(register, "2 entries"), (&ragged, "3 entries"), (prose, "No record")] {
        let folder = workspace(&[("ncr-register.md", text.as_bytes())]);
        let run = tenone(folder.path(), &["sources"]);
        assert!(run.code == 0 && run.out.contains(entries), "{text}\n{}{}", run.out, run.err);
    }
}
