//! Texts of JSON between their quotes.

/// How many bytes at the start of a text are nothing but text: no quote, no backslash, no control.
/// Looks at eight at a time.
pub fn plain_bytes(bytes: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The high bit of a byte is set where it is less than `limit`. What lies above the first such
    // byte may be wrong, but not the first one.
    let below = |word: u64, limit: u64| word.wrapping_sub(EACH * limit) & !word & HIGH;
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut passed = 0;
    for eight in eights {
        let word = u64::from_le_bytes(*eight);
        let quote = word ^ (EACH * u64::from(b'"'));
        let backslash = word ^ (EACH * u64::from(b'\\'));
        let signs = below(word, 0x20) | below(quote, 1) | below(backslash, 1);
        if signs != 0 {
            return passed + signs.trailing_zeros() as usize / 8;
        }
        passed += 8;
    }
    let plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
    passed + rest.iter().take_while(plain).count()
}

/// What an escape means, given what follows its backslash, and what follows it.
pub fn unescape(escaped: &str) -> Option<(char, &str)> {
    let (kind, rest) = escaped.split_at_checked(1)?;
    let meant = match kind {
        "n" => '\n',
        "t" => '\t',
        "r" => '\r',
        "b" => '\u{8}',
        "f" => '\u{c}',
        "u" => return unicode(rest),
        "\"" | "\\" | "/" => kind.chars().next()?,
        _ => return None,
    };
    Some((meant, rest))
}

/// Four hexadecimal digits, or twice four for what lies beyond them.
fn unicode(digits: &str) -> Option<(char, &str)> {
    let four = |text: &str| -> Option<u32> {
        let all = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(text, 16).ok().filter(|_| all)
    };
    let (high, rest) = digits.split_at_checked(4)?;
    let high = four(high)?;
    if !(0xd800..0xdc00).contains(&high) {
        return char::from_u32(high).map(|meant| (meant, rest));
    }
    let (low, rest) = rest.strip_prefix("\\u")?.split_at_checked(4)?;
    let low = four(low).filter(|low| (0xdc00..0xe000).contains(low))?;
    char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).map(|meant| (meant, rest))
}
