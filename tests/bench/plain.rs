//! The twenty checks of `pack/二十条.rhai` as a programmer would write them by hand for this one
//! form: typed structs, exact decimals, the bound of rounding worked out per check, and a line of
//! text for each failure. No places, no coverage, no diagnosis, no rules anybody could edit.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;

/// A figure with all its digits: through a binary float it would not be the one written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figure(Decimal);

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Decimal::from_str_exact(raw.get())
            .map(Figure)
            .map_err(D::Error::custom)
    }
}

macro_rules! table {
    ($name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Deserialize)]
        struct $name { $($field: $kind),* }
    };
}

#[derive(Deserialize)]
struct Submission<'a> {
    预算: Budget,
    决算: Accounts,
    #[serde(borrow)]
    三公经费: Three<'a>,
    资金: Funds,
}
table!(Budget {
    收入: BudgetIncome,
    支出: BudgetExpense
});
table!(Change {
    上年数: Figure,
    金额: Figure,
    率: Figure
});
table!(BudgetIncome {
    合计: Figure,
    经费拨款: Figure,
    非税收入拨款: Figure,
    政府性基金拨款: Figure,
    国有资本经营预算拨款: Figure,
    专户管理非税收入: Figure,
    上级补助收入: Figure,
    事业收入: Figure,
    经营收入: Figure,
    附属单位上缴收入: Figure,
    其他收入: Figure,
    上年结转: Figure,
    较上年: Change,
});
table!(BudgetExpense {
    合计: Figure,
    基本支出: Figure,
    项目支出: Figure,
    上缴上级支出: Figure,
    经营支出: Figure,
    对附属单位补助支出: Figure,
    较上年: Change,
});
table!(Accounts {
    收入: AccountsIncome,
    支出: AccountsExpense,
    基本支出: Basic
});
table!(AccountsIncome {
    本年收入合计: Figure,
    财政拨款收入: Figure,
    上级补助收入: Figure,
    事业收入: Figure,
    经营收入: Figure,
    附属单位上缴收入: Figure,
    其他收入: Figure,
    使用非财政拨款结余: Figure,
    年初结转和结余: Figure,
    总计: Figure,
});
table!(AccountsExpense {
    本年支出合计: Figure,
    基本支出: Figure,
    项目支出: Figure,
    上缴上级支出: Figure,
    经营支出: Figure,
    对附属单位补助支出: Figure,
    结余分配: Figure,
    年末结转和结余: Figure,
    总计: Figure,
});
table!(Basic {
    合计: Figure,
    人员经费: Part,
    公用经费: Part
});
table!(Part {
    合计: Figure,
    占比: Figure,
    明细: Details
});
table!(Row {
    预算: Figure,
    决算: Figure
});
table!(Funds {
    年度资金总额: Fund
});
table!(Fund {
    全年预算数: Figure,
    全年执行数: Figure,
    执行率: Figure
});

#[derive(Deserialize)]
struct Three<'a> {
    合计: Row,
    因公出国境费: Row,
    公务接待费: Row,
    公务用车购置及运行维护费: Row,
    #[serde(borrow)]
    说明: Option<std::borrow::Cow<'a, str>>,
}

/// Details under whatever names: the sum needs their figures only.
struct Details(Vec<Figure>);

impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Figures;
        impl<'de> serde::de::Visitor<'de> for Figures {
            type Value = Details;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a table of figures")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Details, A::Error> {
                let mut all = Vec::new();
                while let Some((_, figure)) = map.next_entry::<serde::de::IgnoredAny, Figure>()? {
                    all.push(figure);
                }
                Ok(Details(all))
            }
        }
        deserializer.deserialize_map(Figures)
    }
}

