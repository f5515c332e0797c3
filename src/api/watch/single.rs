//! The copy of one object, for pages about it: what its watch and its lists tell, and what that means
//! for the page. Pure: what was told goes in, what to show comes out once per frame.

use super::Object;
use super::event::Event;
use super::mirror::{Change, Key, Mirror};
use crate::api::decode::Decoded;
use crate::api::meta::ObjectMeta;

/// What was told since it was last asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T> {
    /// The newest state, with the line that told it.
    pub latest: Option<(Decoded<T>, Vec<u8>)>,
    /// Whether the object is deleted, if anything was said about that.
    pub deleted: Option<bool>,
    /// The object is to be read: a list told that there is another state, and lists do not have
    /// objects as they were written.
    pub read_again: bool,
}

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self {
            latest: None,
            deleted: None,
            read_again: false,
        }
    }
}

/// Follows one object.
#[derive(Clone, Debug)]
pub struct Single<T> {
    key: Key,
    /// Tells repeated news from news.
    seen: Mirror<()>,
    told: Told<T>,
}

impl<T: Object> Single<T> {
    /// Follows the object of this name.
    pub fn new(key: Key) -> Self {
        Self {
            key,
            seen: Mirror::default(),
            told: Told::default(),
        }
    }

    /// The object was read by itself: being told the same is no news. Says whether it is there, as
    /// far as is known: what was read can be older than the news of its deletion.
    pub fn know(&mut self, metadata: &ObjectMeta) -> bool {
        self.seen.know(metadata, ());
        self.seen
            .version(&self.key)
            .is_some_and(|(uid, _)| uid == metadata.uid)
    }

    /// A watch told that it is like this.
    pub fn put(&mut self, decoded: Decoded<T>, line: Vec<u8>) {
        let Decoded { value, malformed } = decoded;
        if Key::of(value.metadata()) != self.key {
            return;
        }
        let mut kept = None;
        let event = Event::Put(Decoded {
            value,
            malformed: Vec::new(),
        });
        self.seen.apply(event, |value, _| kept = Some(value));
        if let Some(value) = kept {
            self.told = Told {
                latest: Some((Decoded { value, malformed }, line)),
                deleted: Some(false),
                read_again: false,
            };
        }
    }

    /// A watch told that it was deleted.
    pub fn gone(&mut self, object: T) {
        if Key::of(object.metadata()) != self.key {
            return;
        }
        // What is shown may have been told by nobody yet: then any deletion is of it.
        let known = self.seen.get(&self.key).is_some();
        let removed = self.seen.apply(Event::Gone(object), |_, _| ()).is_some();
        if removed || !known {
            self.told = Told {
                latest: None,
                deleted: Some(true),
                read_again: false,
            };
        }
    }

    /// A list begins.
    pub fn list_begins(&mut self) {
        self.seen.begin_list();
    }

    /// Objects of the list.
    pub fn page(&mut self, objects: Vec<T>) {
        let changes = self.seen.take_page(objects, |_, _| ());
        if changes.iter().any(|(key, _)| *key == self.key) {
            self.told.read_again = true;
        }
    }

    /// The list ends: what it did not tell of is gone.
    pub fn list_ends(&mut self) {
        let gone = self.seen.end_list();
        let gone = gone
            .iter()
            .any(|(key, change)| *key == self.key && *change == Change::Removed(()));
        let deleted = gone || self.seen.get(&self.key).is_none();
        self.told.deleted = Some(deleted);
        if deleted {
            self.told.latest = None;
            self.told.read_again = false;
        }
    }

