//! [`Checker`]: one worker's engine and scripts; checks one submission after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{AST, Dynamic, Engine, EvalAltResult, Position};

use super::answers;
use super::conclude::conclude;
use super::coverage::Seen;
use super::engine::{Clock, MEMORY_FULL, TIME_OVER};
use super::evidence::{Evidence, Judged};
use super::many::{self, Gathered, Plan as PlanOfAll, RuleOfAll};
use super::own_rules::{structure_finding, structure_rule, unreadable};
use super::parsed::At;
use super::plan::{Halt, Plan, Quick, plan};
use super::probe;
use super::scripts::{Prepared, Rule, innermost};
use super::subject::subject;
use super::unchecked::Unchecked;
use super::{Pack, PackFault, with_room};
use crate::amount::Trouble;
use crate::diagnosis::diagnose;
use crate::document::{Document, Laid, NodeId, Reader, Submission, Unreadable};
use crate::finding::{
    Advice, Checked, Level, NOTHING_CHECKED, NotRun, NumberCounts, Outcome, Reason, RuleInfo,
    RuleOutcome,
};
use crate::source::Source;
use crate::verbs::{Check, Equation, Escape, Item, Natives, Parameter, Run};
use crate::words::Message;

/// One worker's means of checking submissions with a pack.
#[derive(Debug)]
pub struct Checker {
    pub(super) pack: Arc<Pack>,
    pub(super) parameters: Arc<BTreeMap<String, Parameter>>,
    pub(super) engine: Engine,
    pub(super) clock: Clock,
    pub(super) library: AST,
    pub(super) rules: Vec<Rule>,
    functions: BTreeMap<String, usize>,
    trees: Vec<AST>,
    natives: Natives,
    way: Way,
    reader: Reader,
    laid: Laid,
    unchecked: Unchecked,
    /// How the rules ended with the last submission.
    last_outcomes: Arc<[RuleOutcome]>,
    pub(super) structure: Arc<RuleInfo>,
    rules_of_all: Vec<RuleOfAll>,
    ear: many::Ear,
    /// What they ask, once somebody wanted to know.
    plan_of_all: Option<Arc<PlanOfAll>>,
}

/// A submission that was checked, and the equations its rules judged.
#[derive(Debug)]
pub struct Examined {
    /// What was found out.
    pub checked: Checked,
    /// The submission.
    pub submission: Arc<Submission>,
    /// What `equal` judged, in the order of rules.
    pub equations: Vec<Equation>,
}

/// How a rule ended, and its note.
type Ended = (Outcome, String);

/// How rules are run.
#[derive(Debug)]
enum Way {
    /// By the interpreter, until a second submission shows that a plan is worth making.
    First,
    /// By the plan, and by the interpreter what it leaves. Beside the plan, for each rule, its
    /// function in it and whether the quick way may be sure of it.
    Planned(Plan, Vec<Option<(usize, bool)>>),
    /// By the interpreter alone.
    Interpreted,
}

impl Checker {
    pub(super) fn new(
        pack: Arc<Pack>,
        parameters: Arc<BTreeMap<String, Parameter>>,
    ) -> Result<Self, Vec<PackFault>> {
        let Prepared {
            engine,
            clock,
            library,
            mut rules,
            functions,
            trees,
            natives,
            rules_of_all,
            ear,
            ..
        } = pack.take_prepared()?;
        // counted by one thread alone: others do not wait for it
        for rule in &mut rules {
            rule.info = Arc::new(RuleInfo::clone(&rule.info));
        }
        Ok(Self {
            pack,
            parameters,
            engine,
            clock,
            library,
            rules,
            functions,
            trees,
            natives,
            way: Way::First,
            reader: Reader::default(),
            laid: Laid::default(),
            unchecked: Unchecked::default(),
            last_outcomes: Arc::default(),
            structure: Arc::new(structure_rule()),
            rules_of_all,
            ear,
            plan_of_all: None,
        })
    }

