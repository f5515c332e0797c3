//! All visible text, in English and Korean.
