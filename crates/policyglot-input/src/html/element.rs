//! The elements that matter to a reader of text, and the attributes that do.

use policyglot_parser::HintKind;

use super::name::Name;

/// An element that begins and ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Article,
    Aside,
    Button,
    Caption,
    Cell,
    Definition,
    DefinitionList,
    Division,
    Footer,
    Header,
    Heading,
    Item,
    List,
    Main,
    Nav,
    Paragraph,
    Pre,
    Root,
    Row,
    Section,
    Summary,
    Table,
    TableHead,
    TableBody,
    Term,
    Title,
}

impl Block {
    /// How many kinds of block there are.
    pub(crate) const COUNT: usize = Self::Title as usize + 1;
}

/// An element within a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    Bold,
    Link,
    Span,
    Italic,
}

/// An element whose content no reader of the page's text sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// The tokenizer itself finds its end.
    Raw,
    Svg,
    Math,
    Select,
    Template,
    Audio,
    Video,
    Canvas,
}

/// What a tag name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Block(Block),
    Inline(Inline),
    Dropped(Dropped),
    /// `br`.
    Break,
    /// `hr`: ends a line.
    Rule,
    /// Inline, and of no effect.
    Other,
}

impl Tag {
    /// The tag of this name, in lower case.
    pub(crate) fn of(name: &[u8]) -> Self {
        let block = |block| Self::Block(block);
        match name {
            b"p" => block(Block::Paragraph),
            b"div" | b"center" | b"address" | b"blockquote" | b"dialog" | b"fieldset" | b"figure"
            | b"figcaption" | b"form" | b"hgroup" | b"search" | b"details" | b"legend" | b"label" => {
                block(Block::Division)
            }
            b"section" => block(Block::Section),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => block(Block::Heading),
            b"li" => block(Block::Item),
            b"ul" | b"ol" | b"menu" | b"dir" => block(Block::List),
            b"dl" => block(Block::DefinitionList),
            b"dt" => block(Block::Term),
            b"dd" => block(Block::Definition),
            b"table" => block(Block::Table),
            b"thead" => block(Block::TableHead),
            b"tbody" | b"tfoot" => block(Block::TableBody),
            b"tr" => block(Block::Row),
            b"td" | b"th" => block(Block::Cell),
            b"caption" => block(Block::Caption),
            b"main" => block(Block::Main),
            b"article" => block(Block::Article),
            b"aside" => block(Block::Aside),
            b"nav" => block(Block::Nav),
            b"header" => block(Block::Header),
            b"footer" => block(Block::Footer),
            b"html" | b"head" | b"body" => block(Block::Root),
            b"pre" | b"listing" | b"xmp" => block(Block::Pre),
            b"button" => block(Block::Button),
            b"summary" => block(Block::Summary),
            b"title" => block(Block::Title),
            b"b" | b"strong" => Self::Inline(Inline::Bold),
            b"a" => Self::Inline(Inline::Link),
            b"span" | b"font" | b"bdt" | b"small" | b"big" => Self::Inline(Inline::Span),
            b"i" | b"em" | b"u" => Self::Inline(Inline::Italic),
            b"br" => Self::Break,
            b"hr" => Self::Rule,
            b"script" | b"style" | b"noscript" | b"iframe" | b"textarea" | b"noembed" | b"noframes" => {
                Self::Dropped(Dropped::Raw)
            }
            b"svg" => Self::Dropped(Dropped::Svg),
            b"math" => Self::Dropped(Dropped::Math),
            b"select" => Self::Dropped(Dropped::Select),
            b"template" => Self::Dropped(Dropped::Template),
            b"audio" => Self::Dropped(Dropped::Audio),
            b"video" => Self::Dropped(Dropped::Video),
            b"canvas" => Self::Dropped(Dropped::Canvas),
            // Custom elements are containers almost everywhere: "<site-footer>", "<amp-accordion>".
            _ if name.contains(&b'-') => block(Block::Division),
            _ => Self::Other,
        }
    }
}

/// What a start tag says, gathered while its attributes come.
#[expect(clippy::struct_excessive_bools, reason = "each is one attribute")]
#[derive(Debug, Default)]
pub(crate) struct Opening {
    /// 1 to 6 for `h1` to `h6` and `aria-level`.
    pub(crate) level: u8,
    /// `ol`.
    pub(crate) ordered: bool,
    /// `th`.
    pub(crate) head_cell: bool,
    pub(crate) role: Role,
    /// `hidden`, `display: none`.
    pub(crate) hidden: bool,
    /// `font-weight` in a `style`.
    pub(crate) bold: Option<bool>,
    /// Opens and closes a part of the page: `aria-expanded`.
    pub(crate) trigger: bool,
    /// The class or the id is one of page furniture.
    pub(crate) furniture: bool,
    /// The class or the id is one of headings.
    pub(crate) titled: bool,
    /// A glyph drawn by a font, written as a word ("`expand_more`").
    pub(crate) icon: bool,
    pub(crate) href: String,
    /// `start` of a list, `value` of an item.
    pub(crate) number: Option<i32>,
    pub(crate) columns: u8,
    pub(crate) rows: u16,
}

