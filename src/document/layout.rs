//! [`Layout`]: how the submissions read before were written down.
//!
//! Between two values stand names, brackets and blanks, and nearly always just those that stood
//! there in the submission before: most come from the same program. So for every place of a value
//! what followed it is kept, and compared as a whole instead of being taken apart again. What is
//! known says nothing of values, and where something else stands it is read as if nothing were
//! known.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::source::{Span, narrow};

/// Places of values; when there are more, nothing is looked up in the rest of the submission, and
/// all that is known is given up before the next.
const MOST_PLACES: usize = 8_192;
/// Names in one place, which are looked at one by one; likewise.
const MOST_NAMES: usize = 256;
/// Bytes of all that stands between values; likewise.
const MOST_BYTES: usize = 1024 * 1024;
/// Bytes between two values, and brackets in them; of more nothing is kept.
const MOST_LEAD: usize = 4_096;
const MOST_BRACKETS: usize = 64;
/// Different things that are known to follow one place; what is new takes turns in them.
const MOST_LEADS: usize = 4;

/// A place of values: the names from the root; all entries of a list are in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place(pub(super) u16);

impl Place {
    /// Not known.
    pub(super) const NONE: Self = Self(0);
    /// Before anything has been read.
    const START: Self = Self(1);
    /// The whole submission.
    pub(super) const ROOT: Self = Self(2);
}

/// A place, and the how-manieth name of its table it was when it was first seen, from 1; 0 for
/// the entries of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) place: Place,
    pub(super) ordinal: u16,
}

/// What stands between two values, up to the first byte of the second.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub(super) text: Box<[u8]>,
    /// The brackets in it.
    pub(super) brackets: Box<[Bracket]>,
    /// How many of the brackets that were open before it end in it.
    pub(super) closes: usize,
    /// The value that is to come; `None` where the submission ends.
    pub(super) value: Option<Name>,
}

/// A name, counted in bytes from the start of a [`Lead`], with its quotation marks (nothing for
/// the entries of a list), and the place that it names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) span: Span,
    pub(super) named: Named,
}

/// A bracket within a [`Lead`]; bytes are counted from its start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bracket {
    Open { at: u32, map: bool, name: Name },
    Close { at: u32 },
}

/// What is known of one place.
#[derive(Debug, Default)]
struct Known {
    /// Its name with its quotation marks; empty for the entries of a list.
    name: Box<[u8]>,
    /// Equal for equal names.
    number: u64,
    ordinal: u16,
    /// The places of names in it.
    names: Vec<Place>,
    /// The place of entries in it.
    entries: Place,
    /// What followed its value.
    leads: Vec<Lead>,
    turns: usize,
}

/// What is known of all places.
#[derive(Debug)]
pub(super) struct Layout {
    /// Tells layouts apart: places of one mean nothing in another.
    pub(super) number: u64,
    places: Vec<Known>,
    /// Bytes of all that is known to stand between values.
    bytes: usize,
    full: bool,
}

impl Default for Layout {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            places: (0..=Place::ROOT.0).map(|_| Known::default()).collect(),
            bytes: 0,
            full: false,
        }
    }
}

impl Layout {
    /// Where a submission begins. Forgets everything where it has become too much.
    pub(super) fn begin(&mut self) -> Place {
        if self.full {
            *self = Self::default();
        }
        Place::START
    }

    fn known(&self, place: Place) -> Option<&Known> {
        let known = self.places.get(usize::from(place.0));
        known.filter(|_| place != Place::NONE)
    }

    /// Whether there is more than may be kept: then it is of no use before it begins anew.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// About how many bytes it keeps.
    #[cfg(test)]
    pub(super) fn weight(&self) -> usize {
        let of = |known: &Known| {
            let leads = known.leads.iter();
            let leads = leads.map(|lead| lead.text.len() + size_of_val(&*lead.brackets));
            size_of::<Known>() + known.name.len() + leads.sum::<usize>()
        };
        self.places.iter().map(of).sum()
    }

    /// What has followed a place.
    pub(super) fn leads(&self, after: Place) -> &[Lead] {
        self.known(after)
            .map_or(&[], |known| known.leads.as_slice())
    }