    /// Counts all steps of the rules from here on.
    pub(super) fn count_steps(&mut self, seen: &Seen) {
        let seen = seen.clone();
        let functions = self.functions.clone();
        self.interpret();
        probe::attach(&mut self.engine, move |_, node, function| {
            if let Some(script) = functions.get(function) {
                seen.note(At::of(*script, node.position()));
            }
        });
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> &Arc<Pack> {
        &self.pack
    }

    /// Leaves every rule to the interpreter, to hold the plan against it.
    pub fn interpret(&mut self) {
        self.way = Way::Interpreted;
    }

    /// Makes the plan now instead of before the second submission.
    pub fn prepare(&mut self) {
        let plan = plan(&self.trees, &self.natives);
        let functions = self.rules.iter().map(|rule| {
            let function = plan.find(rule.body.fn_name())?;
            Some((function, plan.is_known(function)))
        });
        let functions = functions.collect();
        self.way = Way::Planned(plan, functions);
    }

    /// Reads and checks a submission; a file that is no JSON gives its faults as findings.
    /// Returns the source as well, for the places.
    pub fn check_source(&mut self, source: Source) -> (Source, Checked) {
        match self.reader.read(source) {
            Ok(document) => {
                let source = document.source().clone();
                let (checked, submission) = self.check_and_keep(document);
                self.reader.reuse(submission);
                (source, checked)
            }
            Err(Unreadable { source, faults }) => (source, unreadable(&faults)),
        }
    }

    /// Checks a submission. Cannot fail: whatever goes wrong is part of what is found out.
    pub fn check(&mut self, document: Document) -> Checked {
        self.check_and_keep(document).0
    }

    /// Checks a submission, and hands it back for what else is to be read in it.
    pub fn check_and_keep(&mut self, document: Document) -> (Checked, Arc<Submission>) {
        let examined = with_room(|| self.examine_here(document, false));
        (examined.checked, examined.submission)
    }

    /// Checks a submission, and keeps what was judged.
    pub fn examine(&mut self, document: Document) -> Examined {
        with_room(|| self.examine_here(document, true))
    }

    /// The same, on a thread with room. Equations that held are only there where all are kept, or
    /// where some are wrong.
    fn examine_here(&mut self, document: Document, keep: bool) -> Examined {
        let form = Arc::clone(&self.pack.form);
        let submission = Arc::new(Submission::laid(document, form, &mut self.laid));
        let run = Arc::new(Run::new(
            Arc::clone(&submission),
            Arc::clone(&self.parameters),
            Arc::clone(&self.structure),
        ));
        let mut checked = Checked {
            subject: subject(submission.document()),
            verdict: Advice::Accept,
            pack: Some(self.pack.stamp.clone()),
            outcomes: Arc::default(),
            findings: Vec::new(),
            answered: Vec::new(),
            waived: Vec::new(),
            settings: None,
            not_run: Vec::new(),
            numbers: NumberCounts::default(),
            unchecked: Arc::default(),
        };
        for fault in self.pack.structure.faults(&submission) {
            checked.findings.push(structure_finding(&run, &fault));
        }
        let mut endings: Vec<Ended> = Vec::with_capacity(self.rules.len() + 1);
        let structure = if checked.findings.is_empty() {
            Outcome::Passed
        } else {
            Outcome::Failed
        };
        endings.push((structure, String::new()));
        self.engine.set_default_tag(Dynamic::from(Arc::clone(&run)));
        self.clock.begin();
        let equations = self.run_rules(&run, &mut checked, &mut endings, keep);
        checked.outcomes = self.outcomes(endings);
        self.engine.set_default_tag(Dynamic::UNIT);
        if matches!(self.way, Way::First) {
            self.prepare();
        }
        diagnose(&submission, &equations, &mut checked.findings);
        answers::apply(&run, &self.rules, &self.parameters, &mut checked);
        self.unchecked.count(&run, &mut checked);
        checked.verdict = checked.open().verdict();
        Examined {
            checked,
            submission,
            equations,
        }
    }

    /// How all rules ended, that of structure first: mostly as in the last submission, and then
    /// it need not be written down again.
    fn outcomes(&mut self, endings: Vec<Ended>) -> Arc<[RuleOutcome]> {
        let same = |(known, (outcome, note)): (&RuleOutcome, &Ended)| {
            // comparing texts of no length is left out: it may cost more than all others
            let no_note = known.note.is_empty() && note.is_empty();
            known.outcome == *outcome && (no_note || known.note == *note)
        };
        let mut known = self.last_outcomes.iter().zip(&endings);
        if self.last_outcomes.len() == endings.len() && known.all(same) {
            return Arc::clone(&self.last_outcomes);
        }
        let rules =
            std::iter::once(&self.structure).chain(self.rules.iter().map(|rule| &rule.info));
        let outcomes = rules
            .zip(endings)
            .map(|(rule, (outcome, note))| RuleOutcome {
                rule: Arc::clone(rule),
                outcome,
                note,
            });
        self.last_outcomes = outcomes.collect();
        Arc::clone(&self.last_outcomes)
    }

    /// What the rules over all submissions ask, under the parameters and levels in force.
    ///
    /// # Errors
    /// What is wrong with a rule under these parameters.
    pub fn plan_of_all(&mut self) -> Result<Arc<PlanOfAll>, Vec<PackFault>> {
        if let Some(plan) = &self.plan_of_all {
            return Ok(Arc::clone(plan));
        }
        let Self {
            pack,
            parameters,
            engine,
            clock,
            library,
            rules_of_all,
            ear,
            ..
        } = self;
        let stage = many::Stage {
            engine,
            clock,
            library,
            ear,
        };
        let made = with_room(|| many::make(pack, rules_of_all, parameters, stage));
        // what is wrong is said once
        let (plan, faults) = match made {
            Ok(plan) => (plan, Vec::new()),
            Err(faults) => (PlanOfAll::default(), faults),
        };
        let plan = Arc::clone(self.plan_of_all.insert(Arc::new(plan)));
        if faults.is_empty() {
            Ok(plan)
        } else {
            Err(faults)
        }
    }

    /// Gathers from a submission what a plan asks for.
    #[must_use]
    pub fn gather(&self, submission: &Arc<Submission>, plan: &Arc<PlanOfAll>) -> Gathered {
        Gathered::of(submission, plan, &self.parameters, &self.structure)
    }

    /// The first path without which the rule does not apply, and what keeps it from being run
    /// where that is no section that the submission does without, but a gap in one it has.
    pub(super) fn lacking<'r>(rule: &'r Rule, run: &Run) -> Option<(&'r String, Option<Trouble>)> {
        let root = run.item(run.submission.document().root());
        let end = |path: &str| {
            path.split('.')
                .fold(root.clone(), |item, name| run.field(&item, name))
        };
        let mut lacking = rule.needs.iter().filter(|path| !run.given(&end(path)));
        let first = lacking.next()?;
        let gap = std::iter::once(first)
            .chain(lacking)
            .find_map(|path| run.gap_in_section(&end(path), path, &rule.needs, &end));
        Some((first, gap))
    }

