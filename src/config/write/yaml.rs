//! Pieces of a YAML file. What stands in a register comes from strangers: nothing of it ends a line or a comment.

/// Columns of a line, as far as words allow.
const WIDTH: usize = 110;

/// Words that YAML reads as something else than text.
const RESERVED: [&str; 9] = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"];

/// A comment, in as many lines as it needs.
pub(super) fn comment(out: &mut String, indent: usize, text: &str) {
    let start = format!("{}#", " ".repeat(indent));
    let mut line = start.clone();
    let harmless =
        |letter: char| if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') { ' ' } else { letter };
    let text: String = text.chars().map(harmless).collect();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() >= WIDTH && line != start {
            out.push_str(&line);
            out.push('\n');
            line.clone_from(&start);
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
}

/// A key with its value, which is YAML already.
pub(super) fn entry(out: &mut String, before: &str, key: &str, value: &str) {
    out.push_str(&format!("{before}{key}: {value}\n"));
}

/// One text, or a list of several.
pub(super) fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.map(scalar).collect();
    if let [only] = texts.as_slice() { only.clone() } else { format!("[{}]", texts.join(", ")) }
}

/// A text as YAML writes it: in quotes unless it is plainly a text.
pub(in crate::config) fn scalar(text: &str) -> String {
    let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '/' | '.' | '(' | ')');
    let plain = text.starts_with(char::is_alphabetic) && text.chars().all(letter) && !text.ends_with(' ');
    if plain && !RESERVED.contains(&text.to_lowercase().as_str()) {
        return text.to_owned();
    }
    // What JSON says of a text, YAML says too.
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::text::SourceId;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "Due date",
            "yes",
            "",
            "#",
            "a: b",
            "x\ny",
            "\"q\" 'q'",
            "- a",
            "Ü/ß (2)",
            "12",
            "a #b",
            "\u{1b}[2J",
            "漢字",
            " a ",
            "[x]",
            "*",
        ] {
            let file = format!("{}: {}\n", scalar(&format!("k{text}")), list([text, text].into_iter()));
            let (tree, problems) = crate::read::yaml::read(SourceId(0), &Arc::from(file.as_str()));
            assert!(problems.is_empty(), "{file} {problems:?}");
            let pair = tree.children(tree.roots()[0]).next().unwrap();
            assert_eq!(tree.key_text(pair), Some(format!("k{text}").as_str()), "{file}");
            assert!(tree.children(pair).all(|node| tree.text(node) == text), "{file}");
        }
    }

    #[test]
    fn a_comment_stays_a_comment() {
        let mut out = String::new();
        comment(&mut out, 2, &format!("a\nb: c\u{2028}d {}", "long ".repeat(60)));
        assert!(out.lines().count() > 2 && out.lines().all(|line| line.starts_with("  # ")), "{out}");
    }
}
