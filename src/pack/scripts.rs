//! Compiles a pack's scripts, hears the rules they declare, and holds both against the form.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{
    AST, ASTNode, Engine, EvalAltResult, Expr, FnPtr, Map, NativeCallContext, Position, Stmt,
};

use super::bounded;
use super::engine::{self, Clock};
use super::fault::{PackFault, PackFaultKind};
use super::many::{self, RuleOfAll};
use super::{Pack, Script, syntax};
use crate::document::Form;
use crate::finding::{Level, RuleInfo};
use crate::verbs::{Natives, Sort, words};

/// A rule as its script declares it.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// What it says of itself.
    pub(super) info: Arc<RuleInfo>,
    /// The closure.
    pub(super) body: FnPtr,
    /// Index of its script.
    pub(super) script: usize,
    /// Dotted paths without which it does not apply.
    pub(super) needs: Vec<String>,
    /// Whether it looks at everything, which is not checking it.
    pub(super) scan: bool,
    /// Lints it excuses, with its reasons.
    pub(super) allow: BTreeMap<String, String>,
    /// Whether it comes after all others, also those of packs that extend its own.
    pub(super) last: bool,
    /// What an explanation must name, each in any of several ways.
    pub(super) names: Vec<String>,
    /// What it checks, in its author's words.
    pub(super) says: Vec<String>,
    /// Whether the settings have switched it off.
    pub(super) off: bool,
}

struct Heard {
    /// Whether it is over all submissions.
    all: bool,
    id: String,
    meta: Map,
    body: FnPtr,
    position: Position,
}

/// An engine with a pack's scripts compiled in it: one library of all their functions, and the
/// rules. Compiling is most of what starting costs, so the first checker takes the one that
/// loading made.
pub(super) struct Prepared {
    pub(super) engine: Engine,
    pub(super) clock: Clock,
    pub(super) library: AST,
    pub(super) rules: Vec<Rule>,
    /// Which script each function stands in: errors name the function, not the file.
    pub(super) functions: BTreeMap<String, usize>,
    /// The scripts one by one: places are told apart only within one.
    pub(super) trees: Vec<AST>,
    /// The words the engine knows.
    pub(super) natives: Natives,
    /// Rules over all submissions.
    pub(super) rules_of_all: Vec<RuleOfAll>,
    /// What their words write down.
    pub(super) ear: many::Ear,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Prepared")
            .field("rules", &self.rules.len())
            .finish_non_exhaustive()
    }
}

/// Compiles a pack's scripts, hears their rules, and holds what they name against the form.
/// `is_known`: names and rules over all submissions were looked at before, at loading or, of a
/// shipped pack, by a test that
/// loads it as a folder. Looking again would be a tenth of what starting costs.
pub(super) fn prepare(pack: &Pack, is_known: bool) -> Result<Prepared, Vec<PackFault>> {
    let mut prepared = compile(pack)?;
    let mut faults = leave_out(pack, &mut prepared);
    if !is_known {
        for (index, (script, ast)) in pack.scripts.iter().zip(&prepared.trees).enumerate() {
            check_names(pack, script, ast, &mut faults);
            check_verbs(script, index, ast, &prepared.rules, &mut faults);
            super::author::look(
                script,
                index,
                ast,
                &prepared.rules,
                &prepared.natives,
                &mut faults,
            );
        }
        let Prepared {
            engine,
            clock,
            library,
            ear,
            rules_of_all,
            ..
        } = &mut prepared;
        let stage = many::Stage {
            engine,
            clock,
            library,
            ear,
        };
        // with the parameters in force it is made again; what is wrong with it is wrong here
        if let Err(more) = many::make(pack, rules_of_all, &pack.values, stage) {
            faults.extend(more);
        }
    }
    prepared.clock.stop();
    if faults.is_empty() {
        prepared.rules.shrink_to_fit();
        Ok(prepared)
    } else {
        Err(faults)
    }
}

