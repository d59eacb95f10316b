//! What pages call their parts, in classes and ids: furniture (navigation, banners, footers) and headings.

/// What a class or id says of its element. Only a first suspicion: what holds most of the page's text is no furniture,
/// and what holds several lines no heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Furniture,
    Heading,
    Other,
}

impl Name {
    /// What the value of a class or id attribute says.
    pub(crate) fn of(value: &[u8]) -> Self {
        let mut found = Self::Other;
        for name in value.split(u8::is_ascii_whitespace) {
            // Utility classes say how something looks where it stands ("md:sidebar-open", "has-footer").
            let state = [&b"has-"[..], b"with-", b"no-"].iter().any(|prefix| name.starts_with(prefix));
            if state || name.contains(&b':') {
                continue;
            }
            let mut seconds: &[&[u8]] = &[];
            for word in words(name) {
                let mut lower = [0u8; LONGEST];
                let Some(lower) = lower.get_mut(..word.len()) else {
                    seconds = &[];
                    continue;
                };
                lower.copy_from_slice(word);
                lower.make_ascii_lowercase();
                if says_so(lower) || seconds.contains(&&*lower) {
                    return Self::Furniture;
                }
                if names_heading(lower) {
                    found = Self::Heading;
                }
                seconds = says_so_with(lower);
            }
        }
        found
    }
}

/// No word below is longer.
const LONGEST: usize = 16;

/// Words that name furniture alone ("footer", "site-nav", "navBar").
fn says_so(word: &[u8]) -> bool {
    matches!(
        word,
        b"breadcrumb"
            | b"breadcrumbs"
            | b"cookiebot"
            | b"footer"
            | b"megamenu"
            | b"nav"
            | b"navbar"
            | b"navigation"
            | b"onetrust"
            | b"pagination"
            | b"sidebar"
            | b"sidenav"
            | b"skiplink"
            | b"toc"
            | b"topbar"
            | b"usercentrics"
    )
}

/// Words that name headings ("section-title", "h3").
fn names_heading(word: &[u8]) -> bool {
    matches!(
        word,
        b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"heading"
            | b"headline"
            | b"subheading"
            | b"subtitle"
            | b"title"
    )
}

/// Words that name furniture only before one of others, side by side ("cookie-banner", "skip-to-content").
fn says_so_with(first: &[u8]) -> &'static [&'static [u8]] {
    match first {
        b"cookie" | b"cookies" => &[
            b"banner", b"bar", b"box", b"consent", b"dialog", b"law", b"message", b"modal", b"notice",
            b"overlay", b"popup",
        ],
        b"consent" | b"gdpr" => &[b"banner", b"bar", b"dialog", b"modal", b"popup"],
        b"cc" => &[b"banner", b"window"],
        b"main" => &[b"menu"],
        b"page" => &[b"footer", b"nav"],
        b"related" => &[b"articles", b"links", b"posts"],
        b"share" => &[b"bar", b"buttons", b"links"],
        b"side" => &[b"bar", b"menu", b"nav"],
        b"site" => &[b"footer", b"header", b"menu"],
        b"skip" => &[b"link", b"links", b"nav", b"to"],
        b"social" => &[b"icons", b"links", b"share"],
        b"table" => &[b"contents", b"of"],
        b"top" => &[b"bar", b"menu"],
        _ => &[],
    }
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
            assert_eq!(Name::of(name.as_bytes()), Name::Furniture, "{name}");
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
            assert_eq!(Name::of(name.as_bytes()), Name::Other, "{name}");
        }
    }
}
