//! The four verdicts held to their meaning, by arithmetic on whole numbers that shares no code
//! with the engine: a verdict is not `wrong` exactly when unrounded figures exist that satisfy
//! the identity and round to the stated ones.

use gouji::amount::{Amount, Exact, Mode, Precision, Unit, judge};
use gouji::document::{Document, NodeId};
use gouji::finding::Verdict;
use gouji::source::Source;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Enough nodes to give each figure a place of its own.
fn nodes(count: usize) -> Vec<NodeId> {
    let fields: Vec<String> = (0..count).map(|index| format!("\"f{index}\":0")).collect();
    let text = format!("{{{}}}", fields.join(","));
    let document = Document::parse(Source::new("t", text)).unwrap();
    document.children(document.root()).collect()
}

/// A figure of so many hundredths, stated at two places.
fn cents(node: NodeId, hundredths: i64) -> Amount {
    let precision = Precision {
        places: 2,
        exact: false,
    };
    Amount::written(node, Decimal::new(hundredths, 2), Unit::NONE, precision)
}

/// An end of a range in thousandths, and whether it belongs to the range.
type End = (i128, bool);

/// What may have been rounded to so many hundredths, in thousandths.
fn before(hundredths: i64, mode: Mode) -> (End, End) {
    let at = i128::from(hundredths) * 10;
    let (low, high) = match mode {
        Mode::HalfUp => (hundredths > 0, hundredths < 0),
        Mode::HalfEven => (hundredths % 2 == 0, hundredths % 2 == 0),
    };
    ((at - 5, low), (at + 5, high))
}

fn meet(a: (End, End), b: (End, End)) -> bool {
    let below = |low: End, high: End| low.0 < high.0 || (low.0 == high.0 && low.1 && high.1);
    below(a.0, b.1) && below(b.0, a.1)
}

/// Whether a total can be the sum of its parts.
fn sum_possible(total: i64, parts: &[i64], mode: Mode) -> bool {
    let mut low = (0, true);
    let mut high = (0, true);
    for part in parts {
        let (from, to) = before(*part, mode);
        low = (low.0 + from.0, low.1 && from.1);
        high = (high.0 + to.0, high.1 && to.1);
    }
    meet((low, high), before(total, mode))
}

/// How all that an expression may be lies to all that was rounded to so many hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Inside,
    /// Only an end reaches only an end, which may or may not belong to it.
    Touching,
    Outside,
}

/// Least and greatest value of an expression of figures above zero, as fractions of thousandths.
#[derive(Clone, Copy, Debug)]
struct Corners {
    least: (i128, i128),
    greatest: (i128, i128),
}

impl Corners {
    /// To what was rounded to `stated`, or, with its digits cut off, stated as it.
    fn reach(self, stated: i64, cut: bool) -> Reach {
        let at = i128::from(stated) * 10;
        let (from, to) = if cut { (at, at + 10) } else { (at - 5, at + 5) };
        let below = self.least.0 - to * self.least.1;
        let above = self.greatest.0 - from * self.greatest.1;
        if below > 0 || above < 0 {
            Reach::Outside
        } else if below < 0 && above > 0 {
            Reach::Inside
        } else {
            Reach::Touching
        }
    }

    /// Holds a verdict on `stated` to what can be; `right` is the rounded value of the expression.
    fn hold(self, verdict: Verdict, stated: i64, right: i64) -> Result<(), TestCaseError> {
        if stated == right {
            prop_assert_eq!(verdict, Verdict::Exact);
            return Ok(());
        }
        match self.reach(stated, false) {
            Reach::Inside => prop_assert_eq!(verdict, Verdict::Rounding),
            Reach::Touching => prop_assert!(verdict != Verdict::Exact),
            Reach::Outside => match self.reach(stated, true) {
                Reach::Inside => prop_assert_eq!(verdict, Verdict::Truncation),
                Reach::Touching => {
                    prop_assert!(matches!(verdict, Verdict::Truncation | Verdict::Wrong));
                }
                Reach::Outside => prop_assert_eq!(verdict, Verdict::Wrong),
            },
        }
        Ok(())
    }
}

/// `numerator ÷ denominator` of whole numbers above zero, half up.
fn half_up(numerator: i128, denominator: i128) -> i64 {
    i64::try_from((2 * numerator + denominator) / (2 * denominator)).unwrap()
}

