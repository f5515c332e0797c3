//! Small words and numbers: times, ages, sizes, order. Knows nothing of the other modules.

pub mod age;
pub mod bytes;
pub mod natural;
pub mod order;
pub mod sorted_map;
pub mod time;
