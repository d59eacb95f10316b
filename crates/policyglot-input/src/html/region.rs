//! Which parts of a page are the document, and which are its furniture.

use std::collections::HashSet;

use policyglot_parser::HintKind;

use super::element::{Block, Opening, Role};
use crate::page::{Line, Page};

/// An element that may hold the main content, or furniture. The parent comes first: it has a smaller number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Region {
    parent: u32,
    kind: RegionKind,
}

/// What an element says of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegionKind {
    Plain,
    Main,
    Article,
    Header,
    /// `footer` and `aside`: furniture of whatever they stand in, which may be the document.
    Margin,
    /// Navigation, dialogs: by element or by role.
    Furniture,
    /// Furniture by its class or id.
    Named,
    /// A button that acts and opens nothing.
    Action,
}

impl Region {
    pub(crate) const fn new(parent: u32, kind: RegionKind) -> Self {
        Self { parent, kind }
    }
}

impl RegionKind {
    pub(crate) fn of(block: Block, opening: &Opening) -> Self {
        match (opening.role, block) {
            (_, Block::Root) => Self::Plain,
            (Role::Main, _) | (_, Block::Main) => Self::Main,
            (Role::Furniture, _) | (_, Block::Nav) => Self::Furniture,
            (_, Block::Button) => {
                if opening.trigger {
                    Self::Plain
                } else {
                    Self::Action
                }
            }
            (
                _,
                Block::Division
                | Block::Section
                | Block::List
                | Block::Header
                | Block::Footer
                | Block::Aside
                | Block::Paragraph,
            ) if opening.furniture => Self::Named,
            (Role::Article, _) | (_, Block::Article) => Self::Article,
            (_, Block::Header) => Self::Header,
            (_, Block::Footer | Block::Aside) => Self::Margin,
            _ => Self::Plain,
        }
    }
}

/// How much text stands in a region, and in the regions within it.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    text: u64,
    linked: u64,
    /// Text of lines long enough to be sentences.
    long: u64,
    first_headings: u32,
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.text += other.text;
        self.linked += other.linked;
        self.long += other.long;
        self.first_headings += other.first_headings;
    }

    const fn own(self) -> u64 {
        self.text - self.linked
    }

    /// Looks like a menu: much of it links, or some links and no sentence. "Last updated: 4 May" beside the text is none.
    const fn is_menu(self) -> bool {
        self.linked * 10 > self.text * 4 || self.long == 0 && self.linked > 0
    }
}

/// A line this long is a sentence and no label.
const SENTENCE: u32 = 80;

/// Marks the lines that are boilerplate, and those that are hidden because they stand elsewhere too.
pub(crate) fn mark(page: &mut Page, regions: &[Region]) {
    let weights = weigh(&page.lines, regions);
    let total = weights.first().copied().unwrap_or_default();
    let furniture = furniture(regions, &weights, total);
    let (main, declared) = main_region(regions, &weights, &furniture);
    let outside = outside(regions, main);
    let main_weight = weight(&weights, main);
    let sure = declared && main_weight.own() * 10 >= total.own() * 6;
    for line in &mut page.lines {
        if line.kind == Some(HintKind::Title) {
            continue;
        }
        let region = line.region as usize;
        let off = match outside.get(region).copied() {
            Some(Place::Within) | None => false,
            Some(Place::Around) => line.linked * 2 > line.span.len(),
            Some(Place::Beside(top)) => sure || weight(&weights, top).is_menu(),
        };
        line.boilerplate = off || furniture.get(region).copied().unwrap_or(false);
    }
    mark_contents(&mut page.lines);
    mark_hidden(page);
}

fn weight(weights: &[Weight], region: u32) -> Weight {
    weights.get(region as usize).copied().unwrap_or_default()
}

fn weigh(lines: &[Line], regions: &[Region]) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); regions.len()];
    for line in lines.iter().filter(|line| line.kind != Some(HintKind::Title)) {
        if let Some(weight) = weights.get_mut(line.region as usize) {
            let len = line.span.len();
            weight.add(Weight {
                text: u64::from(len),
                linked: u64::from(line.linked.min(len)),
                long: if len >= SENTENCE && line.linked * 2 < len { u64::from(len) } else { 0 },
                first_headings: u32::from(line.kind == Some(HintKind::Heading { level: 1 })),
            });
        }
    }
    for at in (1..regions.len()).rev() {
        let (Some(region), Some(&own)) = (regions.get(at), weights.get(at)) else { continue };
        if let Some(parent) = weights.get_mut(region.parent as usize) {
            parent.add(own);
        }
    }
    weights
}

