//! The form that means an intent: how an action that is offered somewhere becomes a filled form.

use super::draft::{ALL, Action, COPY, DIGEST, Draft, EXTERNAL, FOLLOW, REPOSITORY};
use super::field::Field;
use super::intent::{
    DigestChoice, Edits, First, HistoryChoice, ImportMode, Intent, ReferencePolicy, SourceChoice,
    TagChoice, TagOptions, Which,
};

impl Draft {
    /// The form that means an intent.
    pub fn of(intent: &Intent) -> Self {
        let mut draft = Self::new(action_of(intent));
        draft.write(intent);
        draft
    }

    fn write(&mut self, intent: &Intent) {
        match intent {
            Intent::CreateStream {
                first,
                lookup,
                labels,
                annotations,
            } => {
                self.put_first(first);
                self.put_flag(Field::Lookup, lookup.then_some(true));
                self.put_edits(Field::Labels, labels);
                self.put_edits(Field::Annotations, annotations);
            }
            Intent::AddTag {
                tag,
                source,
                options,
            }
            | Intent::Retarget {
                tag,
                source,
                options,
            } => {
                self.set(Field::Tag, tag);
                self.put_source(source);
                self.put_options(options);
            }
            Intent::SetOptions { tag, options } => {
                self.set(Field::Tag, tag);
                self.put_options(options);
            }
            Intent::Schedule { tags, on } => {
                self.set_all(Field::Tags, tags.clone());
                self.put_flag(Field::On, Some(*on));
            }
            Intent::ImportAgain(Which::All) => self.set(Field::Tags, ALL),
            Intent::ImportAgain(Which::Tags(tags)) | Intent::DeleteTags { tags } => {
                self.set_all(Field::Tags, tags.clone());
            }
            Intent::RollBack {
                tag,
                to,
                unschedule,
            } => {
                self.set(Field::Tag, tag);
                match to {
                    HistoryChoice::Entry(entry) => self.set(Field::History, &entry.to_string()),
                    HistoryChoice::Digest(digest) => self.set(Field::Digest, digest),
                }
                self.put_flag(Field::Unschedule, unschedule.then_some(true));
            }
            Intent::DeleteStream { confirmation } => self.set(Field::Confirmation, confirmation),
            Intent::SetLookup { on } => self.put_flag(Field::On, Some(*on)),
            Intent::SetLabels { edits } => self.put_edits(Field::Labels, edits),
            Intent::SetAnnotations { edits } => self.put_edits(Field::Annotations, edits),
            Intent::SetTagAnnotations { tag, edits } => {
                self.set(Field::Tag, tag);
                self.put_edits(Field::Annotations, edits);
            }
            Intent::CreateSecret { name, host, user } => {
                self.set(Field::Secret, name);
                self.set(Field::Host, host);
                self.set(Field::User, user);
            }
            Intent::ImportRepository {
                repository,
                options,
            }
            | Intent::LookAtRepository {
                repository,
                options,
            } => {
                self.set(Field::Repository, repository);
                self.put_options(options);
            }
            Intent::LookAtImage { image, options } => {
                self.set(Field::Image, image);
                self.put_options(options);
            }
        }
    }

    fn put_first(&mut self, first: &First) {
        match first {
            First::Nothing => {}
            First::Tag {
                tag,
                source,
                options,
            } => {
                self.set(Field::Tag, tag);
                self.put_source(source);
                // The form's annotations are those of the stream.
                self.put_policies(options);
            }
            First::Repository {
                repository,
                options,
            } => {
                self.set(Field::SourceKind, REPOSITORY);
                self.set(Field::Repository, repository);
                // The form's annotations are those of the stream.
                self.put_policies(options);
            }
        }
    }

    fn put_source(&mut self, source: &SourceChoice) {
        let kind = match source {
            SourceChoice::CopyTag(_) => COPY,
            SourceChoice::FollowTag { .. } => FOLLOW,
            SourceChoice::Digest(_) => DIGEST,
            SourceChoice::External { .. } => EXTERNAL,
        };
        self.set(Field::SourceKind, kind);
        match source {
            SourceChoice::CopyTag(TagChoice {
                namespace,
                stream,
                tag,
            }) => {
                self.set(Field::SourceProject, namespace);
                self.set(Field::SourceStream, stream);
                self.set(Field::SourceTag, tag);
            }
            SourceChoice::FollowTag { tag } => self.set(Field::SourceTag, tag),
            SourceChoice::Digest(DigestChoice {
                namespace,
                stream,
                digest,
            }) => {
                self.set(Field::SourceProject, namespace);
                self.set(Field::SourceStream, stream);
                self.set(Field::Digest, digest);
            }
            SourceChoice::External { image } => self.set(Field::Image, image),
        }
    }

    fn put_options(&mut self, options: &TagOptions) {
        self.put_policies(options);
        self.put_edits(Field::Annotations, &options.annotations);
    }

    fn put_policies(&mut self, options: &TagOptions) {
        self.put_flag(Field::Scheduled, options.scheduled);
        self.put_flag(Field::Insecure, options.insecure);
        self.put_flag(Field::Reference, options.reference);
        let policy = options.reference_policy.map_or("", ReferencePolicy::word);
        self.set(Field::ReferencePolicy, policy);
        self.set(
            Field::ImportMode,
            options.import_mode.map_or("", ImportMode::word),
        );
    }

    fn put_flag(&mut self, field: Field, flag: Option<bool>) {
        self.set(
            field,
            flag.map_or("", |on| if on { "true" } else { "false" }),
        );
    }

    fn put_edits(&mut self, field: Field, edits: &Edits) {
        let text = |(key, value): (&String, &Option<String>)| match value {
            Some(value) => format!("{key}={value}"),
            None => format!("{key}-"),
        };
        if !edits.is_empty() {
            self.set_all(field, edits.iter().map(text).collect());
        }
    }
}

fn action_of(intent: &Intent) -> Action {
    match intent {
        Intent::CreateStream { .. } => Action::CreateStream,
        Intent::AddTag { .. } => Action::AddTag,
        Intent::Retarget { .. } => Action::Retarget,
        Intent::SetOptions { .. } => Action::SetOptions,
        Intent::Schedule { .. } => Action::Schedule,
        Intent::ImportAgain(_) => Action::ImportAgain,
        Intent::RollBack { .. } => Action::RollBack,
        Intent::DeleteTags { .. } => Action::DeleteTags,
        Intent::DeleteStream { .. } => Action::DeleteStream,
        Intent::SetLookup { .. } => Action::SetLookup,
        Intent::SetLabels { .. } => Action::SetLabels,
        Intent::SetAnnotations { .. } => Action::SetAnnotations,
        Intent::SetTagAnnotations { .. } => Action::SetTagAnnotations,
        Intent::CreateSecret { .. } => Action::CreateSecret,
        Intent::ImportRepository { .. } => Action::ImportRepository,
        Intent::LookAtImage { .. } => Action::LookAtImage,
        Intent::LookAtRepository { .. } => Action::LookAtRepository,
    }
}