/// Takes away the rules of extended packs that the form has no use for; those there are not are
/// faults.
fn leave_out(pack: &Pack, prepared: &mut Prepared) -> Vec<PackFault> {
    let own = format!("{}/", pack.manifest.id);
    let file = format!("{own}pack.toml");
    let mut faults = Vec::new();
    for id in &pack.manifest.without {
        let stays = |rule: &RuleInfo, script: usize| {
            let script = pack.scripts.get(script);
            !rule.id.eq_ignore_ascii_case(id)
                || script.is_some_and(|script| script.file.starts_with(&own))
        };
        let before = prepared.rules.len() + prepared.rules_of_all.len();
        prepared.rules.retain(|rule| stays(&rule.info, rule.script));
        prepared
            .rules_of_all
            .retain(|rule| stays(&rule.info, rule.script));
        if prepared.rules.len() + prepared.rules_of_all.len() == before {
            let words =
                format!("without: 继承的规则包中没有规则“{id}” / no such rule to leave out");
            faults.push(PackFault::of(file.clone(), PackFaultKind::Manifest(words)));
        }
    }
    faults
}

/// Makes known the words that declare rules; what they declare.
fn listen(engine: &mut Engine) -> Arc<Mutex<Vec<Heard>>> {
    let heard: Arc<Mutex<Vec<Heard>>> = Arc::default();
    for (word, all) in [("rule", false), (RULE_OF_ALL, true)] {
        let ear = Arc::clone(&heard);
        engine.register_fn(
            word,
            move |context: NativeCallContext, id: &str, meta: Map, body: FnPtr| {
                ear.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(Heard {
                        all,
                        id: id.to_owned(),
                        meta,
                        body,
                        position: context.call_position(),
                    });
            },
        );
    }
    heard
}

