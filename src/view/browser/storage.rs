//! What is remembered between visits. Browsers may refuse storage; then nothing is remembered.

/// Something that is remembered.
#[derive(Clone, Copy)]
pub enum Key {
    /// Language tag.
    Language,
    /// `light` or `dark`; absent for the system's choice.
    Theme,
    /// The project that was looked at last; empty for all projects.
    Project,
    /// Who looks at the demo cluster.
    Identity,
    /// Which projects were found to be highly privileged, see `model::project`.
    Privileged,
}

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Self::Language => "console.language",
            Self::Theme => "console.theme",
            Self::Project => "console.project",
            Self::Identity => "console.identity",
            Self::Privileged => "console.privileged",
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What was remembered.
pub fn read(key: Key) -> Option<String> {
    storage()?.get_item(key.name()).ok().flatten()
}

/// Remembers a text, or forgets it.
pub fn write(key: Key, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    // A full or forbidden storage costs only the memory of a choice.
    let _ = match value {
        Some(value) => storage.set_item(key.name(), value),
        None => storage.remove_item(key.name()),
    };
}
