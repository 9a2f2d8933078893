//! Runs a [`Plan`]'s functions on one submission.

use std::cmp::Ordering;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::super::engine::Clock;
use super::{Code, DEPTH, FEW, Halt, LARGEST, Near, Operator, Plan, STEPS, Word, index};
use crate::verbs::{Call, Item, Native, Run, Value, entry_of};

type Ended = Result<Value, Halt>;

impl Plan {
    /// Runs a function on the whole submission.
    pub(in crate::pack) fn call(
        &self,
        function: usize,
        run: &Run,
        clock: &Clock,
        submission: Item,
    ) -> Ended {
        let mut walk = Walk {
            plan: self,
            run,
            clock,
            places: Vec::with_capacity(32),
            base: 0,
            steps: 0,
            depth: 0,
        };
        walk.function(function, vec![Value::Item(submission)])
    }
}

struct Walk<'p> {
    plan: &'p Plan,
    run: &'p Run,
    clock: &'p Clock,
    /// Variables of all functions that are running, the innermost last.
    places: Vec<Value>,
    /// Where those of the innermost begin.
    base: usize,
    steps: u32,
    depth: u32,
}

impl Walk<'_> {
    fn function(&mut self, index: usize, arguments: Vec<Value>) -> Ended {
        let function = self.plan.functions.get(index).ok_or(Halt::Unknown)?;
        let body = function.body.as_ref().ok_or(Halt::Unknown)?;
        if self.depth >= DEPTH {
            return Err(Halt::Unknown);
        }
        self.depth += 1;
        let outside = self.base;
        let end = self.places.len();
        self.base = end;
        self.places.extend(arguments);
        self.places.resize(end + function.places, Value::Nothing);
        let ended = match self.code(body) {
            Err(Halt::Return(value)) => Ok(value),
            // Rhai says that it stands outside of a loop
            Err(Halt::Break | Halt::Continue) => Err(Halt::Unknown),
            other => other,
        };
        self.places.truncate(end);
        self.base = outside;
        self.depth -= 1;
        ended
    }

    fn local(&self, place: usize) -> Result<&Value, Halt> {
        self.places.get(self.base + place).ok_or(Halt::Unknown)
    }

    fn set(&mut self, place: usize, value: Value) -> Result<(), Halt> {
        let slot = self.places.get_mut(self.base + place);
        *slot.ok_or(Halt::Unknown)? = value;
        Ok(())
    }

    /// A value to look at: a variable where it is, anything else worked out into `room`.
    fn borrowed<'w>(&'w mut self, code: &Code, room: &'w mut Value) -> Result<&'w Value, Halt> {
        if let Code::Local(place) = code {
            return self.local(*place);
        }
        *room = self.code(code)?;
        Ok(room)
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of code")]
    fn code(&mut self, code: &Code) -> Ended {
        self.steps += 1;
        if self.steps > STEPS || (self.steps.is_multiple_of(64) && self.clock.is_full()) {
            return Err(Halt::Unknown);
        }
        match code {
            Code::Constant(value) => Ok(value.clone()),
            Code::Local(place) => self.local(*place).cloned(),
            Code::Array(entries) => {
                let all: Vec<Value> = entries
                    .iter()
                    .map(|entry| self.code(entry))
                    .collect::<Result<_, _>>()?;
                if all.iter().map(weight).sum::<usize>() > LARGEST {
                    return Err(Halt::Unknown);
                }
                Ok(Value::Array(all))
            }
            Code::Field(base, name, near) => {
                let run = self.run;
                let mut room = Value::Nothing;
                match self.borrowed(base, &mut room)? {
                    Value::Item(item) => Ok(Value::Item(field(run, item, name, near))),
                    // `holds` of a circumstance, and mistakes
                    _ => Err(Halt::Unknown),
                }
            }
            Code::Index(base, at) => {
                let at = self.code(at)?;
                let run = self.run;
                let mut room = Value::Nothing;
                match (self.borrowed(base, &mut room)?, at) {
                    (Value::Array(all), Value::Integer(at)) => index(at)
                        .and_then(|at| all.get(at))
                        .cloned()
                        .ok_or(Halt::Unknown),
                    (Value::Item(item), Value::Text(name)) => {
                        Ok(Value::Item(run.field(item, &name)))
                    }
                    (Value::Item(item), Value::Integer(at)) => {
                        Ok(Value::Item(entry_of(run, item, at)))
                    }
                    _ => Err(Halt::Unknown),
                }
            }
            Code::Length(base) => {
                let mut room = Value::Nothing;
                let length = match self.borrowed(base, &mut room)? {
                    Value::Array(all) => all.len(),
                    Value::Text(text) => text.chars().count(),
                    _ => return Err(Halt::Unknown),
                };
                i64::try_from(length)
                    .map(Value::Integer)
                    .map_err(|_| Halt::Unknown)
            }
            Code::Push(place, value) => {
                let value = self.code(value)?;
                let slot = self.places.get_mut(self.base + place);
                let Some(Value::Array(all)) = slot else {
                    return Err(Halt::Unknown);
                };
                // few entries of some weight, or many that are single
                let most = match weight(&value) {
                    1 => LARGEST,
                    2..=FEW => LARGEST / FEW,
                    _ => 0,
                };
                if all.len() >= most {
                    return Err(Halt::Unknown);
                }
                all.push(value);
                Ok(Value::Nothing)
            }
            Code::Word(word) => {
                let mut arguments = self.all(&word.arguments)?;
                self.word(word, &mut arguments)
            }
            Code::Operator(operator, word) => {
                let mut sides = self.all(&word.arguments)?;
                match plain(*operator, &sides) {
                    Some(value) => Ok(value),
                    None => self.word(word, &mut sides),
                }
            }
            Code::Not(code) => Ok(Value::Truth(!self.truth(code)?)),
            Code::And(all) => {
                for code in all {
                    if !self.truth(code)? {
                        return Ok(Value::Truth(false));
                    }
                }
                Ok(Value::Truth(true))
            }
            Code::Or(all) => {
                for code in all {
                    if self.truth(code)? {
                        return Ok(Value::Truth(true));
                    }
                }
                Ok(Value::Truth(false))
            }
            Code::Function(function, arguments) => {
                let arguments = self.all(arguments)?;
                self.function(*function, arguments)
            }
            Code::Block(all) => {
                let mut last = Value::Nothing;
                for code in all {
                    last = self.code(code)?;
                }
                Ok(last)
            }
            Code::Set(place, value) => {
                let value = self.code(value)?;
                self.set(*place, value)?;
                Ok(Value::Nothing)
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
                Ok(Value::Nothing)
            }
            Code::For {
                entry,
                counter,
                over_and_body,
            } => {
                let [over, body] = &**over_and_body;
                let over = self.code(over)?;
                self.each(over, *entry, *counter, body)?;
                Ok(Value::Nothing)
            }
            Code::Break => Err(Halt::Break),
            Code::Continue => Err(Halt::Continue),
            Code::Return(value) => Err(Halt::Return(self.code(value)?)),
            Code::ParseDecimal(text) => match self.code(text)? {
                Value::Text(text) => plain_decimal(&text)
                    .map(Value::Decimal)
                    .ok_or(Halt::Unknown),
                _ => Err(Halt::Unknown),
            },
        }
    }

    fn all(&mut self, all: &[Code]) -> Result<Vec<Value>, Halt> {
        let mut values = Vec::with_capacity(all.len());
        for code in all {
            values.push(self.code(code)?);
        }
        Ok(values)
    }

    fn truth(&mut self, code: &Code) -> Result<bool, Halt> {
        match self.code(code)? {
            Value::Truth(truth) => Ok(truth),
            _ => Err(Halt::Unknown),
        }
    }

    /// One turn of a loop; whether it was the last.
    fn turn(&mut self, body: &Code) -> Result<bool, Halt> {
        match self.code(body) {
            Ok(_) | Err(Halt::Continue) => Ok(false),
            Err(Halt::Break) => Ok(true),
            Err(other) => Err(other),
        }
    }

    fn each(
        &mut self,
        over: Value,
        entry: usize,
        counter: Option<usize>,
        body: &Code,
    ) -> Result<(), Halt> {
        let entries: Vec<Value> = match over {
            Value::Array(all) => all,
            // entries of a list in a list are its nodes, as Rhai's loop has them
            Value::Item(Item::List(_, nodes)) => nodes
                .iter()
                .map(|node| Value::Item(Item::Node(*node)))
                .collect(),
            _ => return Err(Halt::Unknown),
        };
        for (turn, value) in entries.into_iter().enumerate() {
            if let Some(counter) = counter {
                let turn = i64::try_from(turn).map_err(|_| Halt::Unknown)?;
                self.set(counter, Value::Integer(turn))?;
            }
            self.set(entry, value)?;
            if self.turn(body)? {
                break;
            }
        }
        Ok(())
    }

    fn word(&self, word: &Word, arguments: &mut [Value]) -> Ended {
        let way = word.ways.iter().find(|way| way.takes(arguments));
        let call = Call {
            run: self.run,
            name: &word.name,
            position: word.position,
        };
        way.ok_or(Halt::Unknown)
            .and_then(|way: &Native| way.call(&call, arguments).map_err(Halt::Escape))
    }
}

