//! What follows signals. Leptos makes the code around an effect anew for each closure, some eight hundred
//! bytes of program each time; here there is one kind of it.

use leptos::prelude::Effect;

/// Something that is asked again whenever a signal that it reads changes. A boxed `Fn` would do the same,
/// with two more functions for each closure, which nobody calls.
pub trait Follow<T> {
    /// What it is now.
    fn now(&self) -> T;
}

impl<T, F: Fn() -> T> Follow<T> for F {
    fn now(&self) -> T {
        self()
    }
}

/// Acts soon, and again whenever a signal that it reads changes, for as long as the present owner lives.
/// Each turn is given what the one before it gave.
pub fn effect<T: 'static>(mut act: impl FnMut(Option<T>) -> T + 'static) {
    let mut last = None;
    run(Box::new(move || last = Some(act(last.take()))));
}

fn run(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}
