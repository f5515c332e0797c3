//! Small words and numbers: times, ages, sizes. Knows nothing of the other modules.

pub mod time;
