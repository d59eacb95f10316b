//! Names that pages give to their furniture: navigation, banners, footers.

/// Single words of a class or id that say so ("footer", "site-nav", "navBar").
const WORDS: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "megamenu",
    "nav",
    "navbar",
    "navigation",
    "onetrust",
    "pagination",
    "sidebar",
    "sidenav",
    "skiplink",
    "toc",
    "topbar",
    "usercentrics",
    "cookiebot",
];

/// Two words that say so only together, in this order, side by side ("cookie-banner", "skip-to-content").
const PAIRS: &[(&str, &[&str])] = &[
    (
        "cookie",
        &[
            "banner", "bar", "box", "consent", "dialog", "law", "message", "modal", "notice", "overlay",
            "popup",
        ],
    ),
    ("cookies", &["banner", "bar", "consent", "dialog", "modal", "notice", "popup"]),
    ("consent", &["banner", "bar", "dialog", "modal", "popup"]),
    ("gdpr", &["banner", "bar", "consent", "popup"]),
    ("cc", &["banner", "window"]),
    ("main", &["menu"]),
    ("page", &["footer", "nav"]),
    ("related", &["links", "posts", "articles"]),
    ("share", &["bar", "buttons", "links"]),
    ("side", &["bar", "menu", "nav"]),
    ("site", &["footer", "header", "menu"]),
    ("skip", &["link", "links", "nav", "to"]),
    ("social", &["icons", "links", "media", "share"]),
    ("table", &["contents", "of"]),
    ("top", &["bar", "menu"]),
];

/// Whether a class or id names page furniture. Only a first suspicion: what holds most of the page's text is none.
pub(crate) fn names_furniture(value: &[u8]) -> bool {
    for name in value.split(u8::is_ascii_whitespace) {
        // Utility classes say how something looks where it stands ("md:sidebar-open", "has-footer").
        if name.contains(&b':')
            || name.starts_with(b"has-")
            || name.starts_with(b"with-")
            || name.starts_with(b"no-")
        {
            continue;
        }
        let mut previous: Option<&[u8]> = None;
        for word in words(name) {
            if WORDS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes())) {
                return true;
            }
            if let Some(first) = previous
                && PAIRS.iter().any(|(one, others)| {
                    first.eq_ignore_ascii_case(one.as_bytes())
                        && others.iter().any(|other| word.eq_ignore_ascii_case(other.as_bytes()))
                })
            {
                return true;
            }
            previous = Some(word);
        }
    }
    false
}

/// The words of a name in any style: `cookie-banner`, `cookie_banner`, `cookieBanner`.
fn words(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let start = rest.iter().position(u8::is_ascii_alphanumeric)?;
        let word = rest.get(start..)?;
        let mut len = word.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let camel = word.windows(2).take(len.saturating_sub(1)).position(|pair| match pair {
            [a, b] => a.is_ascii_lowercase() && b.is_ascii_uppercase(),
            _ => false,
        });
        if let Some(at) = camel {
            len = at + 1;
        }
        rest = word.get(len..).unwrap_or_default();
        word.get(..len)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_by_name() {
        for name in
            ["site-footer", "cookieBanner", "cookie_consent-v2", "x nav", "skip-to-content", "Breadcrumbs"]
        {
            assert!(names_furniture(name.as_bytes()), "{name}");
        }
        for name in [
            "cookie-policy",
            "content",
            "privacy-notice",
            "has-sidebar",
            "navy",
            "lg:nav",
            "consent",
            "footnote",
        ] {
            assert!(!names_furniture(name.as_bytes()), "{name}");
        }
    }
}
