//! [`Run`]: one submission under the rules, and the ledger in which verbs write what they saw.
//!
//! Each worker's engine carries the run as Rhai's call tag; nothing is global.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{EvalAltResult, NativeCallContext, Position};

use super::equation::{Equation, Standing};
use super::item::{Item, Missing, misuse};
use crate::amount::{Amount, Precision, Trouble, Unit};
use crate::document::{Kind, NodeId, Submission, is_blank, trimmed};
use crate::finding::{Explanation, Finding, Label, Level, NotRun, Reason, RuleInfo, Verdict};
use crate::words::Message;

/// A named value that a pack lets its users set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A number with its unit.
    Number(rust_decimal::Decimal, Unit),
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// Yes or no.
    Bool(bool),
}

/// How one check of a rule ended.
#[derive(Clone, Debug)]
pub enum Check {
    /// It held.
    Held,
    /// It did not hold, or held only by rounding. Findings with the same anchor are one.
    Found(Box<Finding>, Option<String>),
    /// It held because the submission explains it; where the words stand, for those that stand in
    /// one place are one, and the words.
    Answered(Box<Finding>, String, Explanation),
    /// It could not be made.
    NotRun(NotRun),
}

/// A rounding tail seen so far, for the summary at the end.
#[derive(Clone, Debug)]
pub struct Tail {
    /// The stated figure.
    pub node: NodeId,
    /// |stated − expected| as shown.
    pub distance: crate::amount::Exact,
    /// Decimal places it is shown with.
    pub places: u32,
    /// Its unit.
    pub unit: Unit,
}

/// What was written down during a run.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Checks of the current rule.
    pub checks: Vec<Check>,
    /// The comparisons that led to where the rule is: place in the script, what was compared,
    /// whether it was true.
    pub comparisons: Vec<((usize, usize), Vec<NodeId>, bool)>,
    /// Whether the current rule has looked at anything of the submission.
    pub read: bool,
    /// Whether something stood there: a rule that saw only gaps has nothing to pass on.
    pub stood: bool,
    /// What the current rule asked for and was told is not filled in, where the table it would
    /// stand in is there.
    pub gaps: Vec<Gap>,
    /// Nodes that took part in a check of any rule that compares figures.
    pub checked: Vec<bool>,
    /// Rounding tails of all rules so far.
    pub tails: Vec<Tail>,
    /// Equations of all rules so far.
    pub equations: Vec<Equation>,
    /// Where those of the current rule begin.
    pub first_equation: usize,
}

/// A place that is not filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The table.
    pub table: NodeId,
    /// The name of the field in it.
    pub field: String,
    /// Whether the place is there, with nothing in it.
    pub blank: bool,
}

impl Ledger {
    /// Writes down a comparison. One made before at the same place is of an earlier turn of a
    /// loop, and so is all that came after it.
    pub fn compared(&mut self, place: (usize, usize), nodes: Vec<NodeId>, truth: bool) {
        if let Some(turn) = self.comparisons.iter().position(|(at, ..)| *at == place) {
            self.comparisons.truncate(turn);
        }
        self.comparisons.push((place, nodes, truth));
    }
}

/// The rule that is running.
#[derive(Debug)]
struct Current {
    rule: Arc<RuleInfo>,
    /// Whether it looks at every number, which is not checking them.
    scan: bool,
    /// Whether it is known to pass, and runs again for what it judged.
    passed: bool,
}

/// One submission under the rules.
#[derive(Debug)]
pub struct Run {
    /// The submission.
    pub submission: Arc<Submission>,
    /// The pack's parameters.
    pub parameters: Arc<BTreeMap<String, Parameter>>,
    current: Mutex<Current>,
    ledger: Mutex<Ledger>,
}

impl Run {
    /// A run over a submission with an empty ledger.
    #[must_use]
    pub fn new(
        submission: Arc<Submission>,
        parameters: Arc<BTreeMap<String, Parameter>>,
        first: Arc<RuleInfo>,
    ) -> Self {
        let checked = vec![false; submission.document().len()];
        let ledger = Ledger {
            checked,
            ..Ledger::default()
        };
        Self {
            submission,
            parameters,
            current: Mutex::new(Current {
                rule: first,
                scan: false,
                passed: false,
            }),
            ledger: Mutex::new(ledger),
        }
    }

