//! From the bytes of a watch to its lines. Chunks end anywhere, also within a character.

/// Longest line that is read. The largest object a server stores is some megabytes.
pub const LINE_MAX_BYTES: usize = 16 << 20;

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'bytes> {
    /// Without its end.
    Whole(&'bytes [u8]),
    /// It was longer than the limit, and is lost.
    TooLong,
}

/// Bytes on their way to lines. Each byte is looked at once, however the chunks are cut.
#[derive(Debug)]
pub struct Framer {
    buffer: Vec<u8>,
    /// Bytes before this were handed out.
    start: usize,
    /// Bytes before this contain no end of a line that was not handed out.
    scanned: usize,
    /// Whether the rest of a line that is too long is being passed over.
    skipping: bool,
    limit: usize,
}

impl Default for Framer {
    fn default() -> Self {
        Self::with_limit(LINE_MAX_BYTES)
    }
}

impl Framer {
    /// Reads lines of at most that many bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            scanned: 0,
            skipping: false,
            limit,
        }
    }

    /// Takes in what came.
    pub fn push(&mut self, chunk: &[u8]) {
        // What was handed out goes when it is the greater part: then moving the rest is paid for.
        if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.scanned -= self.start;
            self.start = 0;
        }
        self.buffer.extend_from_slice(chunk);
    }

    /// The next line that is complete. Empty lines are left out.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot lend from itself"
    )]
    pub fn next(&mut self) -> Option<Line<'_>> {
        loop {
            let fresh = self.buffer.get(self.scanned..).unwrap_or_default();
            let Some(length) = fresh.iter().position(|&byte| byte == b'\n') else {
                self.scanned = self.buffer.len();
                if self.scanned - self.start > self.limit {
                    self.skipping = true;
                }
                if self.skipping || self.start == self.scanned {
                    self.forget();
                }
                return None;
            };
            let end = self.scanned + length;
            let begin = std::mem::replace(&mut self.start, end + 1);
            self.scanned = end + 1;
            if std::mem::take(&mut self.skipping) || end - begin > self.limit {
                return Some(Line::TooLong);
            }
            if !trimmed(&self.buffer, begin, end).is_empty() {
                return Some(Line::Whole(trimmed(&self.buffer, begin, end)));
            }
        }
    }

    /// How many bytes wait.
    pub fn waiting_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Drops everything, for the bytes of another answer.
    pub fn clear(&mut self) {
        self.skipping = false;
        self.forget();
    }

    /// A new buffer each time: one large event must not keep its memory for good.
    fn forget(&mut self) {
        if self.buffer.capacity() > 64 << 10 {
            self.buffer = Vec::new();
        }
        self.buffer.clear();
        self.start = 0;
        self.scanned = 0;
    }
}

