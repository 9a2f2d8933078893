//! [`Quick`]: whether a rule surely passes, found out without amounts that know their origin,
//! without findings and without a ledger.
//!
//! Nearly every rule passes on nearly every submission. Then all that is left of its run is how it
//! ended and which figures it looked at. So the same tree is first run on bare numbers. This only
//! ever says "surely so"; where a check does not hold to the last digit, or anything else comes up
//! that would have to be said or shown, the rule is run again with all that belongs to it.

mod arrays;
mod checks;
mod figure;
mod identity;
mod item;
mod makers;
mod operators;
mod words;

use std::collections::BTreeMap;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::run::plain_decimal;
use super::{Code, DEPTH, Near, Plan, index};
use crate::document::{FieldId, Kind, NodeId, Submission};
use crate::finding::{NOTHING_CHECKED, Outcome};
use crate::verbs::{Parameter, Value};
use figure::{Figure, Flaw};
pub(super) use words::Known;

/// How a rule surely ends.
pub(in crate::pack) struct Ending {
    pub(in crate::pack) outcome: Outcome,
    pub(in crate::pack) note: String,
    /// Whether it judged anything that is evidence for a diagnosis.
    pub(in crate::pack) evidence: bool,
}

/// Steps after which a rule is left to the longer way, with its limits.
const STEPS: u32 = 50_000;
/// Entries of all arrays of a rule, and figures it looks at. Arrays are shared here and copied by
/// the interpreter, which has a limit on their sizes: with [`FEW`] it is not reached.
const ENTRIES: usize = 4_096;
/// Figures that a rule may mark, one as often as it is.
const MARKS: usize = 16 * ENTRIES;
/// Entries of an array in an array, which has no more arrays in it.
const FEW: usize = 16;

/// A value of a script.
#[derive(Clone, Copy)]
enum Thing<'r> {
    Nothing,
    Truth(bool),
    Integer(i64),
    Decimal(Decimal),
    Text(&'r str),
    /// Entries of the list of all arrays.
    Array(usize, usize),
    /// A value or table in the submission; of a list only as the entry of another one.
    Node(NodeId),
    List(NodeId),
    /// Nothing stands where the form has this field.
    Missing(FieldId),
    Figure(Figure<'r>),
    /// An amount without a value.
    Troubled,
    /// Whether a circumstance holds, and the range of its figures.
    Condition(bool, u32, u32),
}

/// Why a tree does not go on.
enum Stop<'r> {
    /// Not surely so.
    Unknown,
    Skip(&'r str),
    Break,
    Continue,
    Return(Thing<'r>),
}

impl From<Flaw> for Stop<'_> {
    fn from(_: Flaw) -> Self {
        Self::Unknown
    }
}

type Ended<'r, T = Thing<'r>> = Result<T, Stop<'r>>;

/// One submission on its quick way through the rules.
#[expect(
    clippy::struct_excessive_bools,
    reason = "two of the rule and two of its run, which do not exclude each other"
)]
pub(in crate::pack) struct Quick<'r> {
    plan: &'r Plan,
    submission: &'r Submission,
    parameters: &'r BTreeMap<String, Parameter>,
    /// Variables of all functions that are running, the innermost last.
    places: Vec<Thing<'r>>,
    /// Where those of the innermost begin.
    base: usize,
    steps: u32,
    depth: u32,
    /// Entries of all arrays.
    entries: Vec<Thing<'r>>,
    /// Figures that amounts were made from.
    nodes: Vec<NodeId>,
    /// Figures that took part in a check.
    marks: Vec<NodeId>,
    /// Whether the rule looks at everything, which is not checking it.
    scan: bool,
    /// Whether no rule has left a rounding tail.
    no_tails: bool,
    stood: bool,
    /// Whether an equation or bound was judged that is to be kept.
    evidence: bool,
    held: usize,
}