    /// Gives a rule another level, or none: then it is off. Rules the pack does not have are
    /// passed over.
    pub(crate) fn set_level(&mut self, id: &str, level: Option<Level>) {
        self.last_outcomes = Arc::default();
        for rule in self.rules.iter_mut().filter(|rule| rule.info.id == id) {
            rule.off = level.is_none();
            if let Some(level) = level {
                Arc::make_mut(&mut rule.info).level = level;
            }
        }
        let of_all = self.rules_of_all.iter_mut();
        for rule in of_all.filter(|rule| rule.info.id == id) {
            rule.off = level.is_none();
            if let Some(level) = level {
                Arc::make_mut(&mut rule.info).level = level;
            }
            self.plan_of_all = None;
        }
    }

    /// Runs all rules; gives the equations they judged, see [`Self::examine_here`].
    fn run_rules(
        &self,
        run: &Arc<Run>,
        checked: &mut Checked,
        endings: &mut Vec<Ended>,
        keep: bool,
    ) -> Vec<Equation> {
        let mut quick = match &self.way {
            Way::Planned(plan, _) if !keep => {
                Some(Quick::new(plan, &run.submission, &run.parameters))
            }
            _ => None,
        };
        // what each rule judged, and the figures of those whose end was sure
        let mut judged: Vec<Judged> = Vec::with_capacity(self.rules.len());
        let mut figures: Vec<NodeId> = Vec::with_capacity(run.submission.document().len());
        let mut no_tails = true;
        for (index, rule) in self.rules.iter().enumerate() {
            let known = self
                .function(index)
                .filter(|(_, known)| *known && !rule.off);
            if let (Some(quick), Some((function, _))) = (&mut quick, known)
                && let Some(ending) = quick.rule(function, &rule.needs, rule.scan, no_tails)
            {
                let from = figures.len();
                figures.extend_from_slice(quick.checked());
                endings.push((ending.outcome, ending.note));
                judged.push(if ending.evidence {
                    Judged::Held(from..figures.len())
                } else {
                    Judged::Known(0)
                });
                continue;
            }
            let before = run.ledger().equations.len();
            endings.push(self.run_rule(index, rule, run, checked));
            let ledger = run.ledger();
            let count = ledger.equations.len().saturating_sub(before);
            judged.push(Judged::Known(count));
            no_tails = ledger.tails.is_empty();
        }
        run.mark_all(&figures);
        let equations = std::mem::take(&mut run.ledger().equations);
        if !equations.iter().any(Equation::is_wrong) {
            return equations;
        }
        // what holds is evidence, as far as it bears on what is wrong
        let evidence = Evidence::of(&run.submission, &equations, &judged, &figures);
        // a rule that looks at everything marks nothing: what it judged may lie near anything
        let mut rules = self.rules.iter().zip(&judged);
        let blind = rules.any(|(rule, judged)| rule.scan && matches!(judged, Judged::Held(_)));
        let mut all = Vec::with_capacity(2 * equations.len() + 16);
        let mut known = equations.into_iter();
        for (index, (rule, judged)) in self.rules.iter().zip(&judged).enumerate() {
            match judged {
                Judged::Known(count) => all.extend(known.by_ref().take(*count)),
                Judged::Held(range) => {
                    if blind || evidence.has(figures.get(range.clone())) {
                        self.judge_again(index, rule, run);
                        all.append(&mut run.ledger().equations);
                    }
                }
            }
        }
        all
    }