/// Whether each region is furniture, or stands in some.
fn furniture(regions: &[Region], weights: &[Weight], total: Weight) -> Vec<bool> {
    let mut furniture: Vec<bool> = Vec::with_capacity(regions.len());
    let mut in_document: Vec<bool> = Vec::with_capacity(regions.len());
    for (region, weight) in regions.iter().zip(weights) {
        let parent = region.parent as usize;
        let within = in_document.get(parent).copied().unwrap_or(false);
        let own = match region.kind {
            RegionKind::Plain | RegionKind::Main | RegionKind::Article => false,
            // A page's header with its only first-level heading is the head of the document.
            RegionKind::Header => {
                !within && (weight.first_headings == 0 || weight.first_headings < total.first_headings)
            }
            RegionKind::Margin => !within,
            RegionKind::Furniture | RegionKind::Action => true,
            // In the document, "cookie-notice" may be the name of a section.
            RegionKind::Named => !within || weight.linked * 2 > weight.text,
        };
        let most = weight.text * 2 > total.text;
        furniture.push(furniture.get(parent).copied().unwrap_or(false) || (own && !most));
        in_document.push(within || matches!(region.kind, RegionKind::Main | RegionKind::Article));
    }
    furniture
}

/// The region that holds the document, and whether the page itself says so.
fn main_region(regions: &[Region], weights: &[Weight], furniture: &[bool]) -> (u32, bool) {
    let small = crate::encoding::small;
    let mut content: Vec<u64> = vec![0; regions.len()];
    for (at, weight) in weights.iter().enumerate() {
        if let (Some(place), Some(false)) = (content.get_mut(at), furniture.get(at)) {
            *place = weight.own();
        }
    }
    // Furniture within a region is not its content.
    for at in (1..regions.len()).rev() {
        let Some(region) = regions.get(at) else { continue };
        let lost = match (furniture.get(at), furniture.get(region.parent as usize)) {
            (Some(true), Some(false)) => weight(weights, small(at)).own(),
            _ => continue,
        };
        let mut up = region.parent as usize;
        // Only as far as the declared parts, of which few nest.
        for _ in 0..MOST_ANCESTORS {
            if let Some(place) = content.get_mut(up) {
                *place = place.saturating_sub(lost);
            }
            match regions.get(up) {
                Some(next) if up > 0 => up = next.parent as usize,
                _ => break,
            }
        }
    }
    let total = content.first().copied().unwrap_or(0);
    for (kind, tenths) in [(RegionKind::Main, 4), (RegionKind::Article, 5)] {
        let of_kind = regions.iter().zip(&content).enumerate().filter(|(_, (region, _))| region.kind == kind);
        if let Some((at, (_, &held))) = of_kind.max_by_key(|(_, (_, held))| **held)
            && held * 10 >= total * tenths
            && held > 0
        {
            return (small(at), true);
        }
    }
    let mut best = vec![0u32; regions.len()];
    for (at, region) in regions.iter().enumerate().skip(1) {
        let held = |at: u32| content.get(at as usize).copied().unwrap_or(0);
        if let Some(child) = best.get_mut(region.parent as usize)
            && (*child == 0 || held(small(at)) > held(*child))
        {
            *child = small(at);
        }
    }
    let mut main = 0;
    while let Some(&child) = best.get(main as usize) {
        if child == 0 || content.get(child as usize).copied().unwrap_or(0) * 10 < total * 8 {
            break;
        }
        main = child;
    }
    (main, false)
}

/// How far up furniture is taken off the content that holds it. Deeper pages only get a rougher estimate.
const MOST_ANCESTORS: usize = 64;

/// Where a region stands, seen from the main content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is the main content, or in it.
    Within,
    /// It holds the main content.
    Around,
    /// In another part of the page: the largest region that does not hold the main content.
    Beside(u32),
}

fn outside(regions: &[Region], main: u32) -> Vec<Place> {
    let mut around = vec![false; regions.len()];
    let mut at = main as usize;
    while let Some(place) = around.get_mut(at)
        && !*place
    {
        *place = true;
        at = regions.get(at).map_or(usize::MAX, |region| region.parent as usize);
    }
    let mut places: Vec<Place> = Vec::with_capacity(regions.len());
    for (at, region) in regions.iter().enumerate() {
        let at = crate::encoding::small(at);
        let parent = places.get(region.parent as usize).copied();
        places.push(match parent {
            _ if at == main => Place::Within,
            _ if around.get(at as usize) == Some(&true) => Place::Around,
            Some(Place::Around) | None => Place::Beside(at),
            Some(within_or_beside) => within_or_beside,
        });
    }
    places
}

/// A table of contents: three lines or more in a row that only lead to other places of the page.
fn mark_contents(lines: &mut [Line]) {
    let anchor = |line: &Line| {
        line.anchored * 10 >= line.span.len() * 9
            && !matches!(line.kind, Some(HintKind::Heading { .. } | HintKind::Title))
    };
    for run in lines.chunk_by_mut(|a, b| anchor(a) == anchor(b)) {
        if run.len() >= 3 && run.first().is_some_and(anchor) {
            for line in run {
                line.boilerplate = true;
            }
        }
    }
}

/// Hidden text that stands nowhere else is content: the closed part of an accordion.
fn mark_hidden(page: &mut Page) {
    if !page.lines.iter().any(|line| line.hidden) {
        return;
    }
    let shown = page.lines.iter().filter(|line| !line.hidden && !line.boilerplate);
    let mut seen: HashSet<Vec<u8>> = shown.map(|line| page.text_of(line).to_vec()).collect();
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at).filter(|line| line.hidden) else { continue };
        let again = !seen.insert(page.text_of(line).to_vec());
        if let Some(line) = page.lines.get_mut(at) {
            line.hidden = again;
        }
    }
}