impl<'r> Quick<'r> {
    pub(in crate::pack) fn new(
        plan: &'r Plan,
        submission: &'r Submission,
        parameters: &'r BTreeMap<String, Parameter>,
    ) -> Self {
        Self {
            plan,
            submission,
            parameters,
            places: Vec::with_capacity(32),
            base: 0,
            steps: 0,
            depth: 0,
            entries: Vec::with_capacity(64),
            nodes: Vec::with_capacity(64),
            marks: Vec::with_capacity(64),
            scan: false,
            no_tails: false,
            stood: false,
            evidence: false,
            held: 0,
        }
    }

    /// How a rule ends, where that is sure; `needs` are paths without which it does not apply.
    /// What it looked at is then in [`Self::checked`].
    pub(in crate::pack) fn rule(
        &mut self,
        function: usize,
        needs: &[String],
        scan: bool,
        no_tails: bool,
    ) -> Option<Ending> {
        let root = Thing::Node(self.submission.document().root());
        self.places.clear();
        self.entries.clear();
        self.nodes.clear();
        self.marks.clear();
        (self.base, self.steps, self.depth) = (0, 0, 0);
        (self.scan, self.no_tails) = (scan, no_tails);
        for path in needs {
            let end = self.at(root, path).ok()?;
            if !self.given(&end).ok()? {
                // a gap in a section that is there is to be said
                if needs.len() > 1 || !matches!(end, Thing::Missing(_)) {
                    return None;
                }
                return Some(Ending {
                    outcome: Outcome::NotApplicable,
                    note: format!("未填报 {path}"),
                    evidence: false,
                });
            }
        }
        (self.stood, self.evidence, self.held) = (false, false, 0);
        let reason = match self.function(function, &[root]) {
            Ok(_) => None,
            Err(Stop::Skip(reason)) => Some(reason),
            Err(_) => return None,
        };
        // a check of nothing is no check, and is to be said
        if (self.held > 0 && !self.stood) || self.marks.len() > MARKS {
            return None;
        }
        let evidence = self.evidence;
        Some(if self.held > 0 {
            Ending {
                evidence,
                outcome: Outcome::Passed,
                note: reason.unwrap_or_default().to_owned(),
            }
        } else {
            let note = reason.filter(|reason| !reason.is_empty());
            Ending {
                evidence,
                outcome: Outcome::NotApplicable,
                note: note.unwrap_or(NOTHING_CHECKED).to_owned(),
            }
        })
    }

    /// Figures that took part in the checks of the last rule.
    pub(in crate::pack) fn checked(&self) -> &[NodeId] {
        &self.marks
    }

