//! Bytes to text: UTF-8, UTF-16, and Windows-1252 as the last resort.

use std::sync::Arc;

/// A text, and what had to be guessed or replaced: a byte of the text and a sentence.
pub(super) struct Decoded {
    pub(super) text: Arc<str>,
    pub(super) fault: Option<(u32, String)>,
}

/// Decodes a file; the text has no byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Without a mark, the first character of YAML and JSON tells: it is an ASCII one.
        [first, 0, ..] if *first != 0 && bytes.len().is_multiple_of(2) => utf16(&bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 && bytes.len().is_multiple_of(2) => utf16(&bytes, u16::from_be_bytes),
        rest => utf8(rest),
    }
}

fn utf8(bytes: &[u8]) -> Decoded {
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return Decoded { text: Arc::from(text), fault: None },
        Err(error) => error.valid_up_to(),
    };
    let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
    let byte = bytes.get(at).copied().unwrap_or(0);
    let what = format!(
        "byte 0x{byte:02X} at line {line} is not UTF-8; the whole file was read as Windows-1252 instead, so check \
         its accented letters or save it as UTF-8"
    );
    // What stands before is plain UTF-8, but Windows-1252 reads it letter by letter too: place it there.
    let text: String = bytes.iter().copied().map(windows_1252).collect();
    let place: usize = bytes[..at].iter().copied().map(|byte| windows_1252(byte).len_utf8()).sum();
    Decoded { text: text.into(), fault: Some((u32::try_from(place).unwrap_or(0), what)) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let mut text = String::with_capacity(bytes.len());
    let mut fault = None;
    for letter in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        if letter.is_err() {
            let what = "half a character stands here, which UTF-16 does not allow; `\u{FFFD}` was read in its place";
            fault.get_or_insert((text.len(), what));
        }
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if odd {
        fault.get_or_insert((text.len(), "this UTF-16 file ends in the middle of a character"));
    }
    let fault = fault.map(|(at, what)| (u32::try_from(at).unwrap_or(0), what.to_owned()));
    Decoded { text: text.into(), fault }
}

/// Windows-1252 as browsers read it: the five bytes without a letter are control characters.
fn windows_1252(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_0X80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16 = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| {
            let letters = "a: ä€🎵\n".encode_utf16().flat_map(unit);
            mark.into_iter().chain(letters).collect::<Vec<u8>>()
        };
        for bytes in [
            "a: ä€🎵\n".as_bytes().to_vec(),
            "\u{FEFF}a: ä€🎵\n".as_bytes().to_vec(),
            utf16(u16::to_le_bytes, [0xFF, 0xFE]),
            utf16(u16::to_be_bytes, [0xFE, 0xFF]),
            utf16(u16::to_le_bytes, [0xFF, 0xFE])[2..].to_vec(),
            utf16(u16::to_be_bytes, [0xFE, 0xFF])[2..].to_vec(),
        ] {
            let decoded = decode(bytes);
            assert_eq!(&*decoded.text, "a: ä€🎵\n");
            assert_eq!(decoded.fault, None);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_placed() {
        for (bytes, text, at, word) in [
            (b"a: 1\nb: gr\xFC\xDFe \x80\n".as_slice(), "a: 1\nb: grüße €\n", 10, "byte 0xFC at line 2"),
            ("é\n".bytes().chain([0xE9]).collect::<Vec<u8>>().as_slice(), "Ã©\né", 5, "byte 0xE9 at line 2"),
            (b"\xFF\xFEa\0\x00\xD8b\0", "a\u{FFFD}b", 1, "half a character"),
            (b"\xFF\xFEa\0b", "a", 1, "in the middle"),
        ] {
            let decoded = decode(bytes.to_vec());
            assert_eq!(&*decoded.text, text);
            let (place, what) = decoded.fault.unwrap();
            assert_eq!(place, at);
            assert!(what.contains(word), "{what}");
        }
    }
}
