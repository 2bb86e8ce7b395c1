//! JSON to a [`Tree`]. A reader of its own: to the YAML parser `[1 2]` is a list of one text.

use std::borrow::Cow;
use std::sync::Arc;

use crate::data::{Content, Key, Style, Tree, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::keys::Keys;
use crate::read::limits;
use crate::text::{SourceId, Span, offset};

/// Reads a source as JSON; several values one after the other, as in JSON Lines, are several roots.
#[must_use]
pub fn read(source: SourceId, text: &Arc<str>) -> (Tree, Vec<Problem>) {
    let builder = TreeBuilder::new(source, Arc::clone(text));
    let mut reader = Reader { text, at: 0, builder, keys: Keys::default(), open: Vec::new() };
    let stop = reader.values().err();
    let Reader { at, mut builder, keys, .. } = reader;
    if stop.is_some() {
        builder.cut(0, offset(at));
    }
    let mut problems: Vec<Problem> = stop.map(|stop| stop.problem(source)).into_iter().collect();
    problems.extend(keys.problems(&builder));
    (builder.finish(offset(text.len())), problems)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    builder: TreeBuilder,
    keys: Keys,
    /// The collections that are open: whether each is a mapping. Nothing here recurses.
    open: Vec<bool>,
}

/// Why reading ends before the end.
enum Stop {
    Syntax { at: usize, what: String },
    Limit { at: usize, limit: String, value: &'static str },
}

impl Stop {
    fn problem(self, source: SourceId) -> Problem {
        match self {
            Self::Syntax { at, what } => {
                Problem::new("input-syntax-error", Span::new(source, offset(at), offset(at))).fact("what", what)
            }
            Self::Limit { at, limit, value } => {
                let span = Span::new(source, offset(at), offset(at));
                Problem::new("input-limit-exceeded", span).fact("limit", limit).fact("value", value)
            }
        }
    }
}

/// A string as it stands between its quotes, and what it means where that differs.
struct Quoted<'a> {
    start: usize,
    end: usize,
    inside: &'a str,
    decoded: Option<String>,
}

impl Quoted<'_> {
    fn meaning(&self) -> Cow<'_, str> {
        self.decoded.as_deref().map_or(Cow::Borrowed(self.inside), Cow::Borrowed)
    }
}

impl<'a> Reader<'a> {
    fn values(&mut self) -> Result<(), Stop> {
        loop {
            self.blank();
            let Some(byte) = self.peek() else {
                return if self.open.is_empty() { Ok(()) } else { Err(self.unclosed()) };
            };
            let closes = self.open.last().map(|mapping| if *mapping { b'}' } else { b']' });
            if closes == Some(byte) {
                self.close();
                self.behind_value()?;
                continue;
            }
            let key = if self.open.last() == Some(&true) { Some(self.key()?) } else { None };
            self.value(key.as_ref())?;
        }
    }

    /// A value, or the beginning of a list or mapping.
    fn value(&mut self, key: Option<&Quoted<'a>>) -> Result<(), Stop> {
        self.room()?;
        let (start, meaning) = (self.at, key.map(Quoted::meaning));
        let key = key.zip(meaning.as_deref());
        let key = key.map(|(quoted, text)| Key { text, start: offset(quoted.start), end: offset(quoted.end) });
        let node = match self.peek() {
            Some(open @ (b'{' | b'[')) => {
                if self.open.len() >= limits::DEPTH {
                    let limit = format!("the limit of {} lists and mappings within each other", limits::DEPTH);
                    return Err(Stop::Limit { at: start, limit, value: "deeper nesting stands here" });
                }
                self.at += 1;
                let mapping = open == b'{';
                let node = if mapping {
                    self.builder.open_mapping(key, offset(start))
                } else {
                    self.builder.open_sequence(key, offset(start))
                };
                if key.is_some() {
                    self.keys.add(&mut self.builder, node);
                }
                if mapping {
                    self.keys.open(node);
                }
                self.open.push(mapping);
                return Ok(());
            }
            Some(b'"') => {
                let quoted = self.string()?;
                let content = quoted.decoded.as_deref().map_or(Content::Quoted, Content::Text);
                self.builder.scalar_of(key, Style::Quoted, offset(quoted.start)..offset(quoted.end), content)
            }
            _ => {
                let end = self.word()?;
                self.at = end;
                self.builder.scalar_of(key, Style::Plain, offset(start)..offset(end), Content::Source)
            }
        };
        if key.is_some() {
            self.keys.add(&mut self.builder, node);
        }
        self.behind_value()
    }