    /// Runs a rule that surely passed, for its equations.
    fn judge_again(&self, index: usize, rule: &Rule, run: &Arc<Run>) {
        if Self::lacking(rule, run).is_some() {
            return;
        }
        run.begin_again(Arc::clone(&rule.info), rule.scan);
        let root = run.item(run.submission.document().root());
        // a rule that is left by `skip` has judged what it has judged
        let _ = self.call_in_time(index, rule, run, root);
    }

    /// A rule's function in the plan, and whether the quick way may be sure of it.
    fn function(&self, index: usize) -> Option<(usize, bool)> {
        match &self.way {
            Way::Planned(_, functions) => functions.get(index).copied().flatten(),
            _ => None,
        }
    }

    fn run_rule(&self, index: usize, rule: &Rule, run: &Arc<Run>, checked: &mut Checked) -> Ended {
        if rule.off {
            return (Outcome::NotApplicable, "已由设置关闭".to_owned());
        }
        let root = run.item(run.submission.document().root());
        let mut note = String::new();
        let lacking = Self::lacking(rule, run);
        // what `needs` looked at is not what the rule read
        run.begin(Arc::clone(&rule.info), rule.scan);
        let mut skipped = false;
        if let Some((_, Some(gap))) = lacking {
            run.record_trouble(&gap);
        } else if let Some((path, None)) = lacking {
            note = format!("未填报 {path}");
            skipped = true;
        } else if let Err(error) = self.call_in_time(index, rule, run, root) {
            match self.escape(rule, rule.script, run, &error) {
                Ok(reason) => {
                    note = reason;
                    skipped = true;
                }
                Err(not_run) => run.record(Check::NotRun(*not_run)),
            }
        }
        let outcome = conclude(run, checked, skipped, &mut note);
        (outcome, note)
    }