/// Checks one submission; a line for each failure.
pub(crate) fn check(text: &str) -> Vec<String> {
    let mut failures = Vec::new();
    let submission: Submission = match serde_json::from_str(text) {
        Ok(submission) => submission,
        Err(error) => return vec![error.to_string()],
    };
    let mut sum = |id: &str, stated: Figure, parts: &[Figure]| {
        let total: Decimal = parts.iter().map(|part| part.0).sum();
        let slack = Decimal::new(5, 3) * Decimal::from(parts.len() + 1);
        if (stated.0 - total).abs() >= slack {
            failures.push(format!("{id}: {} should be {total}", stated.0));
        }
    };
    let (income, expense) = (&submission.预算.收入, &submission.预算.支出);
    sum(
        "B-01",
        income.合计,
        &[
            income.经费拨款,
            income.非税收入拨款,
            income.政府性基金拨款,
            income.国有资本经营预算拨款,
            income.专户管理非税收入,
            income.上级补助收入,
            income.事业收入,
            income.经营收入,
            income.附属单位上缴收入,
            income.其他收入,
            income.上年结转,
        ],
    );
    sum(
        "B-02",
        expense.合计,
        &[
            expense.基本支出,
            expense.项目支出,
            expense.上缴上级支出,
            expense.经营支出,
            expense.对附属单位补助支出,
        ],
    );
    sum("B-03", income.合计, &[expense.合计]);
    let less = |a: Figure, b: Figure| Figure((a.0 - b.0).abs());
    sum(
        "B-04",
        income.较上年.金额,
        &[less(income.合计, income.较上年.上年数)],
    );
    sum(
        "B-06",
        expense.较上年.金额,
        &[less(expense.合计, expense.较上年.上年数)],
    );
    let (came, went) = (&submission.决算.收入, &submission.决算.支出);
    sum(
        "B-08",
        came.本年收入合计,
        &[
            came.财政拨款收入,
            came.上级补助收入,
            came.事业收入,
            came.经营收入,
            came.附属单位上缴收入,
            came.其他收入,
        ],
    );
    sum(
        "B-09",
        came.总计,
        &[
            came.本年收入合计,
            came.使用非财政拨款结余,
            came.年初结转和结余,
        ],
    );
    sum(
        "B-10",
        went.本年支出合计,
        &[
            went.基本支出,
            went.项目支出,
            went.上缴上级支出,
            went.经营支出,
            went.对附属单位补助支出,
        ],
    );
    sum(
        "B-11",
        went.总计,
        &[went.本年支出合计, went.结余分配, went.年末结转和结余],
    );
    sum("B-12", came.总计, &[went.总计]);
    let basic = &submission.决算.基本支出;
    sum(
        "B-13",
        basic.合计,
        &[basic.人员经费.合计, basic.公用经费.合计],
    );
    sum("B-14", basic.人员经费.合计, &basic.人员经费.明细.0);
    sum("B-15", basic.公用经费.合计, &basic.公用经费.明细.0);
    let three = &submission.三公经费;
    sum(
        "B-18",
        three.合计.决算,
        &[
            three.因公出国境费.决算,
            three.公务接待费.决算,
            three.公务用车购置及运行维护费.决算,
        ],
    );
    let mut share = |id: &str, stated: Figure, part: Figure, whole: Figure| {
        if whole.0.is_zero() {
            return;
        }
        let exact = part.0 / whole.0 * Decimal::ONE_HUNDRED;
        let due = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        if due != stated.0 {
            // what half a cent of each operand may do to the share
            let slack = Decimal::new(5, 3)
                + (Decimal::new(5, 1) + exact.abs() * Decimal::new(5, 3)) / whole.0.abs();
            if (exact - stated.0).abs() > slack {
                failures.push(format!("{id}: {} should be {due}", stated.0));
            }
        }
    };
    share(
        "B-05",
        income.较上年.率,
        income.较上年.金额,
        income.较上年.上年数,
    );
    share(
        "B-07",
        expense.较上年.率,
        expense.较上年.金额,
        expense.较上年.上年数,
    );
    share("B-16", basic.人员经费.占比, basic.人员经费.合计, basic.合计);
    share("B-17", basic.公用经费.占比, basic.公用经费.合计, basic.合计);
    let fund = &submission.资金.年度资金总额;
    share("B-20", fund.执行率, fund.全年执行数, fund.全年预算数);
    let explained = three
        .说明
        .as_deref()
        .is_some_and(|text| !text.trim().is_empty());
    if three.合计.决算.0 > three.合计.预算.0 && !explained {
        failures.push("B-19: no explanation".to_owned());
    }
    failures
}
