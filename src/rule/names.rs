//! The names that a condition mentions: who uses which `let`, found without compiling anything.

/// The names in a condition or a message, as far as their dots go: `parameters.grace`, `entry.actions.map`.
///
/// What stands in quotes is no name. A name that a macro binds anew counts too, which only errs towards 'used'.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if matches!(first, '\'' | '"') {
                rest = behind_quote(&rest[1..], first);
            } else if is_part(first) {
                let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                let name = &rest[..end];
                rest = &rest[end..];
                if !first.is_numeric() && first != '.' {
                    return Some(name);
                }
            } else {
                rest = &rest[first.len_utf8()..];
            }
        }
    })
}

/// Whether a condition mentions a name, or something below it.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    // Most names are not even part of the text.
    text.contains(name)
        && names_in(text)
            .any(|found| found.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Whether one of the expressions in a message mentions a name.
pub(super) fn message_mentions(text: &str, name: &str) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(literal) = rest.strip_prefix('{') {
            rest = literal;
            continue;
        }
        let end = rest.find('}').unwrap_or(rest.len());
        if mentions(&rest[..end], name) {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

/// What follows the closing quote.
fn behind_quote(text: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        if letter == quote && !escaped {
            return &text[at + 1..];
        }
        escaped = letter == '\\' && !escaped;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_outside_quotes() {
        let names: Vec<&str> = names_in("last != null && x.map(a, a.on >= plus(last, 30)) != 'first \\' b'").collect();
        assert_eq!(names, ["last", "null", "x.map", "a", "a.on", "plus", "last"]);
        let cases = [
            ("days(entry.closed_on, last)", "last", true),
            ("entry.last == null", "last", false),
            ("x == 'last'", "last", false),
            ("a < parameters.grace", "parameters.grace", true),
            ("a < parameters.graceful", "parameters.grace", false),
            ("last.max()", "last", true),
        ];
        for (text, name, expected) in cases {
            assert_eq!(mentions(text, name), expected, "{text}");
        }
        assert!(message_mentions("the last was {last}.", "last"));
        assert!(!message_mentions("the last was {{last}} {first}.", "last"));
    }
}
