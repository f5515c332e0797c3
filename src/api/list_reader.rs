//! A list read while it comes: object by object, from whatever bytes are there. Neither the whole
//! answer nor all its objects are ever held at once, which for 500 streams would be some 15 MB and
//! as much again; and what the list says of itself, above all the token of the next page, is known
//! long before its last object, so that the next page can be asked for meanwhile.

use super::list::ListMeta;
use crate::wire::{Malformed, Reader, Wire};

/// Bytes that are read already are given up when there are so many of them.
const PASSED_MAX_BYTES: usize = 256 << 10;

/// An object larger than this is none; etcd takes no more than a few megabytes.
const OBJECT_MAX_BYTES: usize = 64 << 20;

/// How many fields that cannot be read are named.
const MALFORMED_MAX: usize = 16;

/// What comes next in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<T> {
    /// What the list says of itself. Servers say it before the objects, but need not.
    About(ListMeta),
    /// An object.
    Item(T),
    /// That was all.
    End,
}

/// Where in the document the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Before its first sign.
    Start,
    /// Before a field of the list, or its end.
    Field { first: bool },
    /// Before an object, or the end of the objects.
    Item { first: bool },
    /// Behind it.
    End,
}

/// What became of one try to read on.
enum Step {
    /// Something was read that nobody waits for.
    On,
    About(ListMeta),
    Item,
    End,
    /// There are not bytes enough.
    Cut,
}

/// Reads one page of a list.
#[derive(Debug)]
pub struct ListReader {
    /// Room for bytes; what is behind `filled` is of no meaning. It is used again, since each byte of
    /// new room is written once before anything stands in it.
    bytes: Vec<u8>,
    filled: usize,
    at: usize,
    /// Trying again is of no use before there are so many bytes from `at` on: each try begins at
    /// the start of the object, so they must become rarer as it gets longer.
    enough: usize,
    stage: Stage,
    index: usize,
    /// What could not be read, as far as that is named.
    pub malformed: Vec<Malformed>,
}

impl Default for ListReader {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            filled: 0,
            at: 0,
            enough: 0,
            stage: Stage::Start,
            index: 0,
            malformed: Vec::new(),
        }
    }
}

impl ListReader {
    /// Where the next `length` bytes are put, behind those that are there. All of it counts as read
    /// from the answer.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        if self.at > PASSED_MAX_BYTES || self.at == self.filled {
            self.bytes.copy_within(self.at..self.filled, 0);
            self.filled -= self.at;
            self.at = 0;
        }
        let start = self.filled;
        self.filled += length;
        if self.bytes.len() < self.filled {
            self.bytes.resize(self.filled, 0);
        }
        &mut self.bytes[start..self.filled]
    }

    /// What comes next; `None` until there are more bytes. After an error there is nothing more.
    pub fn read<T: Wire>(&mut self) -> Result<Option<Piece<T>>, Malformed> {
        loop {
            let mut item = None;
            let mut read = |reader: &mut Reader<'_>| {
                let mut value = T::default();
                if !reader.refuse_null() && value.read(reader) {
                    item = Some(value);
                }
            };
            match self.step(&mut read)? {
                Step::On => {}
                Step::About(about) => return Ok(Some(Piece::About(about))),
                Step::End => return Ok(Some(Piece::End)),
                Step::Cut => return Ok(None),
                // One that is no object is noted, and does not hide the others.
                Step::Item => {
                    if let Some(item) = item {
                        return Ok(Some(Piece::Item(item)));
                    }
                }
            }
        }
    }

    /// No more bytes come: what is there is tried once more, however little it is.
    pub fn end(&mut self) {
        self.enough = 0;
    }

    /// What is wrong with a document whose bytes have ended before it has.
    pub fn ended_early(&self) -> Malformed {
        Malformed {
            field: format!("items[{}]", self.index),
            problem: "the end is missing".to_owned(),
        }
    }

    fn step(&mut self, item: &mut dyn FnMut(&mut Reader<'_>)) -> Result<Step, Malformed> {
        let waiting = self.bytes.get(self.at..self.filled).unwrap_or_default();
        if self.stage == Stage::End {
            return Ok(Step::End);
        }
        if waiting.len() < self.enough {
            return Ok(Step::Cut);
        }
        let mut reader = Reader::new(waiting);
        let (step, stage) = match self.stage {
            Stage::Start => {
                let good = reader.enter(b'{');
                (good.then_some(Step::On), Stage::Field { first: true })
            }
            Stage::Field { first } => field(&mut reader, first),
            Stage::Item { first } => match reader.member(b']', first) {
                Some(true) => {
                    item(&mut reader);
                    (Some(Step::Item), Stage::Item { first: false })
                }
                Some(false) => (Some(Step::On), Stage::Field { first: false }),
                None => (None, self.stage),
            },
            Stage::End => (Some(Step::End), Stage::End),
        };
        if reader.is_cut() {
            if waiting.len() > OBJECT_MAX_BYTES {
                return Err(self.ended_early());
            }
            self.enough = waiting.len() + (waiting.len() / 2).max(1);
            return Ok(Step::Cut);
        }
        let passed = reader.position();
        let place = match self.stage {
            Stage::Item { .. } => format!("items[{}]", self.index),
            _ => String::new(),
        };
        let malformed = reader.finish_part().map_err(|bad| within(&place, bad))?;
        let Some(step) = step else {
            return Err(Malformed {
                field: place,
                problem: "this is no list".to_owned(),
            });
        };
        let room = MALFORMED_MAX.saturating_sub(self.malformed.len());
        let named = malformed.into_iter().take(room);
        self.malformed.extend(named.map(|bad| within(&place, bad)));
        self.index += usize::from(matches!(step, Step::Item));
        self.at += passed;
        self.enough = 0;
        self.stage = stage;
        Ok(step)
    }
}