    /// The place of a name in a table; `number` is equal for equal names.
    pub(super) fn name(&mut self, table: Place, name: &[u8], number: u64) -> Named {
        let Some(above) = self.known(table) else {
            return Named::default();
        };
        let same = above.names.iter().find_map(|place| {
            let known = self.known(*place)?;
            (known.number == number && *known.name == *name).then_some(Named {
                place: *place,
                ordinal: known.ordinal,
            })
        });
        if let Some(same) = same {
            return same;
        }
        if above.names.len() >= MOST_NAMES {
            self.full = true;
            return Named::default();
        }
        let ordinal = u16::try_from(above.names.len() + 1).unwrap_or_default();
        let place = self.add(Known {
            name: name.into(),
            number,
            ordinal,
            ..Known::default()
        });
        if place == Place::NONE {
            return Named::default();
        }
        if let Some(above) = self.places.get_mut(usize::from(table.0)) {
            above.names.push(place);
        }
        Named { place, ordinal }
    }

    /// The place of the entries of a list.
    pub(super) fn entry(&mut self, list: Place) -> Named {
        let known = match self.known(list) {
            None => Place::NONE,
            Some(known) if known.entries != Place::NONE => known.entries,
            Some(_) => {
                let place = self.add(Known::default());
                if let Some(known) = self.places.get_mut(usize::from(list.0)) {
                    known.entries = place;
                }
                place
            }
        };
        Named {
            place: known,
            ordinal: 0,
        }
    }

    fn add(&mut self, known: Known) -> Place {
        match u16::try_from(self.places.len()) {
            Ok(number) if self.places.len() < MOST_PLACES => {
                self.places.push(known);
                Place(number)
            }
            _ => {
                self.full = true;
                Place::NONE
            }
        }
    }

    /// Keeps what followed a place: a value, or the end of the submission.
    pub(super) fn learn(&mut self, text: &[u8], gap: &Gap, value: Option<Name>) {
        let is_known = gap.is_known
            && gap.after != Place::NONE
            && value.is_none_or(|value| value.named.place != Place::NONE)
            && text.len() <= MOST_LEAD;
        let known = self.places.get_mut(usize::from(gap.after.0));
        let Some(known) = known.filter(|_| is_known) else {
            return;
        };
        self.bytes += text.len() + size_of_val(gap.brackets.as_slice());
        self.full |= self.bytes > MOST_BYTES;
        let lead = Lead {
            text: text.into(),
            brackets: gap.brackets.as_slice().into(),
            closes: gap.closes,
            value,
        };
        if known.leads.len() < MOST_LEADS {
            known.leads.push(lead);
        } else if let Some(slot) = known.leads.get_mut(known.turns % MOST_LEADS) {
            *slot = lead;
            known.turns += 1;
        }
    }
}

/// What is being read between two values.
#[derive(Debug, Default)]
pub(super) struct Gap {
    /// The place of the value before it, and where that ends.
    pub(super) after: Place,
    pub(super) start: usize,
    brackets: Vec<Bracket>,
    /// Brackets that were opened in it and have not ended.
    opened: usize,
    closes: usize,
    /// Whether all its places are known, and each name comes later than the one before it did
    /// when they were first seen: then whoever finds the same text need not look for equal names.
    is_known: bool,
}

impl Gap {
    /// `kept`: whether anybody will keep it.
    pub(super) fn begin(&mut self, after: Place, start: usize, kept: bool) {
        self.brackets.clear();
        (self.after, self.start) = (after, start);
        (self.opened, self.closes) = (0, 0);
        self.is_known = kept;
    }

    /// Something in it is not to be known again.
    pub(super) fn give_up(&mut self) {
        self.is_known = false;
    }

    fn within(&self, at: usize) -> u32 {
        narrow(at.saturating_sub(self.start))
    }

    /// A name that was read, counted from the start.
    pub(super) fn name(&self, span: Span, named: Named) -> Name {
        let span = if span.is_empty() {
            span
        } else {
            let end = self.within(span.end as usize);
            Span::new(self.within(span.start as usize), end)
        };
        Name { span, named }
    }

    pub(super) fn open(&mut self, at: usize, map: bool, span: Span, named: Named) {
        self.opened += 1;
        self.is_known &= named.place != Place::NONE;
        self.keep(Bracket::Open {
            at: self.within(at),
            map,
            name: self.name(span, named),
        });
    }

    pub(super) fn close(&mut self, at: usize) {
        match self.opened.checked_sub(1) {
            Some(opened) => self.opened = opened,
            None => self.closes += 1,
        }
        self.keep(Bracket::Close {
            at: self.within(at),
        });
    }

    fn keep(&mut self, bracket: Bracket) {
        self.is_known &= self.brackets.len() < MOST_BRACKETS;
        if self.is_known {
            self.brackets.push(bracket);
        }
    }
}
