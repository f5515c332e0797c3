//! Reading the API's JSON into the app's types, straight from the bytes.
//!
//! `serde` makes code for each type anew: for some forty types it was 155 kB of the program, a
//! sixth. Here a type is a list of names and fields, read by one [`Reader`]. It also forgives: what
//! is not as the API promises is left out and named, and the rest is read. Natively each type is a
//! `serde` type as well, which is the oracle of the tests.

mod json;
mod reader;
mod string;

use crate::text::sorted_map::SortedMap;
pub use json::Json;
pub use reader::{Malformed, Reader};

/// A type that can be read from JSON.
pub trait Wire: Default {
    /// Reads the value at which the reader stands; `null` leaves everything as it is. False when
    /// it is of another kind: it was then passed over and noted.
    fn read(&mut self, json: &mut Reader<'_>) -> bool;
}

/// What was read of a document, and what could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// The value; fields that could not be read have their defaults.
    pub value: T,
    /// Fields that could not be read, in the order of the document.
    pub malformed: Vec<Malformed>,
}

/// Reads a document. An error says where it stops to be JSON, or that it is of another kind.
pub fn read<T: Wire>(json: &[u8]) -> Result<Read<T>, Malformed> {
    let mut reader = Reader::new(json);
    let mut value = T::default();
    let good = value.read(&mut reader);
    let malformed = reader.finish(good)?;
    Ok(Read { value, malformed })
}

/// Declares types with the names that their fields have in JSON.
macro_rules! wire {
    ($(
        $(#[$meta:meta])*
        $visible:vis struct $name:ident {
            $( $(#[$about:meta])* $seen:vis $field:ident: $type:ty = $key:literal, )+
        }
    )+) => { $(
        $(#[$meta])*
        #[cfg_attr(not(target_arch = "wasm32"), derive(serde::Deserialize), serde(default))]
        $visible struct $name {
            $(
                $(#[$about])*
                #[cfg_attr(
                    not(target_arch = "wasm32"),
                    serde(rename = $key, deserialize_with = "crate::wire::null_as_default")
                )]
                $seen $field: $type,
            )+
        }

        impl crate::wire::Wire for $name {
            fn read(&mut self, json: &mut crate::wire::Reader<'_>) -> bool {
                json.object(&mut |key, json| match key {
                    $( $key => { crate::wire::Wire::read(&mut self.$field, json); } )+
                    _ => json.skip(),
                })
            }
        }
    )+ };
}
pub(crate) use wire;

/// Reads `null` like an absent key: Go servers send both for empty maps and lists.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + serde::Deserialize<'de>,
{
    use serde::Deserialize;
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

impl Wire for String {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        json.text(self)
    }
}

/// For what is kept as it came, such as the object that a write is computed from.
impl Wire for serde_json::Value {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        let span = json.span();
        match serde_json::from_slice(span) {
            Ok(value) => *self = value,
            Err(_) => json.note("this is no JSON"),
        }
        true
    }
}

impl Wire for bool {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        json.truth(self)
    }
}

macro_rules! integer {
    ($($type:ty),+) => { $(
        impl Wire for $type {
            fn read(&mut self, json: &mut Reader<'_>) -> bool {
                json.integer(&mut |number| {
                    <$type>::try_from(number).map(|number| *self = number).is_ok()
                })
            }
        }
    )+ };
}
integer!(i64, u64, u32, u16);

impl<T: Wire> Wire for Option<T> {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        *self = None;
        if json.null() {
            return true;
        }
        let mut value = T::default();
        let good = value.read(json);
        if good {
            *self = Some(value);
        }
        good
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        self.clear();
        json.list(&mut |json| {
            let mut item = T::default();
            if !json.refuse_null() && item.read(json) {
                self.push(item);
            }
        })
    }
}

impl<T: Wire> Wire for SortedMap<String, T> {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        json.object(&mut |key, json| {
            let mut value = T::default();
            if !json.refuse_null() && value.read(json) {
                self.insert(key.to_owned(), value);
            }
        })
    }
}

/// The keys of an object whose values say nothing (Go's `struct{}`), in byte order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<String>);

impl std::ops::Deref for Keys {
    type Target = Vec<String>;

    fn deref(&self) -> &Vec<String> {
        &self.0
    }
}

impl From<Keys> for Vec<String> {
    fn from(keys: Keys) -> Self {
        keys.0
    }
}

impl Wire for Keys {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        self.0.clear();
        json.object(&mut |key, json| {
            json.skip();
            // Go servers send them sorted, so this is a push nearly always.
            let place = self.0.partition_point(|known| known.as_str() < key);
            if self.0.get(place).is_none_or(|known| known != key) {
                self.0.insert(place, key.to_owned());
            }
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de> serde::Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = SortedMap::<String, serde::de::IgnoredAny>::deserialize(deserializer)?;
        Ok(Self(map.into_iter().map(|(key, _)| key).collect()))
    }
}

#[cfg(test)]
mod tests;
