//! Makers: values from values.

use rhai::{Array, Dynamic, Engine, INT, ImmutableString, NativeCallContext};
use rust_decimal::Decimal;

use super::arguments::{Fallible, amount, amounts, item, rows, strings};
use super::item::{Item, misuse};
use super::ledger::{Parameter, Run};
use super::operators::dynamic;
use super::scale::sign_of;
use super::{Sort, Word};
use crate::amount::{Amount, Exact, Trouble, Unit};
use crate::document::{Kind, NodeId};

pub(super) const WORDS: &[Word] = &[
    Word::of(
        Sort::Maker,
        "sum",
        &[
            "sum(甲, 乙, …)",
            "sum([甲, 乙, …])",
            "sum(明细表)",
            "sum(各行, \"列名\")",
        ],
        "合计：几个数、数组、一张表中直接的各数，或各行的某一列。单位须相同。",
        "The sum of figures, of an array, of a table's direct numbers, or of a column of rows.",
        sum,
    ),
    Word::of(
        Sort::Maker,
        "percent",
        &["percent(部分, 全部)"],
        "部分占全部的百分数（单位 %）；全部为 0 时无意义。",
        "The part in percent of the whole; undefined when the whole is zero.",
        |engine| {
            two(engine, "percent", |part, whole| {
                Amount::percent(&part, &whole)
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "percent_of",
        &["percent_of(百分数, 数)"],
        "数的百分之几：百分数 ÷ 100 × 数。",
        "A percentage of a figure.",
        |engine| {
            two(engine, "percent_of", |rate, whole| {
                Amount::percent_of(&rate, &whole)
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "round",
        &["round(数, 小数位数)"],
        "四舍五入到几位小数（逢五进一，远离零）。",
        "Rounded half away from zero.",
        round,
    ),
    Word::of(
        Sort::Maker,
        "abs",
        &["abs(数)"],
        "绝对值。",
        "Without sign.",
        |engine| {
            engine.register_fn("abs", |context: NativeCallContext, a: Dynamic| {
                let run = Run::of(&context)?;
                Fallible::Ok(Item::Amount(amount(&context, &run, &a)?.absolute()))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "min",
        &["min(甲, 乙)"],
        "较小的数。",
        "The smaller.",
        |engine| {
            two(engine, "min", |a, b| Amount::least(vec![a, b]));
        },
    ),
    Word::of(
        Sort::Maker,
        "max",
        &["max(甲, 乙)"],
        "较大的数。",
        "The greater.",
        |engine| {
            two(engine, "max", |a, b| Amount::greatest(vec![a, b]));
        },
    ),
    Word::of(
        Sort::Maker,
        "count",
        &["count(列表)"],
        "列表、数组有几条，或一张表中有几项。",
        "How many entries a list, an array or a table has.",
        count,
    ),
    Word::of(
        Sort::Maker,
        "or_zero",
        &["or_zero(数)"],
        "没有填写时按 0 计。",
        "Zero where nothing is filled in.",
        |engine| {
            engine.register_fn("or_zero", |context: NativeCallContext, value: Dynamic| {
                let run = Run::of(&context)?;
                let item = item(&context, &value)?;
                if let Item::Missing(missing) = &item
                    && missing.unknown.is_some()
                {
                    return Fallible::Ok(item);
                }
                Ok(if run.given(&item) {
                    item
                } else {
                    Item::Amount(Amount::given(Exact::ZERO, Unit::NONE))
                })
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "signed",
        &["signed(方向, 数)"],
        "按“增加/减少/持平”给数加上正负号。",
        "The figure with the sign that the direction word gives it.",
        signed,
    ),
    Word::of(
        Sort::Maker,
        "convert",
        &["convert(数, \"元\")"],
        "在元、千元、万元、百万元、亿元之间换算。",
        "Converted between units of money.",
        |engine| {
            engine.register_fn(
                "convert",
                |context: NativeCallContext, value: Dynamic, unit: ImmutableString| {
                    let run = Run::of(&context)?;
                    let value = amount(&context, &run, &value)?;
                    Fallible::Ok(Item::Amount(value.converted(&Unit::new(&unit))))
                },
            );
        },
    ),
    Word::of(
        Sort::Maker,
        "unit",
        &["unit(数, \"万元\")"],
        "给没有单位的数加上单位（不换算）。",
        "Gives a pure number a unit.",
        |engine| {
            engine.register_fn(
                "unit",
                |context: NativeCallContext, value: Dynamic, unit: ImmutableString| {
                    let run = Run::of(&context)?;
                    let value = amount(&context, &run, &value)?;
                    let unit = Unit::new(&unit);
                    // 万元 called 元 would be off by 10⁴ without a word
                    if value.unit().shared(&unit).is_none() {
                        return Fallible::Ok(Item::Amount(Amount::troubled(Trouble::Units {
                            left: value.unit().name().to_owned(),
                            right: unit.name().to_owned(),
                            nodes: value.nodes(),
                        })));
                    }
                    Ok(Item::Amount(value.with_unit(unit)))
                },
            );
        },
    ),
    Word::of(
        Sort::Maker,
        "pure",
        &["pure(数)"],
        "去掉单位（不换算）。",
        "Without its unit.",
        |engine| {
            engine.register_fn("pure", |context: NativeCallContext, value: Dynamic| {
                let run = Run::of(&context)?;
                let value = amount(&context, &run, &value)?;
                Fallible::Ok(Item::Amount(value.with_unit(Unit::NONE)))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "given",
        &["given(字段)"],
        "是否填写了：不缺、不是 null、不是空白或只有一道杠。",
        "Whether something is filled in.",
        |engine| {
            engine.register_fn("given", |context: NativeCallContext, value: Dynamic| {
                let run = Run::of(&context)?;
                let item = item(&context, &value)?;
                if let Item::Missing(missing) = &item
                    && missing.unknown.is_some()
                {
                    return Err(
                        super::Escape::Trouble(missing.trouble()).raise(context.call_position())
                    );
                }
                Fallible::Ok(run.given(&item))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "text",
        &["text(字段)"],
        "字段的文字；没有填写时为空文字。",
        "The text of a field; empty where nothing is filled in.",
        |engine| {
            engine.register_fn("text", |context: NativeCallContext, value: Dynamic| {
                let run = Run::of(&context)?;
                let texts = strings(&context, &run, &value)?;
                Fallible::Ok(ImmutableString::from(texts.concat()))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "label",
        &["label(字段)"],
        "表式中的名称。",
        "The form's title of a field.",
        |engine| {
            engine.register_fn("label", |context: NativeCallContext, value: Dynamic| {
                let run = Run::of(&context)?;
                let item = item(&context, &value)?;
                Fallible::Ok(ImmutableString::from(run.title(&item)))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "at",
        &["at(表, \"甲.乙.丙\")"],
        "按路径取字段。",
        "The field at a dotted path.",
        |engine| {
            engine.register_fn(
                "at",
                |context: NativeCallContext, value: Dynamic, path: ImmutableString| {
                    let run = Run::of(&context)?;
                    let mut at = item(&context, &value)?;
                    for name in path.split('.') {
                        at = run.field(&at, name);
                    }
                    Fallible::Ok(at)
                },
            );
        },
    ),
    Word::of(
        Sort::Maker,
        "rows",
        &["rows(表)"],
        "列表的各行，或一张表中的各张子表，按填报的次序。",
        "The rows of a list, or the tables directly inside a table, in order.",
        |engine| {
            engine.register_fn("rows", |context: NativeCallContext, value: Dynamic| {
                let run = Run::of(&context)?;
                let rows = rows(&context, &run, &value)?;
                Fallible::Ok(rows.into_iter().map(dynamic).collect::<Array>())
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "numbers",
        &["numbers(表)"],
        "表中填写的所有数。",
        "Every number filled in.",
        |engine| {
            scan(engine, "numbers", |run, node| {
                run.submission.number(node).is_some()
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "amounts",
        &["amounts(表)"],
        "表中填写的所有金额（表式标明可为负的除外）。",
        "Every amount of money filled in, but for those the form lets be negative.",
        |engine| {
            scan(engine, "amounts", |run, node| {
                run.submission.number(node).is_some()
                    && run.submission.field(node).is_some_and(|field| {
                        !field.signed && Unit::new(&field.unit).in_yuan().is_some()
                    })
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "texts",
        &["texts(表)"],
        "表中填写的所有文字。",
        "Every text filled in.",
        |engine| scan(engine, "texts", is_text),
    ),
    Word::of(
        Sort::Maker,
        "explanations",
        &["explanations(表)"],
        "表中填写的所有说明（表式标明为说明的）。",
        "Every text filled in that the form marks as an explanation.",
        |engine| {
            scan(engine, "explanations", |run, node| {
                is_text(run, node)
                    && run
                        .submission
                        .field(node)
                        .is_some_and(|field| field.explanation)
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "param",
        &["param(\"名\")"],
        "规则包的参数。",
        "A parameter of the pack.",
        param,
    ),
];

fn is_text(run: &Run, node: NodeId) -> bool {
    run.submission.document().kind(node) == Kind::Text && run.submission.number(node).is_none()
}

fn two(engine: &mut Engine, name: &str, make: fn(Amount, Amount) -> Amount) {
    engine.register_fn(
        name,
        move |context: NativeCallContext, a: Dynamic, b: Dynamic| {
            let run = Run::of(&context)?;
            let (a, b) = (amount(&context, &run, &a)?, amount(&context, &run, &b)?);
            Fallible::Ok(Item::Amount(make(a, b)))
        },
    );
}

/// Nodes below an item that are wanted, given and in document order.
fn scan(engine: &mut Engine, name: &str, wanted: fn(&Run, NodeId) -> bool) {
    engine.register_fn(name, move |context: NativeCallContext, value: Dynamic| {
        let run = Run::of(&context)?;
        run.note_read();
        let item = item(&context, &value)?;
        let (Item::Node(top) | Item::List(top, _)) = item else {
            return Fallible::Ok(Array::new());
        };
        let document = run.submission.document();
        let mut found = Vec::new();
        let mut waiting = vec![top];
        while let Some(node) = waiting.pop() {
            if wanted(&run, node) {
                found.push(node);
            }
            waiting.extend(document.children(node));
        }
        if !found.is_empty() {
            run.note_stood();
        }
        found.sort_unstable();
        Ok(found
            .into_iter()
            .map(|node| dynamic(Item::Node(node)))
            .collect())
    });
}

fn sum(engine: &mut Engine) {
    fn total(context: &NativeCallContext, values: &[Dynamic]) -> Fallible<Item> {
        let run = Run::of(context)?;
        let mut all = Vec::new();
        for value in values {
            all.extend(amounts(context, &run, value)?);
        }
        Ok(Item::Amount(Amount::sum(all)))
    }
    engine.register_fn("sum", |context: NativeCallContext, a: Dynamic| {
        total(&context, &[a])
    });
    engine.register_fn(
        "sum",
        |context: NativeCallContext, a: Dynamic, b: Dynamic| -> Fallible<Item> {
            if let Some(column) = b.read_lock::<ImmutableString>() {
                return column_sum(&context, &a, &column);
            }
            total(&context, &[a, b])
        },
    );
    engine.register_fn(
        "sum",
        |context: NativeCallContext, a: Dynamic, b: Dynamic, c: Dynamic| {
            total(&context, &[a, b, c])
        },
    );
    engine.register_fn(
        "sum",
        |context: NativeCallContext, a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| {
            total(&context, &[a, b, c, d])
        },
    );
    engine.register_fn(
        "sum",
        |context: NativeCallContext, a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic, e: Dynamic| {
            total(&context, &[a, b, c, d, e])
        },
    );
    engine.register_fn(
        "sum",
        |context: NativeCallContext,
         a: Dynamic,
         b: Dynamic,
         c: Dynamic,
         d: Dynamic,
         e: Dynamic,
         f: Dynamic| { total(&context, &[a, b, c, d, e, f]) },
    );
}

fn column_sum(context: &NativeCallContext, list: &Dynamic, column: &str) -> Fallible<Item> {
    let run = Run::of(context)?;
    let all = rows(context, &run, list)?
        .iter()
        .map(|row| run.amount(&run.field(row, column)))
        .collect();
    Ok(Item::Amount(Amount::sum(all)))
}

fn round(engine: &mut Engine) {
    // Rhai has its own for decimals, half to even: these are found before it
    engine.register_fn("round", |value: Decimal| {
        Item::Amount(Amount::given(value, Unit::NONE).rounded(0))
    });
    engine.register_fn(
        "round",
        |context: NativeCallContext, value: Decimal, places: INT| {
            round_to(&context, &Dynamic::from(value), places)
        },
    );
    engine.register_fn(
        "round",
        |context: NativeCallContext, value: Dynamic, places: INT| {
            round_to(&context, &value, places)
        },
    );
}

fn round_to(context: &NativeCallContext, value: &Dynamic, places: INT) -> Fallible<Item> {
    let run = Run::of(context)?;
    let value = amount(context, &run, value)?;
    let places = u32::try_from(places)
        .ok()
        .filter(|places| *places <= 28)
        .ok_or_else(|| {
            misuse(
                "小数位数应在 0 到 28 之间 / places are 0 to 28",
                context.call_position(),
            )
        })?;
    Ok(Item::Amount(value.rounded(places)))
}

fn count(engine: &mut Engine) {
    engine.register_fn(
        "count",
        |context: NativeCallContext, value: Dynamic| -> Fallible<Item> {
            let run = Run::of(&context)?;
            if let Some(array) = value.read_lock::<Array>() {
                return Ok(Item::Amount(Amount::given(array.len(), Unit::NONE)));
            }
            let item = item(&context, &value)?;
            run.note_read();
            Ok(Item::Amount(match &item {
                Item::List(_, nodes) => Amount::given(nodes.len(), Unit::NONE),
                Item::Node(node) if run.submission.document().kind(*node) == Kind::Map => {
                    Amount::given(run.submission.document().child_count(*node), Unit::NONE)
                }
                Item::Missing(missing) => Amount::troubled(missing.trouble()),
                Item::Node(node) => Amount::troubled(Trouble::NotAText { node: *node }),
                Item::Amount(_) => {
                    return Err(misuse(
                        "count 需要列表 / count needs a list",
                        context.call_position(),
                    ));
                }
            }))
        },
    );
}

fn signed(engine: &mut Engine) {
    engine.register_fn(
        "signed",
        |context: NativeCallContext, word: Dynamic, value: Dynamic| -> Fallible<Item> {
            let run = Run::of(&context)?;
            let value = amount(&context, &run, &value)?;
            let literal = word
                .read_lock::<ImmutableString>()
                .map(|text| text.to_string());
            let (text, place) = if let Some(text) = literal {
                (text, None)
            } else {
                let field = item(&context, &word)?;
                let trouble = match run.text(&field) {
                    Ok(Some(text)) => Ok((text, Some(run.place(&field)))),
                    Ok(None) => match run.amount(&field).value() {
                        Err(trouble) => Err(trouble.clone()),
                        Ok(_) => Err(Trouble::NotAText {
                            node: run.place(&field),
                        }),
                    },
                    Err(trouble) => Err(trouble),
                };
                match trouble {
                    Ok(read) => read,
                    Err(trouble) => return Ok(Item::Amount(Amount::troubled(trouble))),
                }
            };
            Ok(Item::Amount(match (sign_of(&text), place) {
                (Some(1), _) => value,
                (Some(-1), _) => value.negated(),
                (Some(_), _) => Amount::given(Exact::ZERO, value.unit().clone()),
                (None, Some(node)) => Amount::troubled(Trouble::NotAText { node }),
                (None, None) => {
                    return Err(misuse(
                        format!("“{text}”不是方向 / not a direction"),
                        context.call_position(),
                    ));
                }
            }))
        },
    );
}

fn param(engine: &mut Engine) {
    engine.register_fn(
        "param",
        |context: NativeCallContext, name: ImmutableString| {
            let run = Run::of(&context)?;
            match run.parameters.get(name.as_str()) {
                Some(Parameter::Number(value, unit)) => {
                    Fallible::Ok(dynamic(Item::Amount(Amount::given(*value, unit.clone()))))
                }
                Some(Parameter::Text(text)) => Ok(text.clone().into()),
                Some(Parameter::List(list)) => Ok(list
                    .iter()
                    .map(|text| Dynamic::from(text.clone()))
                    .collect::<Array>()
                    .into()),
                Some(Parameter::Bool(value)) => Ok((*value).into()),
                None => Err(misuse(
                    format!("没有参数“{name}” / no such parameter"),
                    context.call_position(),
                )),
            }
        },
    );
}