fn trimmed(buffer: &[u8], begin: usize, end: usize) -> &[u8] {
    buffer.get(begin..end).unwrap_or_default().trim_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(framer: &mut Framer) -> Vec<Option<Vec<u8>>> {
        let mut all = Vec::new();
        while let Some(line) = framer.next() {
            all.push(match line {
                Line::Whole(line) => Some(line.to_vec()),
                Line::TooLong => None,
            });
        }
        all
    }

    fn fed<'chunk>(
        limit: usize,
        chunks: impl IntoIterator<Item = &'chunk [u8]>,
    ) -> Vec<Option<Vec<u8>>> {
        let mut framer = Framer::with_limit(limit);
        let mut all = Vec::new();
        for chunk in chunks {
            framer.push(chunk);
            all.extend(lines(&mut framer));
        }
        all
    }

    #[test]
    fn a_line_is_whole_only_at_its_end() {
        let mut framer = Framer::default();
        framer.push("{\"name\":\"파이\n".as_bytes().get(..11).unwrap());
        assert_eq!(framer.next(), None);
        framer.push("{\"name\":\"파이\n".as_bytes().get(11..).unwrap());
        assert_eq!(
            framer.next(),
            Some(Line::Whole("{\"name\":\"파이".as_bytes()))
        );
        assert_eq!(framer.next(), None);
    }

    #[test]
    fn carriage_returns_and_empty_lines_are_no_events() {
        let text: &[u8] = b"\n\r\n{1}\r\n\r{2}\n \n";
        assert_eq!(
            fed(100, [text]),
            [Some(b"{1}".to_vec()), Some(b"{2}".to_vec())]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_told_once_and_the_next_is_read() {
        let text: &[u8] = b"123456789\n12345\n1234567890123456789012345\nx\n";
        let expected = [None, Some(b"12345".to_vec()), None, Some(b"x".to_vec())];
        assert_eq!(fed(5, [text]), expected);
        assert_eq!(fed(5, text.chunks(1)), expected);
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut framer = Framer::with_limit(1 << 10);
        for _ in 0..1_000 {
            framer.push(&[b'x'; 1 << 10]);
            assert_eq!(framer.next(), None);
        }
        assert!(framer.buffer.capacity() <= 64 << 10);
    }

    #[test]
    fn bytes_of_another_answer_begin_a_line() {
        for former in ["12", "1234567"] {
            let mut framer = Framer::with_limit(5);
            framer.push(former.as_bytes());
            assert_eq!(framer.next(), None);
            framer.clear();
            framer.push(b"ab\n");
            assert_eq!(framer.next(), Some(Line::Whole(b"ab")));
        }
    }

    #[test]
    fn what_was_read_is_not_kept() {
        let mut framer = Framer::default();
        framer.push(&[vec![b'x'; 1 << 20], vec![b'\n']].concat());
        assert_eq!(lines(&mut framer).len(), 1);
        assert!(framer.buffer.capacity() <= 64 << 10);
        // Also where the beginning of the next line is always there.
        for _ in 0..1_000 {
            framer.push(&[&[b'x'; 1 << 10][..], b"\nx"].concat());
            assert_eq!(lines(&mut framer).len(), 1);
        }
        assert!(framer.buffer.capacity() <= 64 << 10);
    }

    #[test]
    fn bytes_are_looked_at_once() {
        // A megabyte that comes byte by byte: were it searched from its start each time, that
        // would be 5 * 10^11 steps, which no test run would see the end of.
        let mut framer = Framer::default();
        for _ in 0..1 << 20 {
            framer.push(b"x");
            assert_eq!(framer.next(), None);
        }
        framer.push(b"\n");
        assert!(matches!(framer.next(), Some(Line::Whole(line)) if line.len() == 1 << 20));
    }

    /// What lines are, said as simply as possible.
    fn model(text: &[u8], limit: usize) -> Vec<Option<Vec<u8>>> {
        // What stands behind the last end of a line is none yet.
        let ended = text.iter().rposition(|&byte| byte == b'\n');
        let lines = text.get(..ended.unwrap_or(0)).unwrap_or_default();
        lines
            .split(|&byte| byte == b'\n')
            .filter(|_| ended.is_some())
            .map(|line| (line.len() <= limit).then(|| line.trim_ascii().to_vec()))
            .filter(|line| line.as_ref().is_none_or(|line| !line.is_empty()))
            .collect()
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_whole_text_however_it_is_cut(
            text in prop::collection::vec(prop_oneof![3 => Just(b'a'), 1 => Just(b'\n'), 1 => Just(b'\r')], 0..200),
            cuts in prop::collection::vec(0_usize..20, 0..40),
            limit in 1_usize..12,
        ) {
            let mut framer = Framer::with_limit(limit);
            let (mut rest, mut cut_up) = (text.as_slice(), Vec::new());
            for cut in cuts {
                let (head, tail) = rest.split_at(cut.min(rest.len()));
                framer.push(head);
                cut_up.extend(lines(&mut framer));
                rest = tail;
            }
            framer.push(rest);
            cut_up.extend(lines(&mut framer));
            prop_assert_eq!(&cut_up, &model(&text, limit));
        }
    }
}