    /// The run a native function was called in.
    ///
    /// # Errors
    /// When a verb is called outside a rule.
    pub fn of(context: &NativeCallContext) -> Result<Arc<Self>, Box<EvalAltResult>> {
        context
            .tag()
            .and_then(|tag| tag.read_lock::<Arc<Self>>().map(|run| Arc::clone(&run)))
            .ok_or_else(|| {
                misuse(
                    "只能在规则之内使用 / only inside a rule",
                    context.call_position(),
                )
            })
    }

    /// The ledger.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a rule; `scan` rules look at every number, which is not checking them.
    pub fn begin(&self, rule: Arc<RuleInfo>, scan: bool) {
        *self.current() = Current {
            rule,
            scan,
            passed: false,
        };
        let mut ledger = self.ledger();
        ledger.checks.clear();
        ledger.comparisons.clear();
        ledger.gaps.clear();
        ledger.read = false;
        ledger.stood = false;
        ledger.first_equation = ledger.equations.len();
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a rule that is known to pass, to the last digit of every equation: only what it
    /// judges is of interest.
    pub(crate) fn begin_again(&self, rule: Arc<RuleInfo>, scan: bool) {
        self.begin(rule, scan);
        self.current().passed = true;
    }

    /// Whether the running rule is known to pass.
    pub(super) fn has_passed(&self) -> bool {
        self.current().passed
    }

    /// Forgets what the running rule wrote down, but for the figures it looked at: it is run
    /// again from its beginning, and looks at them again.
    pub fn again(&self) {
        let mut ledger = self.ledger();
        let first = ledger.first_equation;
        ledger.equations.truncate(first);
        ledger.checks.clear();
        ledger.comparisons.clear();
        ledger.gaps.clear();
        ledger.read = false;
        ledger.stood = false;
    }

    /// Writes down an equation; the check that says how it ended is to follow.
    pub fn record_equation(&self, stated: &Amount, expected: &Amount, verdict: Verdict) {
        self.record_evidence(stated, expected, Standing::Equal, verdict);
    }

    /// Writes down a bound as evidence; the check that says how it ended is to follow. Rules that
    /// look at everything are left out where it holds: they say of each figure what the form says.
    pub fn record_bound(&self, stated: &Amount, bound: &Amount, standing: Standing, holds: bool) {
        let verdict = if holds {
            Verdict::Exact
        } else {
            Verdict::OutOfBounds
        };
        let scan = self.current().scan;
        if !(holds && scan) {
            self.record_evidence(stated, bound, standing, verdict);
        }
    }

    fn record_evidence(
        &self,
        stated: &Amount,
        expected: &Amount,
        standing: Standing,
        verdict: Verdict,
    ) {
        let rule = self.rule();
        let mut ledger = self.ledger();
        let check = ledger.checks.len();
        ledger.equations.push(Equation {
            rule,
            stated: stated.clone(),
            expected: expected.clone(),
            standing,
            verdict,
            check,
            finding: None,
        });
    }

    /// The rule that is running.
    #[must_use]
    pub fn rule(&self) -> Arc<RuleInfo> {
        Arc::clone(&self.current().rule)
    }

    /// Notes that the rule looked at the submission, whether or not anything stood there.
    pub fn note_read(&self) {
        self.ledger().read = true;
    }

    /// Notes that something submitted was read.
    pub fn note_stood(&self) {
        let mut ledger = self.ledger();
        ledger.read = true;
        ledger.stood = true;
    }

    /// Writes down a check.
    pub fn record(&self, check: Check) {
        self.ledger().checks.push(check);
    }

    /// Writes down that figures took part in a check.
    pub fn mark(&self, nodes: &[NodeId]) {
        let scan = self.current().scan;
        if scan {
            return;
        }
        let mut ledger = self.ledger();
        for node in nodes {
            if let Some(slot) = ledger.checked.get_mut(node.index()) {
                *slot = true;
            }
        }
    }

    /// Writes down figures that took part in a check, whatever the rule.
    pub(crate) fn mark_all(&self, nodes: &[NodeId]) {
        let mut ledger = self.ledger();
        for node in nodes {
            if let Some(slot) = ledger.checked.get_mut(node.index()) {
                *slot = true;
            }
        }
    }

    /// Writes down that a check could not be made; of nothing there is none to make.
    pub fn record_trouble(&self, trouble: &Trouble) {
        if *trouble == Trouble::Nothing {
            return;
        }
        let not_run = self.not_run(trouble);
        self.record(Check::NotRun(not_run));
    }

    /// What an amount's trouble means for the rule that needed it.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each trouble")]
    pub fn not_run(&self, trouble: &Trouble) -> NotRun {
        let document = self.submission.document();
        let (reason, at, field, message, others) = match trouble {
            Trouble::Missing { nearest, field } => {
                let name = self.titles_below(*nearest, field);
                let parent = self.submission.label(*nearest);
                (
                    Reason::MissingField,
                    *nearest,
                    field.clone(),
                    Message::Missing(name, parent, field.clone()),
                    &[][..],
                )
            }
            Trouble::Unknown {
                nearest,
                field,
                nearest_name,
            } => {
                let message = Message::NoSuchField(field.clone(), nearest_name.clone());
                (
                    Reason::UnknownField,
                    *nearest,
                    field.clone(),
                    message,
                    &[][..],
                )
            }
            Trouble::NotANumber { node } => {
                let written = document
                    .text(*node)
                    .unwrap_or_else(|| document.source().slice(document.span(*node)));
                let found: String = written.chars().take(40).collect();
                let message = Message::NotANumber(found);
                (Reason::WrongType, *node, String::new(), message, &[][..])
            }
            Trouble::NotAText { node } => (
                Reason::WrongType,
                *node,
                String::new(),
                Message::NotAText,
                &[][..],
            ),
            Trouble::Units { left, right, nodes } => {
                let at = nodes.first().copied().unwrap_or_else(|| document.root());
                let message = Message::Units(left.clone(), right.clone());
                (
                    Reason::UnitMismatch,
                    at,
                    String::new(),
                    message,
                    nodes.get(1..).unwrap_or(&[]),
                )
            }
            Trouble::ZeroDivision { nodes } => {
                let at = nodes.first().copied().unwrap_or_else(|| document.root());
                let others = nodes.get(1..).unwrap_or(&[]);
                (
                    Reason::DivisionByZero,
                    at,
                    String::new(),
                    Message::ZeroDivision,
                    others,
                )
            }
            Trouble::Undefined { part, whole } => {
                let nodes = whole.nodes();
                let at = nodes.first().or(part.nodes().first()).copied();
                let at = at.unwrap_or_else(|| document.root());
                (
                    Reason::DivisionByZero,
                    at,
                    String::new(),
                    Message::ZeroDivision,
                    &[][..],
                )
            }
            Trouble::Unplaced { node } => {
                let name = document.key(*node).unwrap_or_default().to_owned();
                let nearest = document.parent(*node).and_then(|above| {
                    let names = self.submission.field(above)?.names();
                    crate::words::nearest(&name, names.iter().map(String::as_str))
                });
                let message = Message::Unplaced(name.clone(), nearest.map(str::to_owned));
                (Reason::UnknownField, *node, String::new(), message, &[][..])
            }
            Trouble::Nothing => {
                let root = document.root();
                let message = Message::NothingListed;
                (Reason::MissingField, root, String::new(), message, &[][..])
            }
            Trouble::Overflow => {
                let root = document.root();
                (
                    Reason::Overflow,
                    root,
                    String::new(),
                    Message::Overflow,
                    &[][..],
                )
            }
        };
        let mut labels = vec![self.label(at, None, true)];
        labels.extend(others.iter().map(|node| self.label(*node, None, false)));
        NotRun {
            rule: self.rule(),
            reason,
            path: document.pointer(at),
            field,
            message,
            labels,
        }
    }

    /// The titles of a dot-joined path below a node, as the form has them.
    fn titles_below(&self, nearest: NodeId, field: &str) -> String {
        let form = self.submission.form();
        let mut at = self.submission.field_id(nearest);
        let titles: Vec<String> = field
            .split('.')
            .map(|name| {
                at = at.and_then(|id| form.field(id).field(name));
                match at.map(|id| form.field(id).title.clone()) {
                    Some(title) if !title.is_empty() => title,
                    _ => name.to_owned(),
                }
            })
            .collect();
        titles.join(" › ")
    }

    /// A label at a node.
    #[must_use]
    pub fn label(&self, node: NodeId, text: Option<Message>, primary: bool) -> Label {
        let document = self.submission.document();
        Label {
            path: self.submission.pointer(node),
            label: self.submission.label(node),
            span: document.span(node),
            text,
            primary,
        }
    }

    /// Words that stand at a node.
    #[must_use]
    pub fn explanation(&self, node: NodeId, text: String) -> Explanation {
        let label = self.label(node, None, true);
        Explanation {
            path: label.path,
            label: label.label,
            span: label.span,
            text,
        }
    }

    /// A finding of the running rule with nothing but its level, verdict and message.
    #[must_use]
    pub fn finding(&self, verdict: crate::finding::Verdict, message: Message) -> Finding {
        let rule = self.rule();
        Finding {
            level: rule.level,
            rule,
            outcome: crate::finding::Outcome::Failed,
            verdict,
            message,
            figures: crate::finding::Figures::default(),
            labels: Vec::new(),
            suspects: Vec::new(),
            consequences: Vec::new(),
            follows: None,
            held_by: Vec::new(),
            undiagnosed: None,
        }
    }

    /// The same, lowered to advice.
    #[must_use]
    pub fn advice(&self, verdict: crate::finding::Verdict, message: Message) -> Finding {
        Finding {
            level: Level::Advice,
            ..self.finding(verdict, message)
        }
    }

    /// The amount at a node: its exact value, unit and precision.
    #[must_use]
    pub fn amount_at(&self, node: NodeId) -> Amount {
        let Some(number) = self.submission.number(node) else {
            self.note_read();
            let document = self.submission.document();
            let blank = document.text(node).is_some_and(is_blank);
            return Amount::troubled(if blank || document.kind(node) == Kind::Null {
                self.missing_at(node)
            } else {
                Trouble::NotANumber { node }
            });
        };
        self.note_stood();
        let (unit, precision) = match self.submission.stated(node, number.places) {
            Some(stated) => {
                let precision = Precision {
                    // more digits than declared were meant: the figure is that fine
                    places: stated.places.unwrap_or(0).max(number.places),
                    exact: stated.exact,
                };
                (Unit::new(stated.unit), precision)
            }
            None => (
                Unit::NONE,
                Precision {
                    places: number.places,
                    exact: true,
                },
            ),
        };
        Amount::written(node, number.value, unit, precision)
    }

    /// A `null` is a place left empty.
    fn missing_at(&self, node: NodeId) -> Trouble {
        let document = self.submission.document();
        let nearest = document.parent(node).unwrap_or_else(|| document.root());
        let field = document.key(node).map_or_else(
            || format!("[{}]", document.index_in_parent(node)),
            str::to_owned,
        );
        Trouble::Missing { nearest, field }
    }

    /// The amount an item stands for.
    #[must_use]
    pub fn amount(&self, item: &Item) -> Amount {
        match item {
            Item::Amount(amount) => amount.clone(),
            Item::Node(node) | Item::List(node, _) => self.amount_at(*node),
            Item::Missing(missing) => {
                self.note_read();
                Amount::troubled(missing.trouble())
            }
        }
    }

    /// The field of this name below an item.
    #[must_use]
    pub fn field(&self, item: &Item, name: &str) -> Item {
        let form = self.submission.form();
        let (nearest, declared, mut path, unknown) = match item {
            Item::Node(node) => {
                if let Some(below) = self.submission.document().get(*node, name) {
                    return self.item(below);
                }
                (*node, self.submission.field_id(*node), String::new(), None)
            }
            Item::Missing(missing) => (
                missing.nearest,
                missing.declared,
                format!("{}.", missing.field),
                missing.unknown.clone(),
            ),
            Item::List(node, _) => (*node, self.submission.field_id(*node), String::new(), None),
            Item::Amount(_) => {
                let root = self.submission.document().root();
                (root, None, String::new(), Some(None))
            }
        };
        path.push_str(name);
        // an entry of a list, as an index asks for it
        let below = declared.and_then(|id| match name.strip_prefix('[') {
            Some(_) => form.field(id).items(),
            None => form.field(id).field(name),
        });
        let unknown = unknown.or_else(|| {
            if below.is_some() {
                return None;
            }
            let names: Vec<&str> = declared
                .map(|id| form.field(id).names().iter().map(String::as_str).collect())
                .unwrap_or_default();
            Some(crate::words::nearest(name, names).map(str::to_owned))
        });
        Item::Missing(Arc::new(Missing {
            nearest,
            field: path,
            declared: below,
            unknown,
        }))
    }

    /// The item at a node.
    #[must_use]
    pub fn item(&self, node: NodeId) -> Item {
        let document = self.submission.document();
        if document.kind(node) == Kind::List {
            Item::List(node, document.children(node).collect())
        } else {
            Item::Node(node)
        }
    }

    /// The text at an item; `None` when nothing, `null`, only blanks or a mere dash stands there.
    ///
    /// # Errors
    /// When something other than a text stands there.
    pub fn text(&self, item: &Item) -> Result<Option<String>, Trouble> {
        if !matches!(item, Item::Amount(_)) {
            self.note_read();
        }
        let node = match item {
            Item::Missing(missing) if missing.unknown.is_some() => return Err(missing.trouble()),
            Item::Missing(_) => return Ok(None),
            Item::Amount(amount) => {
                return Ok(amount
                    .value()
                    .ok()
                    .and_then(crate::amount::Exact::to_decimal)
                    .map(|value| value.normalize().to_string()));
            }
            Item::Node(node) | Item::List(node, _) => *node,
        };
        let document = self.submission.document();
        match document.kind(node) {
            Kind::Null => Ok(None),
            Kind::Text => {
                let text = trimmed(document.text(node).unwrap_or_default());
                if is_blank(text) {
                    return Ok(None);
                }
                self.note_stood();
                // one of the form's texts, however wide it is written
                let field = self.submission.field_id(node);
                let listed = field.and_then(|id| self.submission.form().listed(id, text));
                Ok(Some(listed.unwrap_or(text).to_owned()))
            }
            Kind::Number => {
                self.note_stood();
                let written = document.source().slice(document.span(node));
                // 201.0 is the code 201
                let code = self.submission.code(node);
                Ok(Some(code.unwrap_or_else(|| written.to_owned())))
            }
            Kind::Bool | Kind::List | Kind::Map => Err(Trouble::NotAText { node }),
        }
    }

    /// Whether something stands at an item: not missing, not `null`, not blank, not a mere dash.
    #[must_use]
    pub fn given(&self, item: &Item) -> bool {
        if let Item::Amount(amount) = item {
            return amount.value().is_ok();
        }
        let given = self.stands(item);
        if given {
            self.note_stood();
        } else {
            self.note_read();
            self.note_gap(item);
        }
        given
    }

    /// Whether what a rule needs is a gap in a section that is there: an empty list or table, or
    /// a stroke for a figure whose fellow in the same table the rule needs too and has.
    pub(crate) fn gap_in_section(
        &self,
        end: &Item,
        path: &str,
        needs: &[String],
        find: &dyn Fn(&str) -> Item,
    ) -> Option<Trouble> {
        let document = self.submission.document();
        let (Item::Node(node) | Item::List(node, _)) = end else {
            return None;
        };
        let is_gap = match document.kind(*node) {
            Kind::List | Kind::Map => document.child_count(*node) == 0,
            Kind::Text => {
                let text = document.text(*node).unwrap_or_default();
                let field = self.submission.field(*node);
                let stroke = is_blank(text) && !crate::document::is_invisible(text);
                let above = |path: &str| path.rsplit_once('.').map(|(above, _)| above.to_owned());
                let fellow = needs.iter().any(|other| {
                    other != path && above(other) == above(path) && self.stands(&find(other))
                });
                stroke && fellow && field.is_some_and(|field| field.numeric)
            }
            _ => false,
        };
        is_gap.then_some(Trouble::Missing {
            nearest: document.parent(*node)?,
            field: document.key(*node)?.to_owned(),
        })
    }

    /// Whether a rule is to look at an item: something stands there, or a stroke where the form
    /// lets one stand for a figure, which is an answer that can be wrong.
    #[must_use]
    pub fn answered(&self, item: &Item) -> bool {
        if let Item::Node(node) = item
            && self.submission.is_stroke(*node)
        {
            self.note_stood();
            return true;
        }
        self.given(item)
    }

    /// Remembers a place that a rule was told is not filled in: what it adds up without it is not
    /// all there is to add.
    fn note_gap(&self, item: &Item) {
        let document = self.submission.document();
        let gap = match item {
            // below a table that is not there, nothing is left out of it
            Item::Missing(missing) if missing.unknown.is_none() && !missing.field.contains('.') => {
                Gap {
                    table: missing.nearest,
                    field: missing.field.clone(),
                    blank: false,
                }
            }
            Item::Node(node) => {
                let (Some(table), Some(field)) = (document.parent(*node), document.key(*node))
                else {
                    return;
                };
                // a stroke says that there is nothing
                let text = document.text(*node).unwrap_or_default();
                if !crate::document::is_invisible(text) {
                    return;
                }
                Gap {
                    table,
                    field: field.to_owned(),
                    blank: true,
                }
            }
            _ => return,
        };
        let mut ledger = self.ledger();
        // a rule that asks for more than a form has is not one that adds them up
        if ledger.gaps.len() < MOST_GAPS {
            ledger.gaps.push(gap);
        }
    }

    /// Whether something stands at an item; nothing is written down.
    pub(super) fn stands(&self, item: &Item) -> bool {
        match item {
            Item::Missing(_) | Item::Amount(_) => false,
            Item::List(node, _) | Item::Node(node) => self.submission.is_filled(*node),
        }
    }

    /// The node an item stands at, or the deepest that exists.
    #[must_use]
    pub fn place(&self, item: &Item) -> NodeId {
        match item {
            Item::Node(node) | Item::List(node, _) => *node,
            Item::Missing(missing) => missing.nearest,
            Item::Amount(amount) => amount
                .nodes()
                .first()
                .copied()
                .unwrap_or_else(|| self.submission.document().root()),
        }
    }

    /// The form's title of an item.
    #[must_use]
    pub fn title(&self, item: &Item) -> String {
        match item {
            Item::Node(node) | Item::List(node, _) => self.submission.title(*node),
            Item::Missing(missing) => {
                let titles = self.titles_below(missing.nearest, &missing.field);
                titles.rsplit(" › ").next().unwrap_or_default().to_owned()
            }
            Item::Amount(amount) => amount
                .node()
                .map(|node| self.submission.title(node))
                .unwrap_or_default(),
        }
    }

    /// The names of the fields that lead to an item, as they stand in the file; a row is told by its
    /// number.
    #[must_use]
    pub fn keys(&self, item: &Item) -> String {
        let document = self.submission.document();
        let (mut node, mut names) = match item {
            Item::Node(node) | Item::List(node, _) => (*node, Vec::new()),
            Item::Missing(missing) => (missing.nearest, vec![missing.field.clone()]),
            Item::Amount(_) => return String::new(),
        };
        while let Some(parent) = document.parent(node) {
            names.push(document.key(node).map_or_else(
                || format!("[{}]", document.index_in_parent(node) + 1),
                str::to_owned,
            ));
            node = parent;
        }
        names.reverse();
        names.join(".").replace(".[", "[")
    }

    /// A short name of a figure: its title, with its row's where that says more.
    #[must_use]
    pub fn name(&self, amount: &Amount) -> String {
        let Some(node) = amount.nodes().first().copied() else {
            return amount.expression();
        };
        self.row_name(node)
    }

    /// The last two titles of a node.
    #[must_use]
    pub fn row_name(&self, node: NodeId) -> String {
        let own = self.submission.title(node);
        match self.submission.document().parent(node) {
            Some(parent) if !self.submission.title(parent).is_empty() => {
                format!("{} › {own}", self.submission.title(parent))
            }
            _ => own,
        }
    }
}

/// Gaps remembered of one rule.
const MOST_GAPS: usize = 1_000;

/// Turns a position into a key that orders by place in the script.
pub(crate) fn position_key(position: Position) -> (usize, usize) {
    (
        position.line().unwrap_or(0),
        position.position().unwrap_or(0),
    )
}