    /// What is to be shown now.
    pub fn take(&mut self) -> Told<T> {
        std::mem::take(&mut self.told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::decode::Malformed;
    use crate::image::stream::ImageStream;

    fn stream(uid: &str, version: &str) -> ImageStream {
        let metadata = ObjectMeta {
            name: "python".to_owned(),
            uid: uid.to_owned(),
            resource_version: version.into(),
            ..ObjectMeta::default()
        };
        ImageStream {
            metadata,
            ..ImageStream::default()
        }
    }

    fn single() -> Single<ImageStream> {
        Single::new(Key::of(&stream("1", "a").metadata))
    }

    fn put(single: &mut Single<ImageStream>, stream: ImageStream) -> Option<String> {
        let decoded = Decoded {
            value: stream,
            malformed: Vec::new(),
        };
        single.put(decoded, b"line".to_vec());
        let (decoded, line) = single.take().latest?;
        assert_eq!(line, b"line");
        let version = decoded.value.metadata.resource_version;
        Some(version.as_str().to_owned())
    }

    #[test]
    fn what_was_read_is_no_news() {
        let mut single = single();
        single.know(&stream("1", "a").metadata);
        assert_eq!(put(&mut single, stream("1", "a")), None);
        assert_eq!(put(&mut single, stream("1", "b")), Some("b".to_owned()));
        assert_eq!(single.take(), Told::default());
    }

    #[test]
    fn a_deletion_is_of_what_is_shown() {
        let mut single = single();
        single.gone(stream("1", "b"));
        assert_eq!(single.take().deleted, Some(true));
        assert_eq!(put(&mut single, stream("1", "a")), None);
        assert_eq!(put(&mut single, stream("2", "c")), Some("c".to_owned()));
        single.gone(stream("1", "b"));
        assert_eq!(single.take(), Told::default());
    }

    #[test]
    fn what_was_read_is_there_unless_it_is_known_to_be_deleted() {
        let mut single = single();
        assert!(single.know(&stream("1", "a").metadata));
        single.gone(stream("1", "b"));
        assert!(!single.know(&stream("1", "a").metadata));
        assert!(single.know(&stream("2", "c").metadata));
    }

    #[test]
    fn a_list_leads_to_a_reading_or_tells_the_end() {
        let mut single = single();
        single.know(&stream("1", "a").metadata);
        for (page, expected) in [
            (vec![stream("1", "a")], (false, Some(false))),
            (vec![stream("1", "b")], (true, Some(false))),
            (vec![], (false, Some(true))),
            (vec![stream("2", "c")], (true, Some(false))),
        ] {
            single.list_begins();
            single.page(page);
            single.list_ends();
            let told = single.take();
            assert_eq!((told.read_again, told.deleted), expected);
        }
    }

    #[test]
    fn only_the_last_word_counts() {
        let decoded = |version| Decoded {
            value: stream("1", version),
            malformed: vec![Malformed {
                field: "spec".to_owned(),
                problem: "odd".to_owned(),
            }],
        };
        let list = |single: &mut Single<ImageStream>, page| {
            single.list_begins();
            single.page(page);
            single.list_ends();
        };
        // What was told and what was to be read went with the object.
        let mut single = single();
        single.put(decoded("a"), b"line".to_vec());
        list(&mut single, vec![]);
        let gone = Told {
            deleted: Some(true),
            ..Told::default()
        };
        assert_eq!(single.take(), gone);
        list(&mut single, vec![stream("2", "b")]);
        list(&mut single, vec![]);
        assert_eq!(single.take(), gone);
        // What a list told of need not be read when a watch tells it whole.
        let mut single = self::single();
        list(&mut single, vec![stream("1", "a")]);
        single.put(decoded("b"), b"line".to_vec());
        let told = Told {
            latest: Some((decoded("b"), b"line".to_vec())),
            deleted: Some(false),
            read_again: false,
        };
        assert_eq!(single.take(), told);
    }

    #[test]
    fn other_objects_are_not_its_business() {
        let mut single = single();
        let mut other = stream("9", "z");
        other.metadata.name = "ruby".to_owned();
        assert_eq!(put(&mut single, other.clone()), None);
        single.gone(other.clone());
        assert_eq!(single.take(), Told::default());
        single.know(&stream("1", "a").metadata);
        for page in [vec![stream("1", "a"), other], vec![stream("1", "a")]] {
            single.list_begins();
            single.page(page);
            single.list_ends();
            let told = single.take();
            assert_eq!((told.read_again, told.deleted), (false, Some(false)));
        }
    }
}