    fn function(&mut self, index: usize, arguments: &[Thing<'r>]) -> Ended<'r> {
        let function = self.plan.functions.get(index).ok_or(Stop::Unknown)?;
        let body = function.body.as_ref().ok_or(Stop::Unknown)?;
        if self.depth >= DEPTH {
            return Err(Stop::Unknown);
        }
        self.depth += 1;
        let outside = self.base;
        let end = self.places.len();
        self.base = end;
        // one or two: moving them as a block is slower
        for argument in arguments {
            self.places.push(*argument);
        }
        self.places.resize(end + function.places, Thing::Nothing);
        let ended = match self.code(body) {
            Err(Stop::Return(value)) => Ok(value),
            Err(Stop::Break | Stop::Continue) => Err(Stop::Unknown),
            other => other,
        };
        self.places.truncate(end);
        self.base = outside;
        self.depth -= 1;
        ended
    }

    fn local(&self, place: usize) -> Ended<'r> {
        self.places
            .get(self.base + place)
            .copied()
            .ok_or(Stop::Unknown)
    }

    fn set(&mut self, place: usize, value: Thing<'r>) -> Ended<'r, ()> {
        let slot = self.places.get_mut(self.base + place);
        *slot.ok_or(Stop::Unknown)? = value;
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of code")]
    fn code(&mut self, code: &'r Code) -> Ended<'r> {
        self.step()?;
        match code {
            Code::Constant(value) => constant(value).ok_or(Stop::Unknown),
            Code::Local(place) => self.local(*place),
            Code::Array(entries) => self.array(entries),
            Code::Field(base, name, near) => self.field_of(base, name, near),
            Code::Index(base, at) => self.index(base, at),
            Code::Length(base) => {
                let length = match self.code(base)? {
                    Thing::Array(_, length) => length,
                    Thing::Text(text) => text.chars().count(),
                    _ => return Err(Stop::Unknown),
                };
                i64::try_from(length)
                    .map(Thing::Integer)
                    .map_err(|_| Stop::Unknown)
            }
            Code::Push(place, value) => {
                let value = self.code(value)?;
                self.push(*place, value)?;
                Ok(Thing::Nothing)
            }
            Code::Word(word) => match word.known {
                Some(known) => self.word(known, &word.arguments),
                None => Err(Stop::Unknown),
            },
            Code::Operator(operator, word) => {
                let [left, right] = word.arguments.as_slice() else {
                    return Err(Stop::Unknown);
                };
                if let (Some(a), Some(b), Some(make)) =
                    (self.place(left), self.place(right), operator.on_figures())
                {
                    let (a, b) = (self.figure_at(a)?, self.figure_at(b)?);
                    return self.made(a, b, make);
                }
                let (left, right) = (self.code(left)?, self.code(right)?);
                self.operator(*operator, left, right)
            }
            Code::Not(code) => Ok(Thing::Truth(!self.truth(code)?)),
            Code::And(all) => {
                for code in all {
                    if !self.truth(code)? {
                        return Ok(Thing::Truth(false));
                    }
                }
                Ok(Thing::Truth(true))
            }
            Code::Or(all) => {
                for code in all {
                    if self.truth(code)? {
                        return Ok(Thing::Truth(true));
                    }
                }
                Ok(Thing::Truth(false))
            }
            Code::Function(function, arguments) => {
                let mut room = [Thing::Nothing; 6];
                let arguments = self.all(arguments, &mut room)?;
                self.function(*function, arguments)
            }
            Code::Block(all) => {
                let mut last = Thing::Nothing;
                for code in all {
                    last = self.code(code)?;
                }
                Ok(last)
            }
            Code::Set(place, value) => {
                let value = self.code(value)?;
                self.set(*place, value)?;
                Ok(Thing::Nothing)
            }
            Code::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                if self.truth(condition)? {
                    self.code(then)
                } else {
                    self.code(otherwise)
                }
            }
            Code::While(parts) => {
                let [condition, body] = &**parts;
                while self.truth(condition)? {
                    if self.turn(body)? {
                        break;
                    }
                }
                Ok(Thing::Nothing)
            }
            Code::For {
                entry,
                counter,
                over_and_body,
            } => {
                let [over, body] = &**over_and_body;
                let over = self.code(over)?;
                self.each(over, *entry, *counter, body)?;
                Ok(Thing::Nothing)
            }
            Code::Break => Err(Stop::Break),
            Code::Continue => Err(Stop::Continue),
            Code::Return(value) => Err(Stop::Return(self.code(value)?)),
            Code::ParseDecimal(text) => match self.code(text)? {
                Thing::Text(text) => plain_decimal(text).map(Thing::Decimal).ok_or(Stop::Unknown),
                _ => Err(Stop::Unknown),
            },
        }
    }

    /// Takes a step: one piece of code, or one row or figure that a word looks at.
    fn step(&mut self) -> Ended<'r, ()> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Stop::Unknown);
        }
        Ok(())
    }

    /// Works out several values, as many as there is room for.
    fn all<'w>(
        &mut self,
        all: &'r [Code],
        room: &'w mut [Thing<'r>; 6],
    ) -> Ended<'r, &'w [Thing<'r>]> {
        let places = room.get_mut(..all.len()).ok_or(Stop::Unknown)?;
        for (place, code) in places.iter_mut().zip(all) {
            *place = self.code(code)?;
        }
        Ok(places)
    }

    fn truth(&mut self, code: &'r Code) -> Ended<'r, bool> {
        match self.code(code)? {
            Thing::Truth(truth) => Ok(truth),
            _ => Err(Stop::Unknown),
        }
    }

    /// One turn of a loop; whether it was the last.
    fn turn(&mut self, body: &'r Code) -> Ended<'r, bool> {
        match self.code(body) {
            Ok(_) | Err(Stop::Continue) => Ok(false),
            Err(Stop::Break) => Ok(true),
            Err(other) => Err(other),
        }
    }

    fn each(
        &mut self,
        over: Thing<'r>,
        entry: usize,
        counter: Option<usize>,
        body: &'r Code,
    ) -> Ended<'r, ()> {
        let submission = self.submission;
        let (from, count, mut children) = match over {
            Thing::Array(from, count) => (from, count, None),
            Thing::List(node) => {
                let document = submission.document();
                (0, document.child_count(node), Some(document.children(node)))
            }
            _ => return Err(Stop::Unknown),
        };
        for turn in 0..count {
            if let Some(counter) = counter {
                let turn = i64::try_from(turn).map_err(|_| Stop::Unknown)?;
                self.set(counter, Thing::Integer(turn))?;
            }
            let value = match &mut children {
                // entries of a list in a list are its nodes, as Rhai's loop has them
                Some(children) => children.next().map(Thing::Node),
                None => self.entries.get(from + turn).copied(),
            };
            self.set(entry, value.ok_or(Stop::Unknown)?)?;
            if self.turn(body)? {
                break;
            }
        }
        Ok(())
    }

    fn field_of(&mut self, base: &'r Code, name: &'r ImmutableString, near: &Near) -> Ended<'r> {
        if let Some(table) = self.place(base)
            && let Some(child) = near.find(self.submission, table, name)
        {
            return Ok(self.thing(child));
        }
        let base = self.code(base)?;
        if let (Thing::Condition(holds, from, to), "holds") = (base, name.as_str()) {
            self.mark(from, to);
            return Ok(Thing::Truth(holds));
        }
        if let Thing::Node(node) = base
            && let Some(child) = near.find(self.submission, node, name)
        {
            return Ok(self.thing(child));
        }
        self.field(base, name)
    }

    /// The node that a path from a variable leads to, where it is no list: most of what rules
    /// look at. `None` is anything else.
    fn place(&self, code: &'r Code) -> Option<NodeId> {
        match code {
            Code::Local(place) => match self.places.get(self.base + place)? {
                Thing::Node(node) => Some(*node),
                _ => None,
            },
            Code::Field(base, name, near) => {
                let node = near.find(self.submission, self.place(base)?, name)?;
                (self.submission.document().kind(node) != Kind::List).then_some(node)
            }
            _ => None,
        }
    }

    /// The figure that code stands for; `None` where it has no value.
    fn figure_of(&mut self, code: &'r Code) -> Ended<'r, Option<Figure<'r>>> {
        if let Some(node) = self.place(code) {
            return self.figure_at(node);
        }
        let value = self.code(code)?;
        self.figure(&value)
    }

    fn index(&mut self, base: &'r Code, at: &'r Code) -> Ended<'r> {
        let at = self.code(at)?;
        let base = self.code(base)?;
        match (base, at) {
            (Thing::Array(from, length), Thing::Integer(at)) => index(at)
                .filter(|at| *at < length)
                .and_then(|at| self.entries.get(from + at))
                .copied()
                .ok_or(Stop::Unknown),
            (_, Thing::Text(name)) => self.field(base, name),
            (Thing::List(node), Thing::Integer(at)) => {
                let document = self.submission.document();
                let entry = index(at).and_then(|at| document.item(node, at));
                entry.map(|entry| self.thing(entry)).ok_or(Stop::Unknown)
            }
            _ => Err(Stop::Unknown),
        }
    }
}

fn constant(value: &Value) -> Option<Thing<'_>> {
    Some(match value {
        Value::Nothing => Thing::Nothing,
        Value::Truth(truth) => Thing::Truth(*truth),
        Value::Integer(number) => Thing::Integer(*number),
        Value::Decimal(number) => Thing::Decimal(*number),
        Value::Text(text) => Thing::Text(text.as_str()),
        _ => return None,
    })
}