/// The field of a name, looked for first where it stood the last time.
fn field(run: &Run, item: &Item, name: &ImmutableString, near: &Near) -> Item {
    if let Item::Node(node) = item
        && let Some(child) = near.find(&run.submission, *node, name)
    {
        return run.item(child);
    }
    run.field(item, name)
}

/// How many values an array holds, at whatever depth.
fn weight(value: &Value) -> usize {
    match value {
        Value::Array(all) => 1 + all.iter().map(weight).sum::<usize>(),
        _ => 1,
    }
}

/// What Rhai's own operators make of plain values; `None` for everything else.
fn plain(operator: Operator, sides: &[Value]) -> Option<Value> {
    use Operator::{
        Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Minus, Plus, Times, Unequal,
    };
    let [left, right] = sides else {
        return None;
    };
    let ordered = |order: Ordering| {
        Some(Value::Truth(match operator {
            Equal => order.is_eq(),
            Unequal => order.is_ne(),
            Less => order.is_lt(),
            LessOrEqual => order.is_le(),
            Greater => order.is_gt(),
            GreaterOrEqual => order.is_ge(),
            _ => return None,
        }))
    };
    match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => match operator {
            Plus => a.checked_add(*b).map(Value::Integer),
            Minus => a.checked_sub(*b).map(Value::Integer),
            Times => a.checked_mul(*b).map(Value::Integer),
            // the words have it: exact
            Operator::Over => None,
            _ => ordered(a.cmp(b)),
        },
        (Value::Text(a), Value::Text(b)) => match operator {
            Plus if a.len() + b.len() <= LARGEST => Some(Value::Text(format!("{a}{b}").into())),
            Equal | Unequal => ordered(a.cmp(b)),
            _ => None,
        },
        (Value::Truth(a), Value::Truth(b)) if matches!(operator, Equal | Unequal) => {
            ordered(a.cmp(b))
        }
        (Value::Array(a), Value::Array(b)) if operator == Plus => {
            let all: Vec<Value> = a.iter().chain(b).cloned().collect();
            (all.iter().map(weight).sum::<usize>() <= LARGEST).then_some(Value::Array(all))
        }
        _ => None,
    }
}

/// A decimal of few plain digits, which every reading agrees on.
pub(super) fn plain_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.len() <= 20
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| Decimal::from_str_exact(text).ok()).flatten()
}
