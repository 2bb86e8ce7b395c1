//! Reads [`SourceSettings`] from a node; an error names the place, what was expected, and the nearest known word.

use crate::data::{DataError, NodeId, NodeKind, Spanned, Tree, nearest};
use crate::model::{EnumSet, FieldId, Kind, Type, Words, normalised};
use crate::text::Span;

use super::plural::source_kinds;
use super::settings::{
    ColumnRule, DateNumber, DateOrder, Dates, DefaultValue, FieldPath, IdPattern, SourceSettings, WordRule,
};

/// Words that an error lists when none of them is near; nobody reads on after so many.
const MOST_KNOWN: usize = 24;

const KEYS: &[&str] = &["kind", "path", "sheet", "defaults", "columns", "words", "dates", "ids", "namespace"];

impl SourceSettings {
    /// Reads one item of `sources:`.
    ///
    /// # Errors
    ///
    /// If a key, kind, field or word is not known, or something has the wrong shape.
    pub fn read(tree: &Tree, node: NodeId) -> Result<Self, DataError> {
        let at = |node| tree.key_span(node).unwrap_or_else(|| tree.span(node));
        if tree.kind(node) != NodeKind::Mapping {
            let sample = "expected a source such as `{kind: entry, path: register.yaml}`";
            return Err(error(tree.span(node), sample.to_owned()));
        }
        for child in tree.children(node) {
            let key = tree.key_text(child).unwrap_or("");
            if tree.is_duplicate(child) {
                return Err(error(at(child), format!("the key `{key}` stands more than once here")));
            }
            if !KEYS.contains(&key) {
                return Err(error(at(child), unknown("there is no setting", key, KEYS.iter().copied())));
            }
        }
        let missing = |key: &str| error(first_line(tree, node), format!("the source needs a `{key}`"));
        let kind = kind(tree, tree.get(node, "kind").ok_or_else(|| missing("kind"))?)?;
        let path = text(tree, tree.get(node, "path").ok_or_else(|| missing("path"))?)?;
        Self::read_parts(tree, node, kind, path)
    }

    /// Reads what a file of `rules/exports` says, which has no path.
    pub(super) fn read_export(tree: &Tree, node: NodeId) -> Result<Self, DataError> {
        let named = tree.get(node, "kind").ok_or_else(|| error(tree.span(node), "a kind is missing".to_owned()))?;
        let path = Spanned { value: String::new(), span: tree.span(node) };
        Self::read_parts(tree, node, kind(tree, named)?, path)
    }

    fn read_parts(tree: &Tree, node: NodeId, kind: Kind, path: Spanned<String>) -> Result<Self, DataError> {
        let part = |key| tree.get(node, key).filter(|node| !tree.is_null(*node));
        Ok(Self {
            kind,
            path,
            sheet: part("sheet").map(|node| text(tree, node)).transpose()?,
            defaults: part("defaults").map_or(Ok(Vec::new()), |node| defaults(tree, node, kind))?,
            columns: part("columns").map_or(Ok(Vec::new()), |node| columns(tree, node, kind))?,
            words: part("words").map_or(Ok(Vec::new()), |node| words(tree, node, kind))?,
            dates: part("dates").map_or(Ok(Dates::default()), |node| dates(tree, node))?,
            ids: part("ids").map(|node| ids(tree, node)).transpose()?,
            namespace: part("namespace").map(|node| namespace(tree, node)).transpose()?,
            guessed: false,
            span: tree.span(node),
        })
    }
}

fn kind(tree: &Tree, node: NodeId) -> Result<Kind, DataError> {
    let name = text(tree, node)?;
    source_kinds().find(|kind| kind.name() == name.value).ok_or_else(|| {
        error(name.span, unknown("there is no kind of record", &name.value, source_kinds().map(Kind::name)))
    })
}

/// One form of dates, or an order of their parts beside what a number counts.
fn dates(tree: &Tree, node: NodeId) -> Result<Dates, DataError> {
    let mut dates = Dates::default();
    for name in scalars(tree, node, "a form of dates, or two")? {
        let order = DateOrder::ALL.iter().find(|(known, _)| *known == name.value);
        let number = DateNumber::ALL.iter().find(|(known, _)| *known == name.value);
        let again = match (order, number) {
            (Some((_, order)), _) => dates.order.replace(*order).is_some(),
            (None, Some((_, number))) => dates.numbers.replace(*number).is_some(),
            (None, None) => {
                return Err(error(name.span, unknown("there is no form of dates", &name.value, Dates::names())));
            }
        };
        if again {
            let message = format!(
                "`{}` is one form too many; a source writes its dates in one order, and counts in one way",
                name.value
            );
            return Err(error(name.span, message));
        }
    }
    Ok(dates)
}

