//! Typed access: [`from_tree`] reads any serde type from a node, and an error knows its place.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, SeqAccess, Unexpected, Visitor};

use super::access::{Choice, Items, Pairs, SpannedParts};
use super::fault::Fault;
use super::{NodeId, NodeKind, Style, Tree};
use crate::text::{SourceId, Span};

/// Why a node is not what was expected, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DataError {
    /// The innermost node or key that is wrong.
    pub span: Span,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

/// Reads a value of type `T` from a node.
///
/// # Errors
///
/// If the node does not have the shape of `T`: an unknown or missing key, a wrong type, an unknown word.
pub fn from_tree<T: DeserializeOwned>(tree: &Tree, node: NodeId) -> Result<T, DataError> {
    let reader = Reader { tree, node };
    T::deserialize(reader)
        .map_err(|fault| DataError { span: fault.span.unwrap_or_else(|| reader.place()), message: fault.message })
}

/// A value together with the place at which it stands; only [`from_tree`] can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The struct name by which [`Reader`] recognises a [`Spanned`].
const SPANNED: &str = "$tenone::data::Spanned";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value with a place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let missing = || A::Error::custom("a place is only known when a document is read directly");
                let source = parts.next_element()?.ok_or_else(missing)?;
                let start = parts.next_element()?.ok_or_else(missing)?;
                let end = parts.next_element()?.ok_or_else(missing)?;
                let value = parts.next_element()?.ok_or_else(missing)?;
                Ok(Spanned { value, span: Span::new(SourceId(source), start, end) })
            }
        }
        deserializer.deserialize_struct(SPANNED, &[], Parts(std::marker::PhantomData))
    }
}

#[derive(Clone, Copy)]
pub(super) struct Reader<'de> {
    pub(super) tree: &'de Tree,
    pub(super) node: NodeId,
}

impl<'de> Reader<'de> {
    /// Where an error about the node points: the first line of a collection, the key of an empty value.
    pub(super) fn place(&self) -> Span {
        let span = self.tree.span(self.node);
        if span.start == span.end {
            return self.tree.key_span(self.node).unwrap_or(span);
        }
        if matches!(self.tree.kind(self.node), NodeKind::Scalar(_)) {
            return span;
        }
        let text = self.tree.source_text().get(span.start as usize..span.end as usize).unwrap_or("");
        let line = text.lines().next().unwrap_or("").trim_end();
        Span::new(span.source, span.start, span.start + u32::try_from(line.len()).unwrap_or(0))
    }

    fn scalar(&self) -> Option<(&'de str, Style)> {
        match self.tree.kind(self.node) {
            NodeKind::Scalar(style) => Some((self.tree.text(self.node), style)),
            NodeKind::Sequence | NodeKind::Mapping => None,
        }
    }

    fn plain(&self) -> Option<&'de str> {
        self.scalar().filter(|(_, style)| *style == Style::Plain).map(|(text, _)| text)
    }

    fn unexpected(&self) -> Unexpected<'de> {
        match self.tree.kind(self.node) {
            NodeKind::Sequence => Unexpected::Seq,
            NodeKind::Mapping => Unexpected::Map,
            NodeKind::Scalar(_) if self.tree.is_null(self.node) => Unexpected::Unit,
            NodeKind::Scalar(Style::Plain) => Unexpected::Other(self.tree.text(self.node)),
            NodeKind::Scalar(_) => Unexpected::Str(self.tree.text(self.node)),
        }
    }

    fn wrong<V: Visitor<'de>>(&self, visitor: &V) -> Fault {
        Fault::invalid_type(self.unexpected(), visitor).at(self.place())
    }

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (tree, place) = (self.tree, self.place());
        let result = match tree.kind(self.node) {
            NodeKind::Sequence => visitor.visit_seq(Items { tree, children: tree.children(self.node) }),
            NodeKind::Mapping => visitor.visit_map(Pairs { tree, children: tree.children(self.node), value: None }),
            NodeKind::Scalar(Style::Plain) => visit_plain(tree.text(self.node), visitor),
            NodeKind::Scalar(_) => visitor.visit_borrowed_str(tree.text(self.node)),
        };
        result.map_err(|fault| fault.at(place))
    }
}

