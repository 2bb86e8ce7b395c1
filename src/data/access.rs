//! How serde walks a collection of the tree: items, pairs, the parts of a `Spanned`, the choice of an enum.

use serde::de::value::{BorrowedStrDeserializer, U32Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::de::Reader;
use super::fault::Fault;
use super::{NodeId, Tree};
use crate::text::Span;

pub(super) struct Items<'de, I> {
    pub(super) tree: &'de Tree,
    pub(super) children: I,
}

impl<'de, I: Iterator<Item = NodeId>> SeqAccess<'de> for Items<'de, I> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(node) = self.children.next() else { return Ok(None) };
        let reader = Reader { tree: self.tree, node };
        seed.deserialize(reader).map(Some).map_err(|fault| fault.at(reader.place()))
    }
}

pub(super) struct Pairs<'de, I> {
    pub(super) tree: &'de Tree,
    pub(super) children: I,
    pub(super) value: Option<NodeId>,
}

impl<'de, I: Iterator<Item = NodeId>> MapAccess<'de> for Pairs<'de, I> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(node) = self.children.next() else { return Ok(None) };
        self.value = Some(node);
        let text = self.tree.key_text(node).unwrap_or("");
        let place = self.tree.key_span(node).unwrap_or_else(|| self.tree.span(node));
        if self.tree.is_duplicate(node) {
            return Err(Fault::custom(format_args!("the key `{text}` stands more than once here")).at(place));
        }
        seed.deserialize(BorrowedStrDeserializer::new(text)).map(Some).map_err(|fault: Fault| fault.at(place))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let node = self.value.take().ok_or_else(|| Fault::custom("a value was asked for before its key"))?;
        let reader = Reader { tree: self.tree, node };
        seed.deserialize(reader).map_err(|fault| fault.at(reader.place()))
    }
}

pub(super) struct SpannedParts<'de> {
    pub(super) reader: Reader<'de>,
    pub(super) part: u8,
}

impl<'de> SeqAccess<'de> for SpannedParts<'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let span = self.reader.tree.span(self.reader.node);
        self.part += 1;
        let number = |number: u32| -> U32Deserializer<Fault> { number.into_deserializer() };
        match self.part {
            1 => seed.deserialize(number(span.source.0)).map(Some),
            2 => seed.deserialize(number(span.start)).map(Some),
            3 => seed.deserialize(number(span.end)).map(Some),
            4 => seed.deserialize(self.reader).map(Some),
            _ => Ok(None),
        }
    }
}

pub(super) struct Choice<'de> {
    pub(super) word: &'de str,
    pub(super) place: Span,
    pub(super) value: Option<Reader<'de>>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let word = BorrowedStrDeserializer::new(self.word);
        Ok((seed.deserialize(word).map_err(|fault: Fault| fault.at(self.place))?, self))
    }
}

impl<'de> Choice<'de> {
    fn content(&self) -> Result<Reader<'de>, Fault> {
        let bare = || Fault::custom(format_args!("`{}` needs a value", self.word)).at(self.place);
        self.value.ok_or_else(bare)
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.value {
            Some(value) if !value.tree.is_null(value.node) => {
                Err(Fault::custom(format_args!("`{}` takes no value", self.word)).at(value.place()))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        let reader = self.content()?;
        seed.deserialize(reader).map_err(|fault| fault.at(reader.place()))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.content()?.deserialize_map(visitor)
    }
}
