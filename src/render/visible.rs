//! Text from files, made harmless: control characters are shown, and nothing is passed on that a terminal or a CI runner
//! would take for a command.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// A character as it is shown: itself, or a picture of it where printing it would do something.
pub(super) enum Shown {
    /// Printed as it is.
    Plain(char),
    /// Printed as this text.
    Picture(String),
}

/// How a character of a file is shown.
pub(super) fn shown(character: char, unicode: bool) -> Shown {
    let code = u32::from(character);
    match character {
        '\0'..='\u{1f}' | '\u{7f}' if unicode => {
            let picture = if code == 0x7f { '␡' } else { char::from_u32(0x2400 + code).unwrap_or('?') };
            Shown::Picture(picture.to_string())
        }
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Shown::Picture(format!("\\x{code:02x}")),
        // Marks that reorder or hide text: a register must read as it will be read by the auditor.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Shown::Picture(format!("\\u{{{code:x}}}")),
        _ => Shown::Plain(character),
    }
}

/// A text on one line: line ends and tabs become spaces, control characters are shown.
pub(super) fn one_line(text: &str, unicode: bool) -> Cow<'_, str> {
    let calm = |character: char| {
        !matches!(character, '\n' | '\r' | '\t') && matches!(shown(character, unicode), Shown::Plain(_))
    };
    if text.chars().all(calm) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for character in text.trim_end_matches(['\n', '\r']).chars() {
        match character {
            '\r' => {}
            '\n' | '\t' => line.push(' '),
            _ => match shown(character, unicode) {
                Shown::Plain(character) => line.push(character),
                Shown::Picture(picture) => line.push_str(&picture),
            },
        }
    }
    Cow::Owned(line)
}

/// Columns that a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// Output without the commands that the runners of GitHub and Azure would take from it.
///
/// They read `##[…]` and `##vso[…]` anywhere in a line, and `::…` at the start of one, from whatever a step prints.
pub(super) fn without_commands(output: &str) -> Cow<'_, str> {
    let leads = |line: &str| line.trim_start().starts_with("::");
    if !output.contains("##") && !output.lines().any(leads) {
        return Cow::Borrowed(output);
    }
    let mut safe = String::with_capacity(output.len() + 16);
    for line in output.split_inclusive('\n') {
        let line = line.replace("##[", "# #[").replace("##vso[", "# #vso[");
        match leads(&line) {
            true => safe.push_str(&line.replacen("::", ": :", 1)),
            false => safe.push_str(&line),
        }
    }
    Cow::Owned(safe)
}

/// The same for JSON, where the text can be kept as it is: what acts is escaped, which readers undo.
///
/// JSON itself escapes no more than the first 32 characters: the others that act on a terminal would be printed.
pub(super) fn json_without_commands(json: String) -> String {
    // Nearly all lines are plain.
    let plain = |byte: u8| byte == b'\n' || matches!(byte, b' '..=b'~');
    let acts = |letter: char| letter != '\n' && matches!(shown(letter, false), Shown::Picture(_));
    if !json.contains("##") && (json.bytes().all(plain) || !json.contains(acts)) {
        return json;
    }
    let json = json.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[");
    let mut safe = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if !acts(letter) {
            safe.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            safe.push_str(&format!("\\u{unit:04x}"));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_is_printed() {
        for (text, unicode, ascii) in [
            ("plain ä 漢", "plain ä 漢", "plain ä 漢"),
            ("\u{1b}[31mred", "␛[31mred", "\\x1b[31mred"),
            ("\u{9b}2J", "\\x9b2J", "\\x9b2J"),
            ("a\tb\r\nc\n", "a b c", "a b c"),
            ("\u{202e}nosrep", "\\u{202e}nosrep", "\\u{202e}nosrep"),
            ("\0\u{7f}", "␀␡", "\\x00\\x7f"),
        ] {
            assert_eq!(one_line(text, true), unicode);
            assert_eq!(one_line(text, false), ascii);
        }
    }

    #[test]
    fn nothing_that_a_runner_takes_for_a_command_is_printed() {
        for (text, expected) in [
            ("plain # ## :: text\n", "plain # ## :: text\n"),
            ("title: ##[add-mask]Example\n", "title: # #[add-mask]Example\n"),
            ("##vso[task.complete]", "# #vso[task.complete]"),
            ("  ::error::x\nnext\n", "  : :error::x\nnext\n"),
            ("###[group]", "## #[group]"),
        ] {
            assert_eq!(without_commands(text), expected);
        }
        let json = json_without_commands(r###"{"a": "##[x] ##vso[y] ###["}"###.to_owned());
        assert!(!json.contains("##[") && !json.contains("##vso["), "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["a"], "##[x] ##vso[y] ###[");
        let text = "\u{7f} \u{9b} \u{202e} \u{e0001} ä";
        let json = json_without_commands(format!("{{\n\"a\": \"{text}\"}}"));
        assert_eq!(json, "{\n\"a\": \"\\u007f \\u009b \\u202e \\udb40\\udc01 ä\"}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["a"], text);
    }
}
