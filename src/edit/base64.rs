//! Base64 with padding, as secrets hold their data. Own code: two short functions against a crate
//! with engines and alphabets.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let group = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for digit in 0..4 {
            let value = (group >> (18 - 6 * digit)) & 63;
            let letter = usize::try_from(value)
                .ok()
                .and_then(|value| ALPHABET.get(value));
            // A chunk of n bytes has n + 1 digits; the rest is padding.
            let present = digit <= chunk.len();
            out.push(
                letter
                    .filter(|_| present)
                    .map_or('=', |&letter| char::from(letter)),
            );
        }
    }
    out
}

/// Decodes text. Line breaks are skipped; `None` when it is not Base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut bits) = (0_u32, 0_u32);
    for byte in text
        .trim_end()
        .trim_end_matches('=')
        .bytes()
        .filter(|byte| !b"\r\n".contains(byte))
    {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        group = (group << 6) | u32::try_from(digit).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((group >> bits) & 255).ok()?);
        }
    }
    // A lone digit at the end says nothing.
    (bits < 6).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_everyone_does() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ];
        for (plain, encoded) in cases {
            assert_eq!(encode(plain.as_bytes()), encoded);
            assert_eq!(decode(encoded), Some(plain.as_bytes().to_vec()));
        }
        // As `kubectl create secret docker-registry` wrote it.
        assert_eq!(encode(b"robot:s3cret"), "cm9ib3Q6czNjcmV0");
        assert_eq!(decode("not base64!"), None);
        assert_eq!(decode("A"), None);
    }

    proptest::proptest! {
        #[test]
        fn decoding_takes_encoding_back(bytes: Vec<u8>) {
            proptest::prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