    /// What stands between a value and the next one, or the end of the list or mapping around it.
    fn behind_value(&mut self) -> Result<(), Stop> {
        let Some(mapping) = self.open.last().copied() else { return Ok(()) };
        self.blank();
        let closes = if mapping { b'}' } else { b']' };
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.blank();
                if self.peek() == Some(closes) {
                    return Err(Stop::Syntax { at: comma, what: "a comma stands behind the last item".to_owned() });
                }
                Ok(())
            }
            Some(byte) if byte == closes => Ok(()),
            Some(_) => Err(self.wrong(if mapping {
                "a comma or `}` is missing in front of this"
            } else {
                "a comma or `]` is missing in front of this"
            })),
            None => Err(self.unclosed()),
        }
    }

    fn key(&mut self) -> Result<Quoted<'a>, Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a key in double quotes was expected here"));
        }
        let key = self.string()?;
        self.blank();
        if self.peek() != Some(b':') {
            return Err(self.wrong("a `:` is missing behind the key"));
        }
        self.at += 1;
        self.blank();
        Ok(key)
    }

    fn close(&mut self) {
        self.at += 1;
        if self.open.pop() == Some(true) {
            self.keys.close();
        }
        self.builder.close(offset(self.at));
    }

    /// A number, `true`, `false` or `null`; gives the byte behind it.
    fn word(&self) -> Result<usize, Stop> {
        let rest = &self.text.as_bytes()[self.at..];
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
        let length = rest.iter().take_while(|byte| word(byte)).count();
        let text = self.text.get(self.at..self.at + length).unwrap_or("");
        if matches!(text, "true" | "false" | "null") || is_number(text) {
            return Ok(self.at + length);
        }
        Err(self.wrong(match text {
            "" => "a value was expected here",
            _ => "this is neither a number nor `true`, `false` or `null`; a text stands in double quotes",
        }))
    }

    fn string(&mut self) -> Result<Quoted<'a>, Stop> {
        let start = self.at;
        let (mut decoded, mut copied) = (None::<String>, start + 1);
        self.at += 1;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
            let Some(next) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                return Err(unclosed_quote(start));
            };
            self.at += next;
            match rest[next] {
                b'"' => break,
                b'\\' => {
                    let out = decoded.get_or_insert_default();
                    out.push_str(&self.text[copied..self.at]);
                    let letter = self.escape()?;
                    decoded.get_or_insert_default().push(letter);
                    copied = self.at;
                }
                _ => return Err(unclosed_quote(start)),
            }
        }
        if let Some(out) = &mut decoded {
            out.push_str(&self.text[copied..self.at]);
        }
        let inside = &self.text[start + 1..self.at];
        self.at += 1;
        Ok(Quoted { start, end: self.at, inside, decoded })
    }

    fn escape(&mut self) -> Result<char, Stop> {
        let letter = match self.text.as_bytes().get(self.at + 1) {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(*plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.wrong("a backslash begins an escape that JSON does not know; write `\\\\`")),
        };
        self.at += 2;
        Ok(letter)
    }

    /// `\uXXXX`, or two of them for one character; half of such a pair is read as U+FFFD.
    fn unicode(&mut self) -> Result<char, Stop> {
        let unit = |at: usize| {
            let digits =
                self.text.get(at + 2..at + 6).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
            let escaped = self.text.get(at..at + 2) == Some("\\u");
            u16::from_str_radix(digits, 16).ok().filter(|_| escaped)
        };
        let first = unit(self.at).ok_or_else(|| self.wrong("four hexadecimal digits are expected behind `\\u`"))?;
        let pair = [first, unit(self.at + 6).unwrap_or(0)];
        let letter = char::decode_utf16(pair).next().and_then(Result::ok);
        self.at += if letter.is_some_and(|letter| letter.len_utf16() == 2) { 12 } else { 6 };
        Ok(letter.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn blank(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn room(&self) -> Result<(), Stop> {
        let tree = self.builder.tree();
        let limit = if tree.len() >= limits::NODES {
            format!("the limit of {} values in one file", limits::NODES)
        } else if tree.symbols().len() >= limits::KEYS {
            format!("the limit of {} different keys in one file", limits::KEYS)
        } else {
            return Ok(());
        };
        Err(Stop::Limit { at: self.at, limit, value: "split the file" })
    }

    fn unclosed(&self) -> Stop {
        let open = if self.open.last() == Some(&true) { '{' } else { '[' };
        Stop::Syntax { at: self.text.len(), what: format!("the file ends, and a `{open}` is not closed") }
    }

    fn wrong(&self, what: &str) -> Stop {
        Stop::Syntax { at: self.at, what: what.to_owned() }
    }
}

fn unclosed_quote(at: usize) -> Stop {
    Stop::Syntax { at, what: "a quotation mark opens here and is not closed on its line".to_owned() }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests;
