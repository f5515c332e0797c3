//! Which rows of a long table are drawn: those that can be seen and some around them. Rows may
//! differ in height, as cards on narrow screens do; a row that was never drawn counts as high as
//! the others are on average.

/// What is known of the heights of all rows, in pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowWindow {
    /// Zero for a row that was not measured.
    heights: Vec<f32>,
    measured: usize,
    sum: f32,
}

/// From how many pixels on it matters that a row is not as high as it was taken for. Rows differ
/// by half a pixel by where they begin.
const NEWS: f32 = 0.75;

/// Before any row is measured.
const GUESS: f32 = 37.0;

impl RowWindow {
    /// So many rows, of which none is measured. What rows measured on average so far is kept as a
    /// guess.
    pub fn reset(&mut self, count: usize) {
        let mean = self.mean();
        self.heights.clear();
        self.heights.resize(count, 0.0);
        self.measured = usize::from(count > 0 && self.measured > 0);
        self.sum = if self.measured > 0 { mean } else { 0.0 };
    }

    /// Forgets all heights: the table has another width.
    pub fn forget(&mut self) {
        let count = self.heights.len();
        *self = Self::default();
        self.heights.resize(count, 0.0);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.heights.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heights.is_empty()
    }

    /// A row was measured. Whether that is news: whether it is not as high as it was taken for.
    pub fn measure(&mut self, index: usize, height: f32) -> bool {
        let counted = self.height(index);
        let Some(known) = self.heights.get_mut(index) else {
            return false;
        };
        if height <= 0.0 || (*known - height).abs() < 0.25 {
            return false;
        }
        if *known == 0.0 {
            self.measured += 1;
        }
        self.sum += height - *known;
        *known = height;
        (counted - height).abs() >= NEWS
    }

    /// How high a row counts.
    pub fn height(&self, index: usize) -> f32 {
        let known = self.heights.get(index).copied().unwrap_or_default();
        if known == 0.0 { self.mean() } else { known }
    }

    /// Whether no row was measured yet, so that heights are only guessed.
    pub fn is_guess(&self) -> bool {
        self.measured == 0
    }

    fn mean(&self) -> f32 {
        if self.measured == 0 {
            return GUESS;
        }
        #[expect(clippy::cast_precision_loss, reason = "a mean of some thousand rows")]
        let count = self.measured as f32;
        self.sum / count
    }

    /// How far from the first row on a row begins. Whole pixels: it is the height of what stands
    /// for the rows before it.
    pub fn offset(&self, index: usize) -> i32 {
        self.between(0, index)
    }

    /// How high the rows of a range are together.
    pub fn between(&self, first: usize, end: usize) -> i32 {
        let rows = self.heights.get(first..end.min(self.len()));
        let mean = self.mean();
        let height = |height: &f32| f64::from(if *height == 0.0 { mean } else { *height });
        let sum: f64 = rows.unwrap_or_default().iter().map(height).sum();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "browsers draw nothing higher than this either"
        )]
        {
            sum.round() as i32
        }
    }

    /// The row at a height below the first row's top; the last one for whatever lies below.
    pub fn at(&self, height: f64) -> usize {
        let (mut top, mean) = (0.0, self.mean());
        for (index, known) in self.heights.iter().enumerate() {
            top += f64::from(if *known == 0.0 { mean } else { *known });
            if top > height {
                return index;
            }
        }
        self.len().saturating_sub(1)
    }

    /// The rows between two heights, and besides those that must stay wherever they are, in order.
    pub fn drawn(&self, from: f64, to: f64, pinned: &[usize]) -> Vec<usize> {
        if self.is_empty() {
            return Vec::new();
        }
        let (first, last) = (self.at(from), self.at(to));
        let mut rows: Vec<usize> = (first..=last).collect();
        for &row in pinned {
            if row < self.len()
                && let Err(place) = rows.binary_search(&row)
            {
                rows.insert(place, row);
            }
        }
        rows
    }

    /// Where one comes to from a row by turning so many pixels of it, less a row that tells where
    /// one is. It is another row unless there is none.
    pub fn turned(&self, from: usize, height: f64, down: bool) -> usize {
        let start = f64::from(self.offset(from));
        if down {
            let row = self.at(start + height).saturating_sub(1);
            row.max(from + 1).min(self.len().saturating_sub(1))
        } else {
            (self.at(start - height) + 1).min(from.saturating_sub(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn window(heights: &[f32]) -> RowWindow {
        let mut window = RowWindow::default();
        window.reset(heights.len());
        for (index, height) in heights.iter().enumerate() {
            window.measure(index, *height);
        }
        window
    }

    #[test]
    fn rows_that_can_be_seen_are_drawn() {
        let window = window(&[10.0, 20.0, 0.0, 30.0]);
        // The third was never drawn: it counts as high as the others on average.
        assert_eq!(window.offset(3), 50);
        assert_eq!(window.offset(9), 80);
        assert_eq!(window.drawn(0.0, 5.0, &[]), [0]);
        assert_eq!(window.drawn(12.0, 45.0, &[]), [1, 2]);
        assert_eq!(window.drawn(-100.0, 1_000.0, &[2]), [0, 1, 2, 3]);
        assert_eq!(window.drawn(55.0, 60.0, &[1, 0]), [0, 1, 3]);
        assert_eq!(window.drawn(0.0, 5.0, &[3]), [0, 3]);
        assert_eq!(window.drawn(0.0, 5.0, &[4]), [0]);
        assert_eq!(RowWindow::default().drawn(0.0, 5.0, &[0]), [0; 0]);
    }

    #[test]
    fn a_page_is_turned_to_another_row() {
        let window = window(&[10.0, 10.0, 10.0, 10.0, 100.0]);
        assert_eq!(window.turned(0, 30.0, true), 2);
        assert_eq!(window.turned(2, 30.0, true), 3);
        assert_eq!(window.turned(3, 30.0, true), 4);
        assert_eq!(window.turned(4, 30.0, true), 4);
        assert_eq!(window.turned(4, 30.0, false), 2);
        assert_eq!(window.turned(1, 30.0, false), 0);
        assert_eq!(window.turned(0, 30.0, false), 0);
    }

    #[test]
    fn another_list_keeps_what_rows_are_like() {
        let mut window = window(&[100.0, 100.0]);
        window.reset(3);
        assert_eq!(window.offset(3), 300);
        assert!(window.measure(0, 40.0));
        assert!(!window.measure(0, 40.1));
        assert!(!window.is_guess());
        window.forget();
        assert_eq!((window.len(), window.offset(1)), (3, 37));
        assert!(window.is_guess());
    }

    #[test]
    fn a_row_like_the_others_is_no_news() {
        let mut window = window(&[30.0, 30.0, 0.0, 0.0, 0.0]);
        assert!(!window.measure(2, 30.5));
        assert_eq!(window.height(2).to_bits(), 30.5_f32.to_bits());
        assert!(window.measure(3, 60.0));
        assert!(window.measure(3, 30.0));
        assert!(!window.measure(9, 30.0));
    }

    proptest! {
        #[test]
        fn the_row_at_a_height_begins_above_it(
            heights in prop::collection::vec(0_u8..200, 1..50),
            height in 0_u16..9_000,
        ) {
            let heights: Vec<f32> = heights.into_iter().map(f32::from).collect();
            let window = window(&heights);
            let row = window.at(f64::from(height));
            let height = i32::from(height);
            prop_assert!(window.offset(row) <= height + 1);
            prop_assert!(row + 1 == window.len() || window.offset(row + 1) >= height - 1);
        }
    }
}
