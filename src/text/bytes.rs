//! Byte sizes as `oc` prints them: decimal units, four significant digits. Printing a float would
//! add 8 kB to the bundle, so the digits are taken from its bits.

const UNITS: [&str; 9] = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];

/// `79.52MB`, `1kB`, `999B`. The same float is divided as in `oc`, so that ties fall the same way.
pub fn human_size(bytes: i64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "oc converts to a float here, too"
    )]
    let mut size = bytes as f64;
    let mut units = UNITS.iter();
    let mut unit = units.next();
    while size >= 1000.0 {
        match units.next() {
            Some(larger) => unit = Some(larger),
            None => break,
        }
        size /= 1000.0;
    }
    let unit = unit.copied().unwrap_or_default();
    if size < 1.0 {
        // Nothing has a negative size; if a server says so, the number stands as it is.
        return format!("{bytes}{unit}");
    }
    format!("{}{unit}", four_digits(size))
}

/// `%.4g` of a number from 1 up to 1000: rounded half to even on the exact binary value, without
/// trailing zeros.
fn four_digits(size: f64) -> String {
    let mut decimals = if size >= 100.0 {
        1
    } else if size >= 10.0 {
        2
    } else {
        3
    };
    let bits = size.to_bits();
    let mantissa = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    // 1 <= size < 1024, so that the exponent lies between 0 and 9 and the shift between 43 and 52.
    let exponent = (bits >> 52 & 0x7ff).saturating_sub(1023);
    let shift = 52 - u32::try_from(exponent.min(52)).unwrap_or_default();
    let scaled = mantissa * 10_u128.pow(decimals);
    let (mut digits, rest, half) = (
        scaled >> shift,
        scaled & ((1 << shift) - 1),
        1_u128 << (shift - 1),
    );
    if rest > half || (rest == half && digits % 2 == 1) {
        digits += 1;
    }
    while decimals > 0 && digits % 10 == 0 {
        digits /= 10;
        decimals -= 1;
    }
    if decimals == 0 {
        return digits.to_string();
    }
    let unit = 10_u128.pow(decimals);
    let width = usize::try_from(decimals).unwrap_or_default();
    format!("{}.{:0width$}", digits / unit, digits % unit)
}