/// Compiles all scripts and hears their rules.
fn compile(pack: &Pack) -> Result<Prepared, Vec<PackFault>> {
    let (mut engine, clock, natives) = engine::engine(&pack.form);
    let words_of_all = many::register(&mut engine);
    // what a script does while it is loaded is bounded as a rule is
    clock.start_looking();
    let heard = listen(&mut engine);
    let mut faults = Vec::new();
    let mut library = AST::empty();
    let mut trees = Vec::new();
    let mut functions = BTreeMap::new();
    let mut rules: Vec<Rule> = Vec::new();
    let mut rules_of_all: Vec<RuleOfAll> = Vec::new();
    for (index, script) in pack.scripts.iter().enumerate() {
        let mut ast = match engine.compile(&script.text) {
            Ok(ast) => ast,
            Err(error) => {
                let names = pack.form.names();
                faults.push(syntax::fault(&script.file, &script.text, &error, names));
                continue;
            }
        };
        ast.set_source(script.file.as_str());
        for (name, position) in taken_names(&ast, &library) {
            let words = format!(
                "函数名“{name}”已有所指，会把它顶替掉，请换一个 / the function name is taken"
            );
            let kind = PackFaultKind::Script(words);
            faults.push(PackFault::at(&script.file, &script.text, position, kind));
        }
        for (position, words) in bounded::entries_changed(&ast) {
            let kind = PackFaultKind::Script(words.to_owned());
            faults.push(PackFault::at(&script.file, &script.text, position, kind));
        }
        clock.begin();
        clock.start();
        if let Err(error) = engine.run_ast(&ast) {
            let (words, position) = innermost(&error);
            let kind = PackFaultKind::Script(words);
            faults.push(PackFault::at(&script.file, &script.text, position, kind));
        }
        functions.extend(ast.iter_functions().map(|own| (own.name.to_owned(), index)));
        library.combine(ast.clone_functions_only());
        trees.push(ast);
        for heard in heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain(..)
        {
            let mut fault = |kind| {
                faults.push(PackFault::at(
                    &script.file,
                    &script.text,
                    heard.position,
                    kind,
                ));
            };
            // ids are found whatever their case
            let infos = rules.iter().map(|rule| &rule.info);
            let mut infos = infos.chain(rules_of_all.iter().map(|rule| &rule.info));
            if infos.any(|info| info.id.eq_ignore_ascii_case(&heard.id)) {
                fault(PackFaultKind::DuplicateRule(heard.id.clone()));
                continue;
            }
            if let Some(rule) = read_meta(&heard, index, &mut fault) {
                // a base pack speaks of fields that not every form has; the pack itself knows its own
                if script.file.starts_with(&format!("{}/", pack.manifest.id)) {
                    for path in rule.needs.iter().filter(|path| !declares(&pack.form, path)) {
                        let names = pack.form.names().iter().map(String::as_str);
                        let nearest = crate::words::nearest(path, names).map(str::to_owned);
                        fault(PackFaultKind::UnknownField(path.clone(), nearest));
                    }
                }
                if heard.all {
                    rules_of_all.push(RuleOfAll {
                        info: rule.info,
                        body: rule.body,
                        says: rule.says,
                        script: index,
                        position: heard.position,
                        off: false,
                    });
                    continue;
                }
                rules.push(rule);
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    rules.sort_by_key(|rule| rule.last);
    Ok(Prepared {
        engine,
        clock,
        library,
        rules,
        functions,
        trees,
        natives,
        rules_of_all,
        ear: words_of_all,
    })
}

/// The word by which a rule over all submissions is declared.
pub(super) const RULE_OF_ALL: &str = "rule_all";

/// Functions that would take the place of a word or of another script's function: Rhai asks
/// scripts first, and the rules that use the word would never report.
fn taken_names(ast: &AST, library: &AST) -> Vec<(String, Position)> {
    let known: Vec<(&str, usize)> = library
        .iter_functions()
        .map(|function| (function.name, function.params.len()))
        .collect();
    ast.shared_lib()
        .iter_script_fn_info()
        .filter(|(.., name, count, _)| {
            !name.starts_with("anon$")
                && (matches!(*name, "rule" | RULE_OF_ALL)
                    || words().any(|word| word.name == *name)
                    || known.contains(&(name, *count)))
        })
        .map(|(.., name, _, function)| (name.to_owned(), function.body.start_position()))
        .collect()
}

/// Whether the form has a field at a dotted path.
fn declares(form: &Form, path: &str) -> bool {
    path.split('.')
        .try_fold(form.root(), |at, name| form.field(at).field(name))
        .is_some()
}

const KEYS: [&str; 11] = [
    "title", "says", "level", "basis", "verified", "fix", "needs", "scan", "last", "allow", "names",
];
/// Of these, what a rule over all submissions may say.
const KEYS_OF_ALL: [&str; 6] = ["title", "says", "level", "basis", "verified", "fix"];

fn read_meta(heard: &Heard, script: usize, fault: &mut impl FnMut(PackFaultKind)) -> Option<Rule> {
    let id = &heard.id;
    let mut good = true;
    let keys: &[&str] = if heard.all { &KEYS_OF_ALL } else { &KEYS };
    for key in heard.meta.keys() {
        if !keys.contains(&key.as_str()) {
            let nearest = crate::words::nearest(key, keys.iter().copied()).map(str::to_owned);
            fault(PackFaultKind::UnknownKey(
                id.clone(),
                key.to_string(),
                nearest,
            ));
            good = false;
        }
    }
    let text = |key: &str| -> Option<String> {
        heard
            .meta
            .get(key)
            .and_then(|value| value.clone().into_string().ok())
    };
    let mut wrong = |why: &str| {
        fault(PackFaultKind::Metadata(id.clone(), why.to_owned()));
        good = false;
    };
    if id.trim().is_empty() {
        wrong("编号不能为空 / the id is empty");
    }
    let title = text("title").unwrap_or_default();
    if title.is_empty() {
        wrong("缺 title（一句话标题）/ title is missing");
    }
    let level = match text("level").as_deref() {
        Some("error") => Level::Error,
        Some("query") => Level::Query,
        Some("advice") => Level::Advice,
        _ => {
            wrong("level 应为 \"error\"、\"query\"、\"advice\" 之一 / level is one of these");
            Level::Error
        }
    };
    let flag = |key: &str, wrong: &mut dyn FnMut(&str)| match heard.meta.get(key) {
        None => false,
        Some(value) => value.as_bool().unwrap_or_else(|_| {
            wrong(&format!("{key} 应为 true 或 false / is true or false"));
            false
        }),
    };
    let verified = flag("verified", &mut wrong);
    let scan = flag("scan", &mut wrong);
    let last = flag("last", &mut wrong);
    let texts = |key: &str| -> Option<Vec<String>> {
        let Some(value) = heard.meta.get(key) else {
            return Some(Vec::new());
        };
        let one = value.clone().into_string().ok().map(|text| vec![text]);
        one.or_else(|| value.clone().into_typed_array::<String>().ok())
    };
    let allow = match heard.meta.get("allow").map(reasons) {
        None => BTreeMap::new(),
        Some(Some(reasons)) => reasons,
        Some(None) => {
            wrong("allow 应为 #{ 检查项: \"理由\" } / allow is a map of lints and reasons");
            BTreeMap::new()
        }
    };
    let needs = texts("needs").unwrap_or_else(|| {
        wrong("needs 应为字段路径或其列表 / needs is a path or a list of paths");
        Vec::new()
    });
    let names = texts("names").unwrap_or_else(|| {
        wrong("names 应为说明中须写明的词或其列表 / names is a text or a list of texts");
        Vec::new()
    });
    let says = texts("says").unwrap_or_else(|| {
        wrong("says 应为一句话或其列表 / says is a sentence or a list of sentences");
        Vec::new()
    });
    let info = RuleInfo {
        id: id.clone(),
        title,
        level,
        basis: text("basis").unwrap_or_default(),
        verified,
        help: text("fix").unwrap_or_default(),
    };
    good.then(|| Rule {
        info: Arc::new(info),
        body: heard.body.clone(),
        script,
        needs,
        scan,
        last,
        allow,
        names,
        says,
        off: false,
    })
}

/// Lints and why they are let be; `None` where a reason is missing.
fn reasons(value: &rhai::Dynamic) -> Option<BTreeMap<String, String>> {
    let map = value.read_lock::<Map>()?;
    map.iter()
        .map(|(lint, reason)| {
            let reason = reason.clone().into_string().ok()?;
            (!reason.trim().is_empty()).then(|| (lint.to_string(), reason))
        })
        .collect()
}

/// Fields and parameters a script names must exist.
fn check_names(pack: &Pack, script: &Script, ast: &AST, faults: &mut Vec<PackFault>) {
    let names = pack.form.names();
    ast.walk(&mut |path: &[ASTNode]| {
        let Some(ASTNode::Expr(expression)) = path.last() else {
            return true;
        };
        match expression {
            Expr::Property(property, position) => {
                let name = property.2.as_str();
                if name != "holds" && !names.contains(name) {
                    let nearest = crate::words::nearest(name, names.iter().map(String::as_str));
                    let kind =
                        PackFaultKind::UnknownField(name.to_owned(), nearest.map(str::to_owned));
                    faults.push(PackFault::at(&script.file, &script.text, *position, kind));
                }
            }
            Expr::FnCall(call, _) if call.name == "param" => {
                if let Some(Expr::StringConstant(name, position)) = call.args.first()
                    && !pack.parameters.contains_key(name.as_str())
                {
                    let known = pack.parameters.keys().map(String::as_str);
                    let nearest = crate::words::nearest(name, known).map(str::to_owned);
                    let kind = PackFaultKind::UnknownParameter(name.to_string(), nearest);
                    faults.push(PackFault::at(&script.file, &script.text, *position, kind));
                }
            }
            _ => {}
        }
        true
    });
}

/// A rule that calls no verb, nor a function of the script, between its own place and the next
/// rule's can never report.
fn check_verbs(
    script: &Script,
    index: usize,
    ast: &AST,
    rules: &[Rule],
    faults: &mut Vec<PackFault>,
) {
    let verbs: BTreeSet<&str> = words()
        .filter(|word| word.sort == Sort::Verb)
        .map(|word| word.name)
        .collect();
    let functions: BTreeSet<String> = ast
        .iter_functions()
        .map(|function| function.name.to_owned())
        .filter(|name| !name.starts_with("anon$"))
        .collect();
    let mut places = Vec::new();
    let mut starts = Vec::new();
    ast.walk(&mut |path: &[ASTNode]| {
        let (call, position) = match path.last() {
            Some(
                ASTNode::Expr(Expr::FnCall(call, position) | Expr::MethodCall(call, position))
                | ASTNode::Stmt(Stmt::FnCall(call, position)),
            ) => (call, *position),
            _ => return true,
        };
        let key = (
            position.line().unwrap_or(0),
            position.position().unwrap_or(0),
        );
        if matches!(call.name.as_str(), "rule" | RULE_OF_ALL) {
            if let Some(Expr::StringConstant(id, _)) = call.args.first() {
                starts.push((key, id.to_string(), position));
            }
        } else if call.name != "skip"
            && (verbs.contains(call.name.as_str())
                || functions.contains(call.name.as_str())
                || !words().any(|word| word.name == call.name.as_str())
                    && !call.name.is_empty()
                    && call.op_token.is_none()
                    && is_foreign(&call.name))
        {
            places.push(key);
        }
        true
    });
    starts.sort();
    for (at, (start, id, position)) in starts.iter().enumerate() {
        let end = starts
            .get(at + 1)
            .map_or((usize::MAX, 0), |(next, ..)| *next);
        let known = rules
            .iter()
            .any(|rule| rule.script == index && rule.info.id == *id);
        if known && !places.iter().any(|place| place > start && *place < end) {
            let kind = PackFaultKind::NeverReports(id.clone());
            faults.push(PackFault::at(&script.file, &script.text, *position, kind));
        }
    }
}

/// A function that is neither a word of ours nor part of the language may be another script's.
fn is_foreign(name: &str) -> bool {
    !name.is_ascii()
}

/// The error at the bottom of a chain of calls, in words, and its place.
pub(super) fn innermost(error: &EvalAltResult) -> (String, Position) {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _)
        | EvalAltResult::ErrorInModule(_, inner, _) => innermost(inner),
        EvalAltResult::ErrorRuntime(value, position) => (value.to_string(), *position),
        EvalAltResult::ErrorFunctionNotFound(signature, position) => {
            (no_such_function(signature), *position)
        }
        EvalAltResult::ErrorVariableNotFound(name, position) => {
            (format!("没有变量“{name}” / no such variable"), *position)
        }
        other => {
            let text = other.to_string();
            // the place is shown apart from the words
            let words = text
                .rsplit_once(" (line ")
                .map_or(text.as_str(), |(words, _)| words);
            (words.to_owned(), other.position())
        }
    }
}

/// A call that fits nothing: a word there is not, or one that is called otherwise.
fn no_such_function(signature: &str) -> String {
    let name = signature.split([' ', '(']).next().unwrap_or_default();
    if let Some(word) = words().find(|word| word.name == name) {
        let usage = word.usage.join(" / ");
        return format!("“{name}”不是这样用的，应写 {usage} / is called as {usage}: {signature}");
    }
    let known = words().map(|word| word.name).chain(["rule", RULE_OF_ALL]);
    match crate::words::nearest(name, known) {
        Some(near) => format!("没有“{name}”这个词，是否为“{near}”？ / did you mean {near}?"),
        None => format!("没有这样的函数或用法 / no such function: {signature}"),
    }
}