fn ids(tree: &Tree, node: NodeId) -> Result<IdPattern, DataError> {
    let pattern = text(tree, node)?;
    IdPattern::new(&pattern.value)
        .map_err(|why| error(pattern.span, format!("`{}` is no pattern: {why}", pattern.value)))
}

fn namespace(tree: &Tree, node: NodeId) -> Result<String, DataError> {
    let name = text(tree, node)?;
    // From outside its records are called `name:ID`, and what belongs to them `name:ID/A1`.
    let parts = |letter: char| letter.is_whitespace() || matches!(letter, ':' | '/');
    if !name.value.contains(parts) {
        return Ok(name.value);
    }
    let message = format!("`{}` is no name of a namespace; take one without spaces, `:` and `/`", name.value);
    Err(error(name.span, message))
}

fn columns(tree: &Tree, node: NodeId, kind: Kind) -> Result<Vec<ColumnRule>, DataError> {
    let mut rules = Vec::new();
    for pair in pairs(tree, node, "columns", "field: name of the column")? {
        let field = field_path(tree, pair, kind)?;
        let keys = scalars(tree, pair, "the name of a column, or a list of names")?;
        rules.push(ColumnRule { field, keys, group: 0, recognised: false });
    }
    Ok(rules)
}

fn defaults(tree: &Tree, node: NodeId, kind: Kind) -> Result<Vec<DefaultValue>, DataError> {
    let mut defaults = Vec::new();
    for pair in pairs(tree, node, "defaults", "field: value")? {
        let field = field_path(tree, pair, kind)?;
        let values = scalars(tree, pair, "a value")?;
        let info = last_field(kind, &field);
        match info.ty {
            Type::Record(_) | Type::Keyed(_) => {
                let message = format!(
                    "`{}` is a group of fields; give a value to one of them, such as `{}.{}`",
                    field.text,
                    field.text,
                    nested(info.ty).map_or("", |kind| kind.shape().fields[0].name)
                );
                return Err(error(field.span, message));
            }
            Type::Enum(vocabulary) => {
                for value in &values {
                    canonical_word(value, vocabulary)?;
                }
            }
            _ => {}
        }
        if values.len() > 1 && !info.list {
            return Err(error(tree.span(pair), format!("`{}` takes one value", field.text)));
        }
        let values = values.into_iter().map(|value| value.value).collect();
        defaults.push(DefaultValue { field, values, group: None });
    }
    Ok(defaults)
}

fn words(tree: &Tree, node: NodeId, kind: Kind) -> Result<Vec<WordRule>, DataError> {
    let mut rules = Vec::new();
    for pair in pairs(tree, node, "words", "field: {word of the source: canonical word}")? {
        let field = field_path(tree, pair, kind)?;
        let Type::Enum(vocabulary) = last_field(kind, &field).ty else {
            return Err(error(
                field.span,
                format!("`{}` has no closed list of words that others could be mapped to", field.text),
            ));
        };
        for word in pairs(tree, pair, &field.text, "word of the source: canonical word")? {
            let mut set = EnumSet(0);
            for target in scalars(tree, word, "a canonical word, or a list of them")? {
                set.0 |= canonical_word(&target, vocabulary)?.0;
            }
            let word = normalised(tree.key_text(word).unwrap_or("")).into_owned();
            rules.push(WordRule { field: field.clone(), word, set });
        }
    }
    Ok(rules)
}

fn canonical_word(word: &Spanned<String>, vocabulary: &'static Words) -> Result<EnumSet, DataError> {
    vocabulary.set(&word.value).ok_or_else(|| {
        let what = format!("`{}` has no word", vocabulary.name);
        error(word.span, unknown(&what, &word.value, vocabulary.words.iter().copied()))
    })
}

/// The field that the key of a pair names, below a kind.
fn field_path(tree: &Tree, pair: NodeId, kind: Kind) -> Result<FieldPath, DataError> {
    let text = tree.key_text(pair).unwrap_or("");
    // A register of one row for each entry has one due date: that of the one action which the row describes.
    let text = if kind == Kind::Entry && text == "due_on" { "actions.due_on" } else { text };
    let span = tree.key_span(pair).unwrap_or_else(|| tree.span(pair));
    let (mut steps, mut below) = (Vec::new(), Some(kind));
    for part in text.split('.') {
        let Some(kind) = below else {
            return Err(error(span, format!("`{text}` goes on below a field that has no fields of its own")));
        };
        // Records in a list of their own name what they belong to; those that stand in it need not.
        let is_fine = |field: &FieldId| steps.is_empty() || !matches!(kind.field_info(*field).ty, Type::Parent(_));
        let field = kind.field_or_alias(part).filter(is_fine);
        let Some(field) = field else {
            let known = kind.shape().fields.iter();
            let known = known.filter(|field| steps.is_empty() || !matches!(field.ty, Type::Parent(_)));
            let what = format!("a record of kind `{}` has no field", kind.name());
            let all = format!("`tenone explain {}` lists all", kind.name());
            let message = unknown(&what, part, known.map(|field| field.name));
            let message = if message.ends_with(" more") { format!("{message}: {all}") } else { message };
            return Err(error(span, message));
        };
        below = nested(kind.field_info(field).ty);
        steps.push(field);
    }
    Ok(FieldPath { steps, text: text.to_owned(), span })
}