/// What may have been rounded to so many hundredths, in thousandths, without its ends.
fn around(hundredths: i64) -> (i128, i128) {
    let at = i128::from(hundredths) * 10;
    (at - 5, at + 5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sums(parts in prop::collection::vec(-5_000_i64..50_000, 1..12), off in -12_i64..=12) {
        let total = parts.iter().sum::<i64>() + off;
        let places = nodes(parts.len() + 1);
        let stated = cents(places[0], total);
        let addends = parts.iter().zip(&places[1..]).map(|(part, node)| cents(*node, *part));
        let judgement = judge(&stated, &Amount::sum(addends.collect())).unwrap();
        let expected = if off == 0 {
            Verdict::Exact
        } else if sum_possible(total, &parts, Mode::HalfUp) || sum_possible(total, &parts, Mode::HalfEven) {
            Verdict::Rounding
        } else {
            Verdict::Wrong
        };
        prop_assert_eq!(judgement.verdict, expected);
        prop_assert_eq!(judgement.difference, Exact::from(Decimal::new(off, 2)));
    }

    /// Figures that were right before rounding are never called wrong.
    #[test]
    fn right_sums_stay_right(parts in prop::collection::vec(0_i64..5_000_000, 1..12)) {
        let round = |thousandths: i64| (thousandths + 50).div_euclid(100);
        let total = round(parts.iter().sum());
        let places = nodes(parts.len() + 1);
        let addends = parts.iter().zip(&places[1..]).map(|(part, node)| cents(*node, round(*part)));
        let judgement = judge(&cents(places[0], total), &Amount::sum(addends.collect())).unwrap();
        prop_assert!(matches!(judgement.verdict, Verdict::Exact | Verdict::Rounding));
    }

    /// Shares: 100 × part ÷ whole, each rounded to two places.
    #[test]
    fn shares(part in 1_i64..100_000, whole in 1_i64..100_000, off in -30_i64..=30) {
        let rate = (part * 20_000 / whole + 1) / 2 + off;
        prop_assume!(rate > 0);
        let places = nodes(3);
        let expected = Amount::percent(&cents(places[1], part), &cents(places[2], whole));
        let stated = cents(places[0], rate).with_unit(Unit::percent());
        let judgement = judge(&stated, &expected).unwrap();
        // thousandths: the share is 100·(10p ± 5) ÷ (10w ± 5), the rate is 10r ± 5 over 1000
        let (p, w, r) = (i128::from(part), i128::from(whole), i128::from(rate));
        let reaches = |mode: Mode| {
            let ((p_low, p_low_in), (p_high, p_high_in)) = before(part, mode);
            let ((w_low, w_low_in), (w_high, w_high_in)) = before(whole, mode);
            let ((r_low, r_low_in), (r_high, r_high_in)) = before(rate, mode);
            // least share ≤ greatest rate and greatest share ≥ least rate, cross-multiplied
            let least = 100_000 * p_low - r_high * w_high;
            let greatest = 100_000 * p_high - r_low * w_low;
            (least < 0 || (least == 0 && p_low_in && w_high_in && r_high_in))
                && (greatest > 0 || (greatest == 0 && p_high_in && w_low_in && r_low_in))
        };
        let right = (p * 20_000 / w + 1) / 2 == r;
        let truncated = {
            // the rate with its digits cut: r ≤ share < r + 1 for some share that is possible
            let (least, most) = (100_000 * (10 * p - 5), 100_000 * (10 * p + 5));
            least < (10 * r + 10) * (10 * w + 5) && most > 10 * r * (10 * w - 5)
        };
        let verdict = if right {
            Verdict::Exact
        } else if reaches(Mode::HalfUp) || reaches(Mode::HalfEven) {
            Verdict::Rounding
        } else if truncated {
            Verdict::Truncation
        } else {
            Verdict::Wrong
        };
        prop_assert_eq!(judgement.verdict, verdict);
    }

    /// Rates of change against a prior value nobody stated: the change stands in it twice.
    #[test]
    fn rates_of_change(now in 1_i64..1_000_000, change in 1_i64..1_000_000, falls in any::<bool>(), off in -20_i64..=20) {
        let prior = if falls { now + change } else { now - change };
        prop_assume!(prior > 1);
        let rate = (change * 20_000 / prior + 1) / 2 + off;
        prop_assume!(rate > 0);
        let places = nodes(3);
        let (n, c) = (cents(places[1], now), cents(places[2], change));
        let before_now = if falls { n.plus(&c) } else { n.minus(&c) };
        let expected = Amount::percent(&c, &before_now);
        let judgement = judge(&cents(places[0], rate).with_unit(Unit::percent()), &expected).unwrap();
        // corners: the rate grows with the change and falls with the present value
        let corner = |change: i128, now: i128| {
            (100_000 * change, if falls { now + change } else { now - change })
        };
        let (n, c, r) = (i128::from(now) * 10, i128::from(change) * 10, i128::from(rate) * 10);
        let (low_top, low_bottom) = corner(c - 5, n + 5);
        let (high_top, high_bottom) = corner(c + 5, n - 5);
        prop_assume!(high_bottom > 0);
        let inside = low_top < (r + 5) * low_bottom && high_top > (r - 5) * high_bottom;
        let right = (change * 20_000 / prior + 1) / 2 == rate;
        if right {
            prop_assert_eq!(judgement.verdict, Verdict::Exact);
        } else if inside {
            prop_assert_eq!(judgement.verdict, Verdict::Rounding);
        } else {
            // ends touched only by half-even figures aside, nothing explains it but truncation
            prop_assert!(judgement.verdict != Verdict::Exact);
            let touches = low_top == (r + 5) * low_bottom || high_top == (r - 5) * high_bottom;
            prop_assert!(touches || judgement.verdict != Verdict::Rounding);
        }
    }

    /// Products of two rounded figures: price × quantity.
    #[test]
    fn products(a in 1_i64..20_000, b in 1_i64..20_000, off in -150_i64..=150) {
        let right = half_up(i128::from(a) * i128::from(b), 100);
        let stated = right + off;
        prop_assume!(stated > 0);
        let places = nodes(3);
        let expected = cents(places[1], a).times(&cents(places[2], b));
        let verdict = judge(&cents(places[0], stated), &expected).unwrap().verdict;
        let ((a_low, a_high), (b_low, b_high)) = (around(a), around(b));
        let corners = Corners { least: (a_low * b_low, 1000), greatest: (a_high * b_high, 1000) };
        corners.hold(verdict, stated, right)?;
    }

    /// Quotients: cost per head.
    #[test]
    fn quotients(a in 1_i64..5_000_000, b in 1_i64..20_000, off in -40_i64..=40) {
        let right = half_up(i128::from(a) * 100, i128::from(b));
        let stated = right + off;
        prop_assume!(stated > 0);
        let places = nodes(3);
        let expected = cents(places[1], a).over(&cents(places[2], b));
        let verdict = judge(&cents(places[0], stated), &expected).unwrap().verdict;
        let ((a_low, a_high), (b_low, b_high)) = (around(a), around(b));
        let corners = Corners { least: (a_low * 1000, b_high), greatest: (a_high * 1000, b_low) };
        corners.hold(verdict, stated, right)?;
    }

    /// Prior values implied by a rate of change: now ÷ (1 + rate).
    #[test]
    fn implied_prior_values(now in 100_i64..5_000_000, rate in -9_000_i64..30_000, off in -60_i64..=60) {
        let (n, r) = (i128::from(now), i128::from(rate));
        let right = half_up(n * 10_000, 10_000 + r);
        let stated = right + off;
        prop_assume!(stated > 0);
        let places = nodes(3);
        let rate = cents(places[2], rate).with_unit(Unit::percent());
        let hundred = Amount::given(100_i64, Unit::percent());
        let growth = Amount::sum(vec![hundred.clone(), rate]).over(&hundred);
        let expected = cents(places[1], now).over(&growth);
        let verdict = judge(&cents(places[0], stated), &expected).unwrap().verdict;
        let (low, high) = around(now);
        let corners = Corners {
            least: (low * 100_000, 100_000 + r * 10 + 5),
            greatest: (high * 100_000, 100_000 + r * 10 - 5),
        };
        corners.hold(verdict, stated, right)?;
    }

    /// Scores: a rate of a weight, which is exact.
    #[test]
    fn scores(rate in 1_i64..12_000, weight in 1_i64..60, off in -3_i64..=3) {
        let product = i128::from(rate) * i128::from(weight);
        let right = half_up(product, 100);
        let stated = right + off;
        prop_assume!(stated > 0);
        let places = nodes(3);
        let exact = Precision { places: 0, exact: true };
        let whole = Amount::written(places[2], Decimal::from(weight), Unit::NONE, exact);
        let expected = Amount::percent_of(&cents(places[1], rate).with_unit(Unit::percent()), &whole);
        let verdict = judge(&cents(places[0], stated), &expected).unwrap().verdict;
        let (low, high) = around(rate);
        let weight = i128::from(weight);
        let corners = Corners { least: (low * weight, 100), greatest: (high * weight, 100) };
        if verdict == Verdict::Truncation || (corners.reach(stated, false) == Reach::Outside && stated != right) {
            // a score is a plain multiple of the rate: it is cut off only where the score of the
            // rate as stated is
            let cut = i128::from(stated) == product / 100;
            prop_assert_eq!(verdict, if cut { Verdict::Truncation } else { Verdict::Wrong });
        } else {
            corners.hold(verdict, stated, right)?;
        }
    }

    /// Arithmetic is exact: what is divided and multiplied again is what it was.
    #[test]
    fn thirds_are_thirds(a in any::<i64>(), b in 1_i64..i64::MAX) {
        let (a, b) = (Amount::given(a, Unit::NONE), Amount::given(b, Unit::NONE));
        let back = a.over(&b).times(&b);
        prop_assert_eq!(back.value().unwrap(), a.value().unwrap());
    }

    /// Rounding to places, against whole-number arithmetic.
    #[test]
    fn rounds_half_away_from_zero(thousandths in -10_000_000_i64..10_000_000) {
        let size = (thousandths.abs() + 5) / 10;
        let due = Decimal::new(if thousandths < 0 { -size } else { size }, 2);
        prop_assert_eq!(Exact::from(Decimal::new(thousandths, 3)).round(2), Exact::from(due));
        let text = Exact::from(Decimal::new(thousandths, 3)).to_fixed(2);
        prop_assert_eq!(text.parse::<Decimal>().unwrap(), due);
    }
}

#[test]
fn the_real_report() {
    let places = nodes(4);
    let now = cents(places[0], 15_131);
    let change = cents(places[1], 1_042_974);
    let rate = cents(places[2], 9_856).with_unit(Unit::percent());
    let judgement = judge(&rate, &Amount::percent(&change, &now.plus(&change))).unwrap();
    assert_eq!(judgement.verdict, Verdict::Truncation);
    assert_eq!(judgement.expected.to_fixed(2), "98.57");
    let tail = judge(
        &cents(places[0], 429),
        &cents(places[1], 374).plus(&cents(places[2], 56)),
    )
    .unwrap();
    assert_eq!(tail.verdict, Verdict::Rounding);
    assert_eq!(tail.slack.unwrap().to_short(4), "0.015");
}

#[test]
fn exact_figures_have_no_slack() {
    let places = nodes(3);
    let count = |node, value: i64| {
        let precision = Precision {
            places: 0,
            exact: true,
        };
        Amount::written(node, Decimal::from(value), Unit::new("人"), precision)
    };
    let judgement = judge(
        &count(places[0], 20),
        &count(places[1], 12).plus(&count(places[2], 9)),
    )
    .unwrap();
    assert_eq!(judgement.verdict, Verdict::Wrong);
    assert!(judgement.slack.unwrap().is_zero());
}

/// At the bound of rounding all open ends meet and nothing reaches it: 4 figures at 2 places
/// may be 0.02 apart only if an end were included.
#[test]
fn the_bound_itself_is_not_reached() {
    let places = nodes(4);
    let parts = |values: [i64; 3]| {
        Amount::sum(
            values
                .iter()
                .zip(&places[1..])
                .map(|(value, node)| cents(*node, *value))
                .collect(),
        )
    };
    let off = |total: i64| {
        judge(&cents(places[0], total), &parts([101, 203, 305]))
            .unwrap()
            .verdict
    };
    assert_eq!(off(609), Verdict::Exact);
    assert_eq!(off(610), Verdict::Rounding);
    assert_eq!(off(611), Verdict::Wrong);
    assert_eq!(off(607), Verdict::Wrong);
}

/// A share whose whole may have been next to zero is not any share for that: of 0.01 in
/// 0.01 + 0.00 the part is more than half whatever both were before rounding.
#[test]
fn a_divisor_that_may_have_been_zero_is_looked_at_on_both_sides() {
    let nodes = nodes(3);
    let verdict = |share: i64, part: i64, other: i64| {
        let part = cents(nodes[1], part);
        let whole = part.plus(&cents(nodes[2], other));
        let due = Amount::percent(&part, &whole).with_unit(Unit::NONE);
        judge(&cents(nodes[0], share), &due).unwrap().verdict
    };
    assert_eq!(verdict(1_000, 1, 0), Verdict::Wrong);
    assert_eq!(verdict(-6_000, 1, 0), Verdict::Wrong);
    assert_eq!(verdict(6_000, 1, 0), Verdict::Rounding);
    assert_eq!(verdict(900_000, 1, 0), Verdict::Rounding);
    // a whole below zero, or next to it: at most −25 %
    assert_eq!(verdict(-50_000, 1, -2), Verdict::Rounding);
    assert_eq!(verdict(-1_000, 1, -2), Verdict::Wrong);
    assert_eq!(verdict(50_000, 1, -2), Verdict::Wrong);
}
