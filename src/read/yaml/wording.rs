//! What a syntax error means to somebody who keeps a register.

use granit_parser::{ErrorKind, ScanError};

/// One sentence without a full stop.
pub(super) fn syntax_error(error: &ScanError) -> String {
    let text = match error.kind() {
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart => "a tab stands where only spaces may indent",
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent | ErrorKind::InvalidQuotedScalarIndent => {
            "this line is not indented as the lines above it ask; sometimes a bracket or a quotation mark is not closed"
        }
        ErrorKind::ExpectedBlockMappingKey => {
            "a key (`name:`) was expected here; most often the indentation differs from the lines above"
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            "a list item (`- `) was expected here; most often the indentation differs from the items above"
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "a `:` is missing behind the key on this line",
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            "a key may not stand here; put a text that contains `: ` in quotes"
        }
        ErrorKind::UnclosedQuotedScalar => "a quotation mark opens here and is never closed",
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => {
            "text follows the closing quotation mark; put the whole text in quotes"
        }
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::ExpectedFlowSequenceSeparator => {
            "a `[` is not closed, or a comma is missing between two items"
        }
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => "a `{` is not closed, or a comma is missing between two pairs",
        ErrorKind::UnclosedFlowCollection { open } => return format!("a `{open}` opens here and is never closed"),
        ErrorKind::UnknownAnchor => "this alias (`*name`) names an anchor (`&name`) that does not stand above it",
        ErrorKind::UnexpectedCharacter { character: character @ ('@' | '`' | '%') } => {
            return format!("a text may not begin with `{character}`; put it in quotes");
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "a backslash in double quotes begins an escape that YAML does not know; write `\\\\` or use single quotes"
        }
        ErrorKind::CommentInterceptedScalar => "a comment stands in the middle of a text of several lines",
        ErrorKind::CommentNotSeparated => "a space is missing in front of `#`",
        ErrorKind::BlockSequenceEntryNotAllowed => {
            "a list item may not begin here; put it on a line of its own, or put the text in quotes"
        }
        other => return other.to_string(),
    };
    text.to_owned()
}