impl FieldPath {
    /// The field that a text names below a kind; `None` if there is no such field.
    pub(super) fn parse(kind: Kind, text: &str, span: Span) -> Option<Self> {
        let (mut steps, mut below) = (Vec::new(), Some(kind));
        for part in text.split('.') {
            let field = below?.field_or_alias(part)?;
            below = nested(below?.field_info(field).ty);
            steps.push(field);
        }
        Some(Self { steps, text: text.to_owned(), span })
    }
}

/// The description of the field at the end of a path.
fn last_field(kind: Kind, path: &FieldPath) -> &'static crate::model::Field {
    let (mut kind, mut info) = (kind, kind.field_info(FieldId(0)));
    for step in &path.steps {
        info = kind.field_info(*step);
        kind = nested(info.ty).unwrap_or(kind);
    }
    info
}

pub(super) fn nested(ty: Type) -> Option<Kind> {
    match ty {
        Type::Record(kind) | Type::Keyed(kind) => Some(kind),
        _ => None,
    }
}

fn pairs(tree: &Tree, node: NodeId, name: &str, sample: &str) -> Result<Vec<NodeId>, DataError> {
    if tree.kind(node) != NodeKind::Mapping {
        let span = tree.key_span(node).unwrap_or_else(|| tree.span(node));
        return Err(error(span, format!("`{name}` is a mapping of `{sample}`")));
    }
    let children: Vec<NodeId> = tree.children(node).collect();
    match children.iter().find(|child| tree.is_duplicate(**child)) {
        Some(child) => {
            let key = tree.key_text(*child).unwrap_or("");
            let span = tree.key_span(*child).unwrap_or_else(|| tree.span(*child));
            Err(error(span, format!("the key `{key}` stands more than once here")))
        }
        None => Ok(children),
    }
}

fn text(tree: &Tree, node: NodeId) -> Result<Spanned<String>, DataError> {
    let value = tree.text(node).trim();
    if value.is_empty() || tree.is_null(node) || !matches!(tree.kind(node), NodeKind::Scalar(_)) {
        let key = tree.key_text(node).map_or_else(String::new, |key| format!("`{key}` needs a value: "));
        return Err(error(tree.key_span(node).unwrap_or_else(|| tree.span(node)), format!("{key}expected text")));
    }
    Ok(Spanned { value: value.to_owned(), span: tree.span(node) })
}

fn scalars(tree: &Tree, node: NodeId, expected: &str) -> Result<Vec<Spanned<String>>, DataError> {
    let items: Vec<NodeId> = match tree.kind(node) {
        NodeKind::Sequence => tree.children(node).collect(),
        NodeKind::Scalar(_) => vec![node],
        NodeKind::Mapping => Vec::new(),
    };
    let texts: Result<Vec<_>, _> = items.iter().map(|item| text(tree, *item)).collect();
    match texts {
        Ok(texts) if !texts.is_empty() => Ok(texts),
        _ => {
            let key = tree.key_text(node).unwrap_or("");
            let span = tree.key_span(node).unwrap_or_else(|| tree.span(node));
            Err(error(span, format!("`{key}` needs {expected}")))
        }
    }
}

/// `what` `word`, with the nearest known word or else all of them.
fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    if let Some(near) = nearest(word, known.iter().copied()) {
        return format!("{what} `{word}`; did you mean `{near}`?");
    }
    let words: Vec<String> = known.iter().take(MOST_KNOWN).map(|word| format!("`{word}`")).collect();
    let more = known.len().saturating_sub(MOST_KNOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{what} `{word}`; known are {}{more}", words.join(", "))
}

fn first_line(tree: &Tree, node: NodeId) -> Span {
    let span = tree.span(node);
    let text = tree.source_text().get(span.start as usize..span.end as usize).unwrap_or("");
    let length = text.lines().next().unwrap_or("").trim_end().len();
    Span::new(span.source, span.start, span.start + u32::try_from(length).unwrap_or(0))
}

fn error(span: Span, message: String) -> DataError {
    DataError { span, message }
}