    /// Runs a rule; one that ran over its time has found nothing out, however it ended.
    fn call_in_time(
        &self,
        index: usize,
        rule: &Rule,
        run: &Run,
        root: Item,
    ) -> Result<(), Box<EvalAltResult>> {
        let ended = self.call(index, rule, run, root);
        if self.clock.stop() && ended.is_ok() {
            let over = Dynamic::from(TIME_OVER.to_owned());
            return Err(EvalAltResult::ErrorTerminated(over, Position::NONE).into());
        }
        ended
    }

    /// Runs a rule, by the plan where it has it.
    fn call(
        &self,
        index: usize,
        rule: &Rule,
        run: &Run,
        root: Item,
    ) -> Result<(), Box<EvalAltResult>> {
        self.clock.start();
        if let (Way::Planned(plan, _), Some((function, _))) = (&self.way, self.function(index)) {
            let tails = run.ledger().tails.len();
            match plan.call(function, run, &self.clock, root.clone()) {
                Ok(_) => return Ok(()),
                Err(Halt::Escape(error)) if is_escape(&error) => return Err(error),
                Err(_) => {
                    run.ledger().tails.truncate(tails);
                    run.again();
                }
            }
        }
        // what the plan left is part of the same run, and has no more time
        rule.body
            .call::<Dynamic>(&self.engine, &self.library, (Dynamic::from(root),))
            .map(|_| ())
    }

    /// Why a rule ended before its end: `Ok` is `skip` with its reason.
    /// `script` is the one the error stands in.
    fn escape(
        &self,
        rule: &Rule,
        script: usize,
        run: &Run,
        error: &EvalAltResult,
    ) -> Result<String, Box<NotRun>> {
        match error {
            EvalAltResult::ErrorInFunctionCall(name, _, inner, _) => {
                let script = self.functions.get(name).copied().unwrap_or(script);
                return self.escape(rule, script, run, inner);
            }
            EvalAltResult::ErrorInModule(_, inner, _) => {
                return self.escape(rule, script, run, inner);
            }
            EvalAltResult::ErrorRuntime(value, _) => {
                if let Some(escape) = value.read_lock::<Escape>() {
                    return match &*escape {
                        Escape::Skip(reason) => Ok(reason.clone()),
                        Escape::Trouble(Trouble::Nothing) => Ok(NOTHING_CHECKED.to_owned()),
                        Escape::Trouble(trouble) => Err(Box::new(run.not_run(trouble))),
                    };
                }
            }
            _ => {}
        }
        let (words, position) = innermost(error);
        let file = self
            .pack
            .scripts
            .get(script)
            .map_or("", |script| script.file.as_str());
        let place = match position.line() {
            Some(line) => format!("{file}:{line}:{}", position.position().unwrap_or(1)),
            None => file.to_owned(),
        };
        let limit = match error {
            EvalAltResult::ErrorTooManyOperations(_) => Some("步数 / steps"),
            EvalAltResult::ErrorTerminated(value, _) => {
                match value.clone().into_string().as_deref() {
                    Ok(TIME_OVER) => Some("时间 / time"),
                    Ok(MEMORY_FULL) => Some("内存 / memory"),
                    _ => Some("终止 / terminated"),
                }
            }
            EvalAltResult::ErrorStackOverflow(_) => Some("调用层数 / call depth"),
            EvalAltResult::ErrorDataTooLarge(..) => Some("数据大小 / data size"),
            EvalAltResult::ErrorTooManyVariables(_) => Some("变量个数 / variables"),
            _ => None,
        };
        let (reason, message) = match limit {
            Some(which) => (
                Reason::Limit,
                Message::LimitPassed(format!("{which}，{place}")),
            ),
            None => (Reason::Script, Message::Script(place, words)),
        };
        Err(Box::new(NotRun {
            rule: Arc::clone(&rule.info),
            reason,
            path: String::new(),
            field: String::new(),
            message,
            labels: Vec::new(),
        }))
    }
}

/// Whether a rule was left through a word, which says the same wherever it stands.
fn is_escape(error: &EvalAltResult) -> bool {
    matches!(error, EvalAltResult::ErrorRuntime(value, _) if value.is::<Escape>())
}
