//! Which content coding a caller wants.

/// A form in which a file can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// As it is.
    Identity,
}

impl Coding {
    /// The value of `Content-Encoding`; none for a file as it is.
    pub fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The best of the available codings for an `Accept-Encoding`: the greatest weight wins, at equal
/// weight the smaller form. A caller that wants none of them gets the file as it is.
pub fn choose(accept_encoding: Option<&str>, brotli: bool, gzip: bool) -> Coding {
    let Some(accepted) = accept_encoding else {
        return Coding::Identity;
    };
    let candidates = [
        (brotli, Coding::Brotli, weight(accepted, &["br"])),
        (gzip, Coding::Gzip, weight(accepted, &["gzip", "x-gzip"])),
        // A file as it is stays acceptable unless the caller says otherwise.
        (
            true,
            Coding::Identity,
            listed(accepted, &["identity"]).or(Some(1)),
        ),
    ];
    let mut best = (0, Coding::Identity);
    for (available, coding, weight) in candidates {
        let weight = weight.unwrap_or(0);
        if available && weight > best.0 {
            best = (weight, coding);
        }
    }
    best.1
}

/// The weight of a coding in thousandths; a `*` stands for what is not listed.
fn weight(accepted: &str, names: &[&str]) -> Option<u32> {
    listed(accepted, names).or_else(|| listed(accepted, &["*"]))
}

fn listed(accepted: &str, names: &[&str]) -> Option<u32> {
    accepted.split(',').find_map(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let token = parts.next()?;
        names
            .iter()
            .any(|name| token.eq_ignore_ascii_case(name))
            .then(|| {
                parts
                    .find_map(|part| {
                        part.strip_prefix("q=")
                            .or_else(|| part.strip_prefix("Q="))
                            .map(thousandths)
                    })
                    .unwrap_or(1000)
            })
    })
}

/// A q-value in thousandths. What cannot be read counts as refused.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        "1" if digits(fraction) => 1000,
        "0" if digits(fraction) => format!("{fraction:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_weight_wins() {
        use Coding::{Brotli, Gzip, Identity};
        for (accept, brotli, gzip, expected) in [
            (None, true, true, Identity),
            (Some(""), true, true, Identity),
            (Some("gzip, deflate, br, zstd"), true, true, Brotli),
            (Some("gzip, deflate, br"), false, true, Gzip),
            (Some("gzip, br"), false, false, Identity),
            (Some("GZIP"), true, true, Gzip),
            (Some("x-gzip"), true, true, Gzip),
            (Some("br;q=0.5, gzip;q=0.9"), true, true, Gzip),
            (Some("br; q=0.5 , gzip;q=0.5"), true, true, Brotli),
            (Some("br;q=0, gzip"), true, true, Gzip),
            (Some("br;q=0.000, gzip;q=0"), true, true, Identity),
            (Some("*"), true, true, Brotli),
            (Some("*;q=0.1, br;q=0"), true, true, Gzip),
            (Some("identity;q=1, gzip;q=0.5"), true, true, Identity),
            (Some("identity;q=0.5, gzip;q=1.000"), true, true, Gzip),
            (Some("identity;q=0"), false, false, Identity),
            (Some("br;q=nonsense, gzip;q=0.001"), true, true, Gzip),
        ] {
            assert_eq!(choose(accept, brotli, gzip), expected, "{accept:?}");
        }
    }
}