/// Reads a field of the list, up to its first object where it is the one with the objects.
fn field(reader: &mut Reader<'_>, first: bool) -> (Option<Step>, Stage) {
    let next = Stage::Field { first: false };
    match reader.member(b'}', first) {
        Some(false) => return (Some(Step::End), Stage::End),
        Some(true) => {}
        None => return (None, next),
    }
    let mut key = String::new();
    if !reader.key(&mut key) {
        return (None, next);
    }
    match key.as_str() {
        "items" if !reader.null() => {
            let good = reader.enter(b'[');
            (good.then_some(Step::On), Stage::Item { first: true })
        }
        "items" => (Some(Step::On), next),
        "metadata" => {
            let mut about = ListMeta::default();
            about.read(reader);
            (Some(Step::About(about)), next)
        }
        _ => {
            reader.skip();
            (Some(Step::On), next)
        }
    }
}

fn within(place: &str, mut bad: Malformed) -> Malformed {
    if bad.field.is_empty() {
        place.clone_into(&mut bad.field);
    } else if !place.is_empty() {
        bad.field = format!("{place}.{}", bad.field);
    }
    bad
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::list::List;
    use crate::api::meta::Named;
    use crate::wire;

    /// Reads a document that comes in parts of these lengths.
    fn read(json: &[u8], lengths: &[usize]) -> Result<(List<Named>, Vec<Malformed>), Malformed> {
        let (mut reader, mut list) = (ListReader::default(), List::<Named>::default());
        let (mut rest, mut lengths, mut ended) = (json, lengths.iter().cycle(), false);
        loop {
            match reader.read::<Named>()? {
                Some(Piece::About(about)) => list.metadata = about,
                Some(Piece::Item(item)) => list.items.push(item),
                Some(Piece::End) => return Ok((list, reader.malformed)),
                None if rest.is_empty() => {
                    if std::mem::replace(&mut ended, true) {
                        return Err(reader.ended_early());
                    }
                    reader.end();
                }
                None => {
                    let length = (*lengths.next().unwrap()).clamp(1, rest.len());
                    let (part, after) = rest.split_at(length);
                    reader.room(length).copy_from_slice(part);
                    rest = after;
                }
            }
        }
    }

    fn names(list: &List<Named>) -> Vec<&str> {
        let items = list.items.iter();
        items.map(|item| item.metadata.name.as_str()).collect()
    }

    const PAGE: &str = r#"{"kind":"ImageStreamList","metadata":{"resourceVersion":"7","continue":"x\"y"},
        "items":[{"metadata":{"name":"a","labels":{"k":7}}}, 17 , null,{"metadata":{"name":"b]}"},"spec":[1,{"c":"}"}]}],
        "more":{"deep":[[]]}}"#;

    #[test]
    fn a_list_is_the_same_however_it_comes() {
        for length in 1..PAGE.len() {
            let (list, malformed) = read(PAGE.as_bytes(), &[length]).unwrap();
            assert_eq!(names(&list), ["a", "b]}"], "{length}");
            assert_eq!(list.metadata.next, "x\"y");
            let fields: Vec<&str> = malformed.iter().map(|bad| bad.field.as_str()).collect();
            assert_eq!(
                fields,
                ["items[0].metadata.labels.k", "items[1]", "items[2]"]
            );
        }
    }

    #[test]
    fn the_token_is_known_before_the_objects() {
        let mut reader = ListReader::default();
        let start = PAGE.find(r#""items""#).unwrap();
        reader
            .room(start)
            .copy_from_slice(&PAGE.as_bytes()[..start]);
        let Ok(Some(Piece::About(about))) = reader.read::<Named>() else {
            panic!("the token is there");
        };
        assert_eq!(about.next, "x\"y");
        assert_eq!(
            reader.read::<Named>().map(|piece| piece.is_none()),
            Ok(true)
        );
    }

    #[test]
    fn a_long_list_is_read_within_little_room() {
        let item =
            |index| format!(r#"{{"metadata":{{"name":"stream-{index}"}},"x":"{index:0>997}"}}"#);
        let items: Vec<String> = (0..2_000).map(item).collect();
        let json = format!(r#"{{"items":[{}]}}"#, items.join(","));
        let (mut reader, mut read) = (ListReader::default(), 0);
        // Objects are cut wherever parts end.
        for part in json.as_bytes().chunks(65_537) {
            reader.room(part.len()).copy_from_slice(part);
            while let Ok(Some(Piece::Item(item))) = reader.read::<Named>() {
                assert_eq!(item.metadata.name, format!("stream-{read}"));
                read += 1;
            }
        }
        assert_eq!((read, reader.malformed), (2_000, Vec::new()));
        assert!(
            reader.bytes.len() < 2 * PASSED_MAX_BYTES,
            "{}",
            reader.bytes.len()
        );
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        for json in [
            "[]",
            "7",
            "{\"items\":7}",
            "{\"items\":[{]}",
            "{\"items\":[{}",
            "{\"items\":[{} {}]}",
            "{7}",
            "",
            "{\"metadata\" {}}",
        ] {
            assert!(read(json.as_bytes(), &[3]).is_err(), "{json}");
        }
        assert!(read(b"{\"items\":null}", &[1]).is_ok());
    }

    proptest! {
        #[test]
        fn it_reads_what_the_whole_reader_reads(
            all in prop::collection::vec("[a-z\\\\\"{}\\[\\], 가]{0,12}", 0..12),
            lengths in prop::collection::vec(1_usize..90, 1..8),
        ) {
            let items: Vec<_> = all
                .iter()
                .map(|name| serde_json::json!({"metadata": {"name": name, "uid": "u"}, "x": [name]}))
                .collect();
            let json = serde_json::json!({"metadata": {"resourceVersion": "9"}, "items": items}).to_string();
            let whole = wire::read::<List<Named>>(json.as_bytes()).unwrap().value;
            let (list, malformed) = read(json.as_bytes(), &lengths).unwrap();
            prop_assert_eq!(names(&list), names(&whole));
            prop_assert_eq!(list.metadata, whole.metadata);
            prop_assert!(malformed.is_empty());
        }

        #[test]
        fn no_bytes_make_it_panic(json: Vec<u8>, lengths in prop::collection::vec(1_usize..9, 1..4)) {
            let _ = read(&json, &lengths);
        }
    }
}