/// YAML 1.2 core schema: what a bare word means where nothing else is known.
fn visit_plain<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value, Fault> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => visitor.visit_unit(),
        "true" | "True" | "TRUE" => visitor.visit_bool(true),
        "false" | "False" | "FALSE" => visitor.visit_bool(false),
        _ => match (integer(text).map(i64::try_from), integer(text).map(u64::try_from), float(text)) {
            (Some(Ok(number)), ..) => visitor.visit_i64(number),
            (_, Some(Ok(number)), _) => visitor.visit_u64(number),
            (.., Some(number)) => visitor.visit_f64(number),
            _ => visitor.visit_borrowed_str(text),
        },
    }
}

fn integer(text: &str) -> Option<i128> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i128::from_str_radix(digits, 16).ok().filter(|_| digits.starts_with(|c: char| c.is_ascii_hexdigit()));
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i128::from_str_radix(digits, 8).ok().filter(|_| digits.starts_with(|c: char| c.is_ascii_digit()));
    }
    text.parse().ok()
}

fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => Some(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        // Rust also reads `inf` and `nan`, YAML does not.
        _ if unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') => text.parse().ok(),
        _ => None,
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty, $read:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.plain().and_then($read).and_then(|number| <$type>::try_from(number).ok()) {
                Some(number) => visitor.$visit::<Fault>(number).map_err(|fault| fault.at(self.place())),
                None => Err(self.wrong(&visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.plain() {
            Some("true" | "True" | "TRUE") => visitor.visit_bool(true),
            Some("false" | "False" | "FALSE") => visitor.visit_bool(false),
            _ => Err(self.wrong(&visitor)),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 i8, integer;
        deserialize_i16 visit_i16 i16, integer;
        deserialize_i32 visit_i32 i32, integer;
        deserialize_i64 visit_i64 i64, integer;
        deserialize_u8 visit_u8 u8, integer;
        deserialize_u16 visit_u16 u16, integer;
        deserialize_u32 visit_u32 u32, integer;
        deserialize_u64 visit_u64 u64, integer;
        deserialize_f64 visit_f64 f64, float;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.scalar() {
            Some((text, _)) if !self.tree.is_null(self.node) => {
                visitor.visit_borrowed_str(text).map_err(|fault: Fault| fault.at(self.place()))
            }
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.tree.is_null(self.node) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.tree.is_null(self.node) { visitor.visit_unit() } else { Err(self.wrong(&visitor)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self).map_err(|fault: Fault| fault.at(self.place()))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.tree.kind(self.node) == NodeKind::Sequence { self.visit(visitor) } else { Err(self.wrong(&visitor)) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.tree.kind(self.node) == NodeKind::Mapping { self.visit(visitor) } else { Err(self.wrong(&visitor)) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if name == SPANNED {
            return visitor.visit_seq(SpannedParts { reader: self, part: 0 });
        }
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut children = self.tree.children(self.node);
        let choice = match (self.scalar(), children.next(), children.next()) {
            (Some((text, _)), ..) if !self.tree.is_null(self.node) => {
                Choice { word: text, place: self.place(), value: None }
            }
            (None, Some(pair), None) if self.tree.kind(self.node) == NodeKind::Mapping => Choice {
                word: self.tree.key_text(pair).unwrap_or(""),
                place: self.tree.key_span(pair).unwrap_or_else(|| self.place()),
                value: Some(Reader { tree: self.tree, node: pair }),
            },
            _ => return Err(self.wrong(&visitor)),
        };
        visitor.visit_enum(choice).map_err(|fault: Fault| fault.at(self.place()))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}
