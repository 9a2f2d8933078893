//! Makers: values from values.

use rhai::{INT, ImmutableString};
use rust_decimal::Decimal;

use super::arguments::{Fallible, amount, amounts, item, rows, strings};
use super::call::{Call, Language};
use super::item::{Item, misuse};
use super::ledger::{Parameter, Run};
use super::scale::sign_of;
use super::value::Value;
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
        "合计：几个数、数组、一张表中直接的各数，或各行的某一列。单位须相同。一个数也没有的不是 0，用到它的核对不作；\
         有一个读不出的，用到它的核对未能进行。",
        "The sum of figures, of an array, of a table's direct numbers, or of a column of rows. Of nothing it is \
         not zero: what is held against it is not judged. With one that cannot be read it has no value.",
        sum,
    ),
    Word::of(
        Sort::Maker,
        "percent",
        &["percent(部分, 全部)"],
        "部分占全部的百分数（单位 %）；全部为 0 时无意义。",
        "The part in percent of the whole; undefined when the whole is zero.",
        |language| {
            two(language, "percent", |part, whole| {
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
        |language| {
            two(language, "percent_of", |rate, whole| {
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
        |language| {
            language.add("abs", |context: &Call, a: Value| {
                let run = context.run;
                Fallible::Ok(Item::Amount(amount(context, run, &a)?.absolute()))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "min",
        &["min(甲, 乙)"],
        "较小的数。",
        "The smaller.",
        |language| {
            two(language, "min", |a, b| Amount::least(vec![a, b]));
        },
    ),
    Word::of(
        Sort::Maker,
        "max",
        &["max(甲, 乙)"],
        "较大的数。",
        "The greater.",
        |language| {
            two(language, "max", |a, b| Amount::greatest(vec![a, b]));
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
        |language| {
            language.add("or_zero", |context: &Call, value: Value| {
                let run = context.run;
                let item = item(context, &value)?;
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
        &["convert(数, \"元\")", "convert(数, 另一数)"],
        "在元、千元、万元、百万元、亿元之间换算；第二个是数的，换成它的单位。没有单位的 0 不换算。",
        "Converted between units of money: into the one named, or that of the second figure.",
        |language| {
            language.add("convert", |context: &Call, value: Value, like: Value| {
                let run = context.run;
                let value = amount(context, run, &value)?;
                let like = amount(context, run, &like)?;
                Fallible::Ok(Item::Amount(value.converted_like(&like)))
            });
            language.add(
                "convert",
                |context: &Call, value: Value, unit: ImmutableString| {
                    let run = context.run;
                    let value = amount(context, run, &value)?;
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
        |language| {
            language.add(
                "unit",
                |context: &Call, value: Value, unit: ImmutableString| {
                    let run = context.run;
                    let value = amount(context, run, &value)?;
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
        |language| {
            language.add("pure", |context: &Call, value: Value| {
                let run = context.run;
                let value = amount(context, run, &value)?;
                Fallible::Ok(Item::Amount(value.with_unit(Unit::NONE)))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "given",
        &["given(字段)"],
        "是否填写了：不缺、不是 null、不是空白或只有一道杠。表式允许用“—”代替数的字段，写了“—”也算填写。",
        "Whether something is filled in; a stroke is, where the form lets one stand for a figure.",
        |language| {
            language.add("given", |context: &Call, value: Value| {
                let run = context.run;
                let item = item(context, &value)?;
                if let Item::Missing(missing) = &item
                    && missing.unknown.is_some()
                {
                    return Err(super::Escape::Trouble(missing.trouble()).raise(context.position));
                }
                Fallible::Ok(run.answered(&item))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "text",
        &["text(字段)"],
        "字段的文字；没有填写时为空文字。",
        "The text of a field; empty where nothing is filled in.",
        |language| {
            language.add("text", |context: &Call, value: Value| {
                let run = context.run;
                let texts = strings(context, run, &value)?;
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
        |language| {
            language.add("label", |context: &Call, value: Value| {
                let run = context.run;
                let item = item(context, &value)?;
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
        |language| {
            language.add(
                "at",
                |context: &Call, value: Value, path: ImmutableString| {
                    let run = context.run;
                    let mut at = item(context, &value)?;
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
        &["rows(表)", "rows(各行, \"下级.再下级\")"],
        "列表的各行，或一张表中的各张子表，按填报的次序；给出路径时，取各行之下该列表的各行，没有的略过。",
        "The rows of a list, or the tables directly inside a table, in order; with a path, the rows of the lists below each row.",
        |language| {
            language.add(
                "rows",
                |context: &Call, value: Value, path: ImmutableString| {
                    rows_below(context, &value, &path)
                },
            );
            language.add("rows", |context: &Call, value: Value| {
                let run = context.run;
                let rows = rows(context, run, &value)?;
                Fallible::Ok(rows.into_iter().map(Value::Item).collect::<Vec<_>>())
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "numbers",
        &["numbers(表)"],
        "表中填写的所有数。",
        "Every number filled in.",
        |language| {
            scan(language, "numbers", |run, node| {
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
        |language| {
            scan(language, "amounts", |run, node| {
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
        |language| scan(language, "texts", is_text),
    ),
    Word::of(
        Sort::Maker,
        "explanations",
        &["explanations(表)"],
        "表中填写的所有说明（表式标明为说明的）。",
        "Every text filled in that the form marks as an explanation.",
        |language| {
            scan(language, "explanations", |run, node| {
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

fn two(language: &mut Language, name: &str, make: fn(Amount, Amount) -> Amount) {
    language.add(name, move |context: &Call, a: Value, b: Value| {
        let run = context.run;
        let (a, b) = (amount(context, run, &a)?, amount(context, run, &b)?);
        Fallible::Ok(Item::Amount(make(a, b)))
    });
}

/// Nodes below an item that are wanted, given and in document order.
fn scan(language: &mut Language, name: &str, wanted: fn(&Run, NodeId) -> bool) {
    language.add(name, move |context: &Call, value: Value| {
        let run = context.run;
        run.note_read();
        let item = item(context, &value)?;
        let (Item::Node(top) | Item::List(top, _)) = item else {
            return Fallible::Ok(Vec::new());
        };
        let document = run.submission.document();
        let mut found = Vec::new();
        let mut waiting = vec![top];
        while let Some(node) = waiting.pop() {
            if wanted(run, node) {
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
            .map(|node| Value::Item(Item::Node(node)))
            .collect())
    });
}

fn sum(language: &mut Language) {
    fn total(context: &Call, values: &[Value]) -> Fallible<Item> {
        let run = context.run;
        let mut all = Vec::new();
        for value in values {
            all.extend(amounts(context, run, value)?);
        }
        Ok(summed(all))
    }
    language.add("sum", |context: &Call, a: Value| total(context, &[a]));
    language.add(
        "sum",
        |context: &Call, a: Value, b: Value| -> Fallible<Item> {
            if let Value::Text(column) = &b {
                return column_sum(context, &a, column);
            }
            total(context, &[a, b])
        },
    );
    language.add("sum", |context: &Call, a: Value, b: Value, c: Value| {
        total(context, &[a, b, c])
    });
    language.add(
        "sum",
        |context: &Call, a: Value, b: Value, c: Value, d: Value| total(context, &[a, b, c, d]),
    );
    language.add(
        "sum",
        |context: &Call, a: Value, b: Value, c: Value, d: Value, e: Value| {
            total(context, &[a, b, c, d, e])
        },
    );
    language.add(
        "sum",
        |context: &Call, a: Value, b: Value, c: Value, d: Value, e: Value, f: Value| {
            total(context, &[a, b, c, d, e, f])
        },
    );
}

fn column_sum(context: &Call, list: &Value, column: &str) -> Fallible<Item> {
    let run = context.run;
    let all = rows(context, run, list)?
        .iter()
        .map(|row| run.amount(&run.field(row, column)))
        .collect();
    Ok(summed(all))
}

/// The sum of all; of nothing there is none.
fn summed(all: Vec<Amount>) -> Item {
    Item::Amount(if all.is_empty() {
        Amount::troubled(Trouble::Nothing)
    } else {
        Amount::sum(all)
    })
}

/// The rows of the lists at a path below each row; rows without the list have none.
fn rows_below(context: &Call, value: &Value, path: &str) -> Fallible<Vec<Value>> {
    let run = context.run;
    let document = run.submission.document();
    let mut at = rows(context, run, value)?;
    for name in path.split('.') {
        let mut below = Vec::new();
        for row in &at {
            match run.field(row, name) {
                Item::List(_, nodes) => below.extend(nodes.iter().map(|node| run.item(*node))),
                Item::Node(node) if document.kind(node) == Kind::Map => {
                    let tables = document.children(node);
                    let tables = tables.filter(|below| document.kind(*below) == Kind::Map);
                    below.extend(tables.map(|node| run.item(node)));
                }
                Item::Missing(missing) if missing.unknown.is_some() => {
                    return Err(super::Escape::Trouble(missing.trouble()).raise(context.position));
                }
                _ => {}
            }
        }
        at = below;
    }
    Ok(at.into_iter().map(Value::Item).collect())
}

fn round(language: &mut Language) {
    // Rhai has its own for decimals, half to even: these are found before it
    language.add("round", |_: &Call, value: Decimal| {
        Fallible::Ok(Item::Amount(Amount::given(value, Unit::NONE).rounded(0)))
    });
    language.add("round", |context: &Call, value: Decimal, places: INT| {
        round_to(context, &Value::Decimal(value), places)
    });
    language.add("round", |context: &Call, value: Value, places: INT| {
        round_to(context, &value, places)
    });
}

fn round_to(context: &Call, value: &Value, places: INT) -> Fallible<Item> {
    let run = context.run;
    let value = amount(context, run, value)?;
    let places = u32::try_from(places)
        .ok()
        .filter(|places| *places <= 28)
        .ok_or_else(|| {
            misuse(
                "小数位数应在 0 到 28 之间 / places are 0 to 28",
                context.position,
            )
        })?;
    Ok(Item::Amount(value.rounded(places)))
}

fn count(language: &mut Language) {
    language.add("count", |context: &Call, value: Value| -> Fallible<Item> {
        let run = context.run;
        if let Value::Array(array) = &value {
            return Ok(Item::Amount(Amount::given(array.len(), Unit::NONE)));
        }
        let item = item(context, &value)?;
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
                    context.position,
                ));
            }
        }))
    });
}

fn signed(language: &mut Language) {
    language.add(
        "signed",
        |context: &Call, word: Value, value: Value| -> Fallible<Item> {
            let run = context.run;
            let value = amount(context, run, &value)?;
            let (text, place) = if let Value::Text(text) = &word {
                (text.to_string(), None)
            } else {
                let field = item(context, &word)?;
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
                        context.position,
                    ));
                }
            }))
        },
    );
}

fn param(language: &mut Language) {
    language.add("param", |context: &Call, name: ImmutableString| {
        let run = context.run;
        match run.parameters.get(name.as_str()) {
            Some(Parameter::Number(value, unit)) => {
                Fallible::Ok(Item::Amount(Amount::given(*value, unit.clone())).into())
            }
            Some(Parameter::Text(text)) => Ok(Value::Text(text.into())),
            Some(Parameter::List(list)) => Ok(list
                .iter()
                .map(|text| Value::Text(text.into()))
                .collect::<Vec<_>>()
                .into()),
            Some(Parameter::Bool(value)) => Ok(Value::Truth(*value)),
            None => Err(misuse(
                format!("没有参数“{name}” / no such parameter"),
                context.position,
            )),
        }
    });
}
