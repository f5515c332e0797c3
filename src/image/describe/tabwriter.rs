//! Column layout of Go's `text/tabwriter` as `oc` sets it up: tabs of 8 columns, padded with tabs,
//! at least one column of space.

const TAB_WIDTH: usize = 8;

/// Lays text out. A piece that ends with a tab is a cell; what follows the last tab is not part of
/// any column. Cells that stand below each other without a gap form a column of one width.
pub fn align(text: &str) -> String {
    // To the writer in Go a form feed ends a line and all columns, a vertical tab ends a cell.
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (index, block) in text.split('\u{c}').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let lines: Vec<Vec<&str>> = block
            .split('\n')
            .map(|line| line.split(['\t', '\u{b}']).collect())
            .collect();
        let mut layout = Layout {
            lines,
            widths: Vec::new(),
            written: 0,
            out: &mut out,
        };
        let end = layout.lines.len();
        layout.format(0, end);
    }
    out
}

struct Layout<'a, 'out> {
    lines: Vec<Vec<&'a str>>,
    /// Widths of the columns that enclose the lines at hand, in tab stops.
    widths: Vec<usize>,
    written: usize,
    out: &'out mut String,
}

impl Layout<'_, '_> {
    /// Writes the lines `from..to`, finding the next column inside the enclosing ones. Depth is the
    /// number of cells in a line; texts of the API bound it by their own length, so that it is kept
    /// within reason here.
    fn format(&mut self, from: usize, to: usize) {
        const DEEPEST: usize = 200;
        let column = self.widths.len();
        let mut line = from;
        while line < to {
            let (start, mut widest) = (line, 0);
            while line < to && column < DEEPEST {
                let Some(cell) = self.cell(line, column) else {
                    break;
                };
                widest = widest.max(cell.chars().count() + 1);
                line += 1;
            }
            if line == start {
                line += 1;
                continue;
            }
            self.write_until(start);
            self.widths.push(widest.div_ceil(TAB_WIDTH));
            self.format(start, line);
            self.write_until(line);
            self.widths.pop();
        }
        self.write_until(to);
    }

    /// The cell of a line in a column; none for trailing text.
    fn cell(&self, line: usize, column: usize) -> Option<&str> {
        let cells = self.lines.get(line)?;
        if column + 1 < cells.len() {
            cells.get(column).copied()
        } else {
            None
        }
    }

    /// Writes the lines up to `end` with the widths that hold now.
    fn write_until(&mut self, end: usize) {
        while self.written < end {
            let cells = self.lines.get(self.written).map_or(&[][..], Vec::as_slice);
            for (column, cell) in cells.iter().enumerate() {
                self.out.push_str(cell);
                if column + 1 == cells.len() {
                    break;
                }
                // Beyond the known columns a cell keeps one tab.
                let stops = self.widths.get(column).copied().unwrap_or(0);
                let tabs = stops.saturating_sub(cell.chars().count() / TAB_WIDTH);
                for _ in 0..tabs.max(usize::from(stops == 0)) {
                    self.out.push('\t');
                }
            }
            self.written += 1;
            if self.written < self.lines.len() {
                self.out.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn cells_below_each_other_share_a_width() {
        let cases = [
            ("a\tb\n", "a\tb\n"),
            // Seven characters and a space fill a tab stop, eight need the next.
            ("1234567\tx\na\ty\n", "1234567\tx\na\ty\n"),
            ("12345678\tx\na\ty\n", "12345678\tx\na\t\ty\n"),
            // A line without a cell ends the column.
            ("12345678\tx\nend\na\ty\n", "12345678\tx\nend\na\ty\n"),
            ("12345678\tx\n\na\ty\n", "12345678\tx\n\na\ty\n"),
            // Inner columns live inside the outer ones.
            (
                "a\tb\tc\nd\te\n12345678\tf\tg\n",
                "a\t\tb\tc\nd\t\te\n12345678\tf\tg\n",
            ),
            ("\t12345678\tx\n\ta\ty\n", "\t12345678\tx\n\ta\t\ty\n"),
            // Characters count, not bytes.
            ("한글한글한글한\tx\na\ty\n", "한글한글한글한\tx\na\ty\n"),
            // A vertical tab ends a cell, a form feed a line with all its columns.
            ("a\u{b}b", "a\tb"),
            ("12345678\tx\u{c}a\ty", "12345678\tx\na\ty"),
            ("", ""),
            ("\n\n", "\n\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(align(text), expected, "{text:?}");
        }
    }
}
