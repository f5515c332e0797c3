//! Short ways to write wishes down.

use imagestream_console::edit::intent::{
    DigestChoice, Edits, First, Intent, SourceChoice, TagChoice, TagOptions, Which,
};

pub fn external(image: &str) -> SourceChoice {
    SourceChoice::External {
        image: image.to_owned(),
    }
}

pub fn copy(namespace: &str, stream: &str, tag: &str) -> SourceChoice {
    let (namespace, stream, tag) = (namespace.to_owned(), stream.to_owned(), tag.to_owned());
    SourceChoice::CopyTag(TagChoice {
        namespace,
        stream,
        tag,
    })
}

pub fn digest(digest: &str) -> SourceChoice {
    let digest = digest.to_owned();
    SourceChoice::Digest(DigestChoice {
        digest,
        ..DigestChoice::default()
    })
}

pub fn insecure() -> TagOptions {
    TagOptions {
        insecure: Some(true),
        ..TagOptions::default()
    }
}

pub fn add(tag: &str, source: SourceChoice, options: TagOptions) -> Intent {
    Intent::AddTag {
        tag: tag.to_owned(),
        source,
        options,
    }
}

pub fn retarget(tag: &str, source: SourceChoice) -> Intent {
    let options = TagOptions::default();
    Intent::Retarget {
        tag: tag.to_owned(),
        source,
        options,
    }
}

pub fn again(tags: &[&str]) -> Intent {
    Intent::ImportAgain(Which::Tags(names(tags)))
}

pub fn names(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|&tag| tag.to_owned()).collect()
}

pub fn create(first: First) -> Intent {
    let nothing = Edits::new;
    Intent::CreateStream {
        first,
        lookup: false,
        labels: nothing(),
        annotations: nothing(),
    }
}

pub fn create_with(tag: &str, image: &str, options: TagOptions) -> Intent {
    create(First::Tag {
        tag: tag.to_owned(),
        source: external(image),
        options,
    })
}

pub fn edits(key: &str, value: Option<&str>) -> Edits {
    Edits::from([(key.to_owned(), value.map(str::to_owned))])
}
