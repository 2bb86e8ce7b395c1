//! The forms in which headers are compared.

use std::borrow::Cow;

/// The forms to look a header up by, the fullest first: the whole, then without what stands in brackets, then without the
/// number in front of it.
///
/// A form is letters and digits only, in lower case and without accents, so that `dueDate`, `due_date` and 'Due Date' are one.
#[must_use]
pub fn header_forms(header: &str) -> Vec<String> {
    let header = without_markup(header);
    let bare = without_brackets(&header);
    let unnumbered = bare.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit());
    let unnumbered = if unnumbered.starts_with(['.', ')']) { unnumbered } else { "" };
    let mut forms = Vec::new();
    for text in [&*header, &*bare, unnumbered] {
        let form = header_form(text);
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// The forms of what stands left and right of a stroke or a line end: 'Maßnahme / Action'.
pub(super) fn halves(header: &str) -> Vec<String> {
    let bare = without_brackets(&without_markup(header)).into_owned();
    let between = ['/', '|', '\n', '–', '—'];
    if !bare.contains(between) {
        return Vec::new();
    }
    bare.split(between).map(header_form).filter(|half| !half.is_empty()).collect()
}

/// The form of a header; a sign that stands alone, such as `#`, stays.
#[must_use]
pub(super) fn header_form(text: &str) -> String {
    if text.trim() == "#" { "#".to_owned() } else { folded(text) }
}

/// The letters and digits of a text in lower case, without accents.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'a'..='z' | '0'..='9' => form.push(letter),
            'A'..='Z' => form.push(letter.to_ascii_lowercase()),
            _ if letter.is_ascii() => {}
            _ => fold(letter, &mut form),
        }
    }
    form
}

/// A letter beyond ASCII without its accent; the marks of decomposed text and everything that is no letter fall away.
fn fold(letter: char, form: &mut String) {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'ª' => form.push('a'),
        'ç' | 'Ç' => form.push('c'),
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => form.push('e'),
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => form.push('i'),
        'ñ' | 'Ñ' => form.push('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'º' | '°' => {
            form.push('o')
        }
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => form.push('u'),
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => form.push('y'),
        'ß' | 'ẞ' => form.push_str("ss"),
        'œ' | 'Œ' => form.push_str("oe"),
        'æ' | 'Æ' => form.push_str("ae"),
        '№' => form.push_str("no"),
        'ﬁ' => form.push_str("fi"),
        'ﬂ' => form.push_str("fl"),
        // Letters and digits of full width, as East Asian keyboards write them.
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            let plain = u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32);
            form.extend(plain.map(|plain| plain.to_ascii_lowercase()));
        }
        _ if letter.is_alphanumeric() => form.extend(letter.to_lowercase()),
        _ => {}
    }
}

/// A text without tags and the targets of links and pictures; of a picture its words stay.
#[must_use]
pub fn without_markup(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', ']', '&']) {
        return Cow::Borrowed(text);
    }
    let header = text.replace("&nbsp;", " ").replace("&amp;", "&");
    let mut text = String::with_capacity(header.len());
    let mut rest = header.as_str();
    while let Some(at) = rest.find(['<', ']']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let end = if from.starts_with('<') {
            text.push('\n');
            from.find('>')
        } else if from.starts_with("](") {
            from.find(')')
        } else {
            text.push(']');
            Some(0)
        };
        // What is opened and never closed is text.
        rest = end.and_then(|end| from.get(end + 1..)).unwrap_or_else(|| from.get(1..).unwrap_or(""));
    }
    text.push_str(rest);
    Cow::Owned(text.replace("![", "").replace('[', ""))
}

/// A header without what stands in brackets: 'Likelihood (1-5)', 'Asset(s)', 'Date [UTC]'.
fn without_brackets(header: &str) -> Cow<'_, str> {
    if !header.contains(['(', '[']) {
        return Cow::Borrowed(header);
    }
    let (mut text, mut depth) = (String::with_capacity(header.len()), 0_u32);
    for letter in header.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(letter),
            _ => {}
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_few_forms() {
        for (header, expected) in [
            ("Due Date", &["duedate"][..]),
            ("dueDate", &["duedate"]),
            ("due_date", &["duedate"]),
            ("**Fällig am:**", &["falligam"]),
            ("Fa\u{308}llig", &["fallig"]),
            ("Ｉｄ", &["id"]),
            ("N°", &["no"]),
            ("Likelihood (1-5)", &["likelihood15", "likelihood"]),
            ("Asset(s) Affected", &["assetsaffected", "assetaffected"]),
            ("3. Owner", &["3owner", "owner"]),
            ("5 Whys", &["5whys"]),
            ("📅 Next<br>Review", &["nextreview"]),
            ("[Owner](https://example.com/owner)", &["owner"]),
            ("![badge](x.svg) Risk", &["badgerisk"]),
            ("#", &["#"]),
            ("a<b", &["ab"]),
            ("Root ](", &["root"]),
            ("—", &[]),
            ("", &[]),
        ] {
            assert_eq!(header_forms(header), expected, "{header}");
        }
        assert_eq!(halves("Maßnahme / Action (neu)"), ["massnahme", "action"]);
        assert!(halves("Action").is_empty());
    }
}
