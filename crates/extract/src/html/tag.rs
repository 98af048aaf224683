//! The element names that matter, as a small number.

macro_rules! tags {
    ($($name:literal $variant:ident),* $(,)?) => {
        /// An element's name, as far as HTML knows it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)] // the names are HTML's own
        pub enum Tag { Text, Other, $($variant),* }

        impl Tag {
            /// How many there are.
            pub const COUNT: usize = [$($name),*].len() + 2;

            /// The tag of a name in lower case.
            pub(in super::super) fn of(name: &[u8]) -> Tag {
                $( const $variant: &[u8] = $name.as_bytes(); )*
                #[allow(non_upper_case_globals)]
                match name {
                    $( $variant => Tag::$variant, )*
                    _ => Tag::Other,
                }
            }
        }
    };
}

#[allow(non_upper_case_globals)]
mod table {
    tags! {
        "a" A, "abbr" Abbr, "address" Address, "area" Area, "article" Article, "aside" Aside,
        "audio" Audio, "b" B, "base" Base, "blockquote" Blockquote, "body" Body, "br" Br,
        "button" Button, "caption" Caption, "center" Center, "cite" Cite, "code" Code, "col" Col,
        "dd" Dd, "details" Details, "dialog" Dialog, "div" Div, "dl" Dl, "dt" Dt, "em" Em,
        "embed" Embed, "fieldset" Fieldset, "figcaption" Figcaption, "figure" Figure,
        "font" Font, "footer" Footer, "form" Form, "h1" H1, "h2" H2, "h3" H3, "h4" H4, "h5" H5,
        "h6" H6, "head" Head, "header" Header, "hgroup" Hgroup, "hr" Hr, "html" Html, "i" I,
        "iframe" Iframe, "img" Img, "input" Input, "label" Label, "li" Li, "link" Link,
        "main" Main, "math" Math, "menu" Menu, "meta" Meta, "nav" Nav, "noembed" Noembed,
        "noframes" Noframes, "noscript" Noscript, "object" Object, "ol" Ol, "optgroup" Optgroup,
        "option" Option, "p" P, "param" Param, "picture" Picture, "pre" Pre, "q" Q, "s" S,
        "script" Script, "section" Section, "select" Select, "small" Small, "source" Source,
        "span" Span, "strong" Strong, "style" Style, "sub" Sub, "summary" Summary, "sup" Sup,
        "svg" Svg, "table" Table, "tbody" Tbody, "td" Td, "template" Template,
        "textarea" Textarea, "tfoot" Tfoot, "th" Th, "thead" Thead, "time" Time, "title" Title,
        "tr" Tr, "track" Track, "u" U, "ul" Ul, "video" Video, "wbr" Wbr, "xmp" Xmp,
    }
}
pub use table::Tag;

impl Tag {
    /// Has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        use Tag::{Area, Base, Br, Col, Embed, Hr, Img, Input, Link, Meta, Param, Source};
        matches!(
            self,
            Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source
        ) || matches!(self, Tag::Track | Tag::Wbr)
    }

    /// Its content is text whatever it looks like.
    pub(super) fn is_raw(self) -> bool {
        use Tag::{Iframe, Noembed, Noframes, Script, Style, Textarea, Title, Xmp};
        matches!(self, Iframe | Noembed | Noframes | Script | Style | Textarea | Title | Xmp)
    }

    /// Begins and ends a paragraph of text.
    #[must_use]
    pub fn is_block(self) -> bool {
        use Tag::{Address, Article, Aside, Blockquote, Body, Caption, Center, Dd, Details};
        use Tag::{Dialog, Div, Dl, Dt, Fieldset, Figcaption, Figure, Footer, Form};
        use Tag::{Header, Hgroup, Hr, Li, Main, Menu, Nav, Ol, P, Pre, Section, Summary, Table};
        use Tag::{Tbody, Td, Tfoot, Th, Thead, Tr, Ul};
        self.is_heading()
            || matches!(self, Address | Article | Aside | Blockquote | Body | Caption | Center)
            || matches!(self, Dd | Details | Dialog | Div | Dl | Dt | Fieldset | Figcaption)
            || matches!(self, Figure | Footer | Form | Header | Hgroup | Hr | Li | Main | Menu)
            || matches!(self, Nav | Ol | P | Pre | Section | Summary | Table | Tbody | Td)
            || matches!(self, Tfoot | Th | Thead | Tr | Ul | Tag::Iframe | Tag::Video)
    }

    /// `h1` to `h6`.
    #[must_use]
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Its start tag ends an open `p`.
    pub(super) fn closes_p(self) -> bool {
        use Tag::{Body, Caption, Iframe, Tbody, Td, Tfoot, Th, Thead, Tr, Video};
        self.is_block()
            && !matches!(self, Body | Caption | Iframe | Tbody | Td | Tfoot | Th | Thead | Tr)
            && self != Video
    }

    /// End tags do not reach past it.
    pub(super) fn is_barrier(self) -> bool {
        use Tag::{Body, Caption, Html, Object, Svg, Table, Td, Template, Th};
        matches!(self, Body | Caption | Html | Object | Svg | Table | Td | Template | Th)
    }

    /// Marks words inside a paragraph.
    pub(super) fn is_formatting(self) -> bool {
        use Tag::{A, Abbr, B, Cite, Code, Em, Font, I, Label, Q, S, Small, Span, Strong, U};
        matches!(self, A | Abbr | B | Cite | Code | Em | Font | I | Label | Q | S | Small | Span)
            || matches!(self, Strong | U | Tag::Sub | Tag::Sup | Tag::Time | Tag::Other)
    }
}
