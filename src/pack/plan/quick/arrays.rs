//! Arrays: each is a range of one list, and what is pushed goes to the end of it, or of a copy.

use super::super::Code;
use super::{ENTRIES, Ended, FEW, Quick, Stop, Thing};

impl<'r> Quick<'r> {
    pub(super) fn array(&mut self, entries: &'r [Code]) -> Ended<'r> {
        if entries.len() <= 6 {
            let mut room = [Thing::Nothing; 6];
            let all = self.all(entries, &mut room)?;
            return self.kept(all);
        }
        let mut all = Vec::with_capacity(entries.len());
        for code in entries {
            all.push(self.code(code)?);
        }
        self.kept(&all)
    }

    pub(super) fn kept(&mut self, all: &[Thing<'r>]) -> Ended<'r> {
        let from = self.entries.len();
        if from + all.len() > ENTRIES || !all.iter().all(|entry| self.may_be_entry(entry)) {
            return Err(Stop::Unknown);
        }
        self.entries.extend_from_slice(all);
        Ok(Thing::Array(from, all.len()))
    }

    /// Whether it is no array, or a small one without arrays in it.
    pub(super) fn may_be_entry(&self, value: &Thing<'r>) -> bool {
        let Thing::Array(from, length) = *value else {
            return true;
        };
        let inside = self.entries.get(from..from + length);
        let single = |entry: &Thing| !matches!(entry, Thing::Array(..));
        length <= FEW && inside.is_some_and(|inside| inside.iter().all(single))
    }

    pub(super) fn array_of(&mut self, all: impl Iterator<Item = Thing<'r>>) -> Ended<'r> {
        let from = self.entries.len();
        self.entries.extend(all.take(ENTRIES + 1));
        if self.entries.len() > ENTRIES {
            return Err(Stop::Unknown);
        }
        Ok(Thing::Array(from, self.entries.len() - from))
    }

    /// The array with nothing behind it, so that it can grow.
    pub(super) fn at_end(&mut self, from: usize, length: usize) -> Ended<'r, usize> {
        if from + length == self.entries.len() {
            return Ok(from);
        }
        let start = self.entries.len();
        if from + length > start || start + length > ENTRIES {
            return Err(Stop::Unknown);
        }
        self.entries.extend_from_within(from..from + length);
        Ok(start)
    }

    pub(super) fn push(&mut self, place: usize, value: Thing<'r>) -> Ended<'r, ()> {
        let Thing::Array(from, length) = self.local(place)? else {
            return Err(Stop::Unknown);
        };
        if !self.may_be_entry(&value) || self.entries.len() >= ENTRIES {
            return Err(Stop::Unknown);
        }
        let from = self.at_end(from, length)?;
        self.entries.push(value);
        self.set(place, Thing::Array(from, length + 1))
    }

    pub(super) fn joined(&mut self, a: (usize, usize), b: (usize, usize)) -> Ended<'r> {
        let from = self.at_end(a.0, a.1)?;
        if self.entries.len() + b.1 > ENTRIES || b.0 + b.1 > self.entries.len() {
            return Err(Stop::Unknown);
        }
        self.entries.extend_from_within(b.0..b.0 + b.1);
        Ok(Thing::Array(from, a.1 + b.1))
    }
}
