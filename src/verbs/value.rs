//! [`Value`]: what a script holds, outside of the interpreter: what words take and give.

use std::any::TypeId;

use rhai::{Array, Dynamic, INT, ImmutableString};
use rust_decimal::Decimal;

use super::conditions::Condition;
use super::item::Item;

/// A value of a script.
#[derive(Clone, Debug, Default)]
pub(crate) enum Value {
    /// `()`
    #[default]
    Nothing,
    /// Yes or no.
    Truth(bool),
    /// A whole number.
    Integer(INT),
    /// A decimal literal.
    Decimal(Decimal),
    /// A text.
    Text(ImmutableString),
    /// An array.
    Array(Vec<Value>),
    /// A field, a gap or an amount.
    Item(Item),
    /// A circumstance with its figures.
    Condition(Box<Condition>),
    /// What no word takes: maps, functions.
    Other(Dynamic),
}

/// What a word asks of a value it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Whatever it is.
    Any,
    /// [`Value::Integer`]
    Integer,
    /// [`Value::Decimal`]
    Decimal,
    /// [`Value::Text`]
    Text,
    /// [`Value::Item`]
    Item,
    /// [`Value::Condition`]
    Condition,
}

impl Sort {
    pub(super) fn type_id(self) -> TypeId {
        match self {
            Self::Any => TypeId::of::<Dynamic>(),
            Self::Integer => TypeId::of::<INT>(),
            Self::Decimal => TypeId::of::<Decimal>(),
            Self::Text => TypeId::of::<ImmutableString>(),
            Self::Item => TypeId::of::<Item>(),
            Self::Condition => TypeId::of::<Condition>(),
        }
    }

    pub(crate) fn takes(self, value: &Value) -> bool {
        matches!(
            (self, value),
            (Self::Any, _)
                | (Self::Integer, Value::Integer(_))
                | (Self::Decimal, Value::Decimal(_))
                | (Self::Text, Value::Text(_))
                | (Self::Item, Value::Item(_))
                | (Self::Condition, Value::Condition(_))
        )
    }
}

impl From<&Dynamic> for Value {
    fn from(value: &Dynamic) -> Self {
        if let Some(item) = value.read_lock::<Item>() {
            Self::Item(item.clone())
        } else if let Some(condition) = value.read_lock::<Condition>() {
            Self::Condition(Box::new(condition.clone()))
        } else if let Ok(number) = value.as_int() {
            Self::Integer(number)
        } else if let Some(number) = value.read_lock::<Decimal>() {
            Self::Decimal(*number)
        } else if let Some(text) = value.read_lock::<ImmutableString>() {
            Self::Text(text.clone())
        } else if let Some(array) = value.read_lock::<Array>() {
            Self::Array(array.iter().map(Self::from).collect())
        } else if let Ok(truth) = value.as_bool() {
            Self::Truth(truth)
        } else if value.is_unit() {
            Self::Nothing
        } else {
            Self::Other(value.clone())
        }
    }
}

impl Value {
    /// As the interpreter holds it. No `From`: Rhai's own `Dynamic::from` would wrap the value
    /// as it is, and be taken for it.
    pub(crate) fn into_dynamic(self) -> Dynamic {
        match self {
            Self::Nothing => Dynamic::UNIT,
            Self::Truth(truth) => truth.into(),
            Self::Integer(number) => number.into(),
            Self::Decimal(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Array(all) => {
                let all: Array = all.into_iter().map(Self::into_dynamic).collect();
                all.into()
            }
            Self::Item(item) => Dynamic::from(item),
            Self::Condition(condition) => Dynamic::from(*condition),
            Self::Other(other) => other,
        }
    }
}

/// What a word's argument may be declared as.
pub(crate) trait Taken: Sized {
    /// What the value must be.
    const SORT: Sort;
    /// Takes it; `None` where it is something else.
    fn take(value: &mut Value) -> Option<Self>;
}

impl Taken for Value {
    const SORT: Sort = Sort::Any;
    fn take(value: &mut Value) -> Option<Self> {
        Some(std::mem::take(value))
    }
}

macro_rules! taken {
    ($kind:ty, $sort:ident) => {
        impl Taken for $kind {
            const SORT: Sort = Sort::$sort;
            fn take(value: &mut Value) -> Option<Self> {
                match std::mem::take(value) {
                    Value::$sort(it) => Some(it),
                    _ => None,
                }
            }
        }
    };
}

taken!(INT, Integer);
taken!(Decimal, Decimal);
taken!(ImmutableString, Text);
taken!(Item, Item);

impl Taken for Condition {
    const SORT: Sort = Sort::Condition;
    fn take(value: &mut Value) -> Option<Self> {
        match std::mem::take(value) {
            Value::Condition(it) => Some(*it),
            _ => None,
        }
    }
}

impl From<()> for Value {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Item> for Value {
    fn from(item: Item) -> Self {
        Self::Item(item)
    }
}

impl From<Condition> for Value {
    fn from(condition: Condition) -> Self {
        Self::Condition(Box::new(condition))
    }
}

impl From<ImmutableString> for Value {
    fn from(text: ImmutableString) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Value>> for Value {
    fn from(all: Vec<Value>) -> Self {
        Self::Array(all)
    }
}