/// The roles of ARIA that say what a part of the page is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    None,
    /// `main`.
    Main,
    /// `article`.
    Article,
    /// `heading`.
    Heading,
    /// `navigation`, `banner`, `contentinfo`, `search`, `dialog` and the like.
    Furniture,
    /// `button`.
    Button,
    /// `presentation`, `none`.
    Presentation,
}

impl Opening {
    /// A start tag of this name.
    pub(crate) fn of(name: &[u8]) -> Self {
        let level = match name {
            [b'h', digit @ b'1'..=b'6'] => digit - b'0',
            _ => 0,
        };
        Self { level, ordered: name == b"ol", head_cell: name == b"th", ..Self::default() }
    }

    /// An attribute without its value: enough for `hidden`.
    pub(crate) fn name(&mut self, name: &[u8]) {
        if name == b"hidden" {
            self.hidden = true;
        }
    }

    /// An attribute with its value.
    pub(crate) fn value(&mut self, name: &[u8], value: &[u8]) {
        match name {
            b"class" | b"id" => {
                let name = Name::of(value);
                self.furniture |= name == Name::Furniture;
                self.titled |= name == Name::Heading;
                self.icon |= value.starts_with(b"material-icons") || value.starts_with(b"material-symbols");
            }
            b"href" => String::from_utf8_lossy(value).trim().clone_into(&mut self.href),
            b"role" => {
                self.role = role(value);
                self.trigger |= value.eq_ignore_ascii_case(b"tab");
            }
            b"style" => self.style(value),
            // Content that is there to be found by searching the page.
            b"hidden" => self.hidden = !value.eq_ignore_ascii_case(b"until-found"),
            b"aria-expanded" => self.trigger = true,
            b"aria-level" => {
                self.level = number(value).and_then(|n| u8::try_from(n).ok()).unwrap_or(0).min(6);
            }
            b"start" | b"value" => self.number = number(value),
            b"colspan" => self.columns = number(value).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
            b"rowspan" => self.rows = number(value).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
            _ => {}
        }
    }

    fn style(&mut self, value: &[u8]) {
        for declaration in value.split(|b| *b == b';') {
            let Some(colon) = memchr::memchr(b':', declaration) else { continue };
            let (property, value) = declaration.split_at(colon);
            let (property, value) = (property.trim_ascii(), value.get(1..).unwrap_or_default().trim_ascii());
            if property.eq_ignore_ascii_case(b"display") || property.eq_ignore_ascii_case(b"visibility") {
                let starts =
                    |word: &[u8]| value.get(..word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word));
                self.hidden |= starts(b"none") || starts(b"hidden");
            } else if property.eq_ignore_ascii_case(b"font-weight") {
                let heavy = number(value).map(|n| n >= 600);
                let named = value.to_ascii_lowercase();
                self.bold = heavy.or(if named.starts_with(b"bold") {
                    Some(true)
                } else if named.starts_with(b"normal") || named.starts_with(b"lighter") {
                    Some(false)
                } else {
                    None
                });
            }
        }
    }

    /// The hint of a list item.
    pub(crate) const fn item(depth: u8, ordered: bool, number: Option<u32>) -> HintKind {
        HintKind::Item { depth, ordered, number }
    }
}

fn role(value: &[u8]) -> Role {
    match value.to_ascii_lowercase().as_slice() {
        b"main" => Role::Main,
        b"article" => Role::Article,
        b"heading" => Role::Heading,
        b"navigation" | b"banner" | b"contentinfo" | b"search" | b"dialog" | b"alertdialog"
        | b"complementary" | b"menu" | b"menubar" | b"toolbar" | b"doc-toc" => Role::Furniture,
        b"button" | b"tab" => Role::Button,
        b"presentation" | b"none" => Role::Presentation,
        _ => Role::None,
    }
}

/// The number that `value` begins with.
fn number(value: &[u8]) -> Option<i32> {
    let value = value.trim_ascii();
    let (sign, digits) = value.strip_prefix(b"-").map_or((1, value), |rest| (-1, rest));
    let len = digits.iter().take_while(|b| b.is_ascii_digit()).count().min(9);
    std::str::from_utf8(digits.get(..len)?).ok()?.parse::<i32>().ok().map(|n| n * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(value: &str) -> (bool, Option<bool>) {
        let mut opening = Opening::of(b"div");
        opening.value(b"style", value.as_bytes());
        (opening.hidden, opening.bold)
    }

    #[test]
    fn styles_hide_and_embolden() {
        assert_eq!(style("color:red; display : None"), (true, None));
        assert_eq!(style("VISIBILITY:hidden;"), (true, None));
        assert_eq!(style("font-weight:700"), (false, Some(true)));
        assert_eq!(style("font-weight: normal"), (false, Some(false)));
        assert_eq!(style("display:block;font-weight:inherit"), (false, None));
        assert_eq!(style("::;;"), (false, None));
    }

    #[test]
    fn numbers_begin_a_value() {
        assert_eq!(number(b" 12px"), Some(12));
        assert_eq!(number(b"-3"), Some(-3));
        assert_eq!(number(b"x"), None);
        assert_eq!(number(b"99999999999999"), Some(999_999_999));
    }
}
