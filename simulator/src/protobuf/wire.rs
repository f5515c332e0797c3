//! Protobuf's wire format, as far as it is needed.

/// A value on the wire.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scalar<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// Reads the fields of one message.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The next field and its number; `Some(None)` at the end and `None` when it is malformed.
    #[allow(clippy::option_option)] // The end and a defect are two things; `?` wants the latter.
    pub(super) fn field(&mut self) -> Option<Option<(u32, Scalar<'a>)>> {
        if self.rest.is_empty() {
            return Some(None);
        }
        let tag = self.number()?;
        let number = u32::try_from(tag >> 3).ok()?;
        let scalar = match tag & 7 {
            0 => Scalar::Number(self.number()?),
            1 => Scalar::Bytes(self.take(8)?),
            2 => {
                let length = usize::try_from(self.number()?).ok()?;
                Scalar::Bytes(self.take(length)?)
            }
            5 => Scalar::Bytes(self.take(4)?),
            _ => return None,
        };
        Some(Some((number, scalar)))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

pub(super) fn write_number(out: &mut Vec<u8>, field: u32, number: u64) {
    write_varint(out, u64::from(field) << 3);
    write_varint(out, number);
}

pub(super) fn write_bytes(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    write_varint(out, u64::from(field) << 3 | 2);
    write_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}
