//! What parts and pages draw: a tree of nodes, put into the document by Leptos' render effects.
//!
//! Leptos' own `view!` makes a type of each piece of markup, and the program then holds the code
//! that builds, changes and removes it once for each. With some hundred pieces that was half of the
//! bundle. Here markup is data of one type, so that this code exists once; signals, effects, owners
//! and the mounting stay Leptos'.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, Text};

use super::follow::Follow;

/// A text that may stand in the program itself.
pub type Words = Cow<'static, str>;

/// A piece of a page.
pub enum Node {
    /// Some text.
    Text(Words),
    /// An element.
    Element(Element),
    /// Several pieces after each other; none is nothing.
    Many(Vec<Node>),
    /// A piece that is drawn anew when a signal it reads changes.
    Live(Box<dyn Follow<Node>>),
}

/// What happens on an event.
type Listener = Box<dyn FnMut(Event)>;

/// An element with all that belongs to it. In a box: elements are handed on with each of their parts, some
/// thousand times, and what is moved is then one word.
pub struct Element(Box<Parts>);

/// What belongs to an element.
struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Node>,
    created: Option<Box<dyn FnOnce(HtmlElement)>>,
}

enum Attribute {
    Fixed(Words),
    Live(Box<dyn Follow<Option<Words>>>),
    /// A property of a field: its value or state is no attribute once somebody has typed or chosen.
    Property(Box<dyn Follow<JsValue>>),
}

/// An element of a class, which may be empty.
pub fn el(tag: &'static str, class: &'static str) -> Element {
    let element = Element(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        listeners: Vec::new(),
        children: Vec::new(),
        created: None,
    }));
    if class.is_empty() {
        element
    } else {
        element.attr("class", class)
    }
}

/// A `div`.
pub fn div(class: &'static str) -> Element {
    el("div", class)
}

/// A `span`.
pub fn span(class: &'static str) -> Element {
    el("span", class)
}

/// A button that does something.
pub fn button(class: &'static str, act: impl FnMut(Event) + 'static) -> Element {
    el("button", class).attr("type", "button").on("click", act)
}

/// A piece that follows signals.
pub fn live<N: Into<Node>>(draw: impl Fn() -> N + 'static) -> Node {
    Node::Live(Box::new(move || draw().into()))
}

/// Nothing.
pub fn nothing() -> Node {
    Node::Many(Vec::new())
}

impl Element {
    /// Sets an attribute.
    pub fn attr(mut self, name: &'static str, value: impl Into<Words>) -> Self {
        self.0
            .attributes
            .push((name, Attribute::Fixed(value.into())));
        self
    }

    /// Sets an attribute, if there is a value.
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Words>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Keeps an attribute as signals have it.
    pub fn live<V: Into<Words>>(
        mut self,
        name: &'static str,
        value: impl Fn() -> V + 'static,
    ) -> Self {
        self.0.attributes.push((
            name,
            Attribute::Live(Box::new(move || Some(value().into()))),
        ));
        self
    }

    /// Keeps an attribute there only while a signal says so; its value is `value`.
    pub fn live_flag(
        mut self,
        name: &'static str,
        value: &'static str,
        on: impl Fn() -> bool + 'static,
    ) -> Self {
        let value = move || on().then_some(Words::Borrowed(value));
        self.0
            .attributes
            .push((name, Attribute::Live(Box::new(value))));
        self
    }

    /// Keeps the value of a field as signals have it.
    pub fn value(mut self, value: impl Fn() -> String + 'static) -> Self {
        let value = move || JsValue::from(value());
        self.0
            .attributes
            .push(("value", Attribute::Property(Box::new(value))));
        self
    }

    /// Keeps a property that is on or off as signals have it.
    pub fn property(mut self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        let value = move || JsValue::from(on());
        self.0
            .attributes
            .push((name, Attribute::Property(Box::new(value))));
        self
    }

    /// Listens to an event.
    pub fn on(mut self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.0.listeners.push((event, Box::new(act)));
        self
    }

    /// Puts a piece inside, behind what is there.
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// Puts pieces inside, behind what is there.
    pub fn children(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.0.children.extend(children);
        self
    }

    /// Hands out the element once it exists, before it is in the document.
    pub fn created(mut self, take: impl FnOnce(HtmlElement) + 'static) -> Self {
        self.0.created = Some(Box::new(take));
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(Words::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(Words::Owned(text))
    }
}

impl From<Vec<Node>> for Node {
    fn from(nodes: Vec<Node>) -> Self {
        Self::Many(nodes)
    }
}

impl<N: Into<Node>> From<Option<N>> for Node {
    fn from(node: Option<N>) -> Self {
        node.map_or_else(nothing, Into::into)
    }
}

/// A tree in the document. Dropping it ends what follows signals; the nodes go by `remove`.
enum Mounted {
    Text(Text),
    Element(
        web_sys::Element,
        #[expect(dead_code, reason = "held so that they live on")] Held,
    ),
    Many(Vec<Mounted>),
    Live(Piece, Text),
}

/// A piece that follows signals. An effect that is dropped keeps what it drew until its task is
/// polled for the last time; by then the signals of the page are gone, and effects inside that are
/// woken in between would read them. So what was drawn goes at once.
struct Piece(RenderEffect<Mounted>);

impl Drop for Piece {
    fn drop(&mut self) {
        drop(self.0.take_value());
    }
}

/// What an element needs to live on.
#[derive(Default)]
struct Held {
    children: Vec<Mounted>,
    effects: Vec<RenderEffect<()>>,
    listeners: Vec<Closure<dyn FnMut(Event)>>,
}

/// Puts a tree into the document, inside `parent`, for as long as the present owner lives.
pub fn mount(node: Node, parent: &HtmlElement) {
    let mut mounted = build(node);
    insert(&mut mounted, parent, None);
    StoredValue::new_local(mounted);
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

#[expect(
    clippy::expect_used,
    reason = "a browser without a document runs no page"
)]
fn build(node: Node) -> Mounted {
    match node {
        Node::Text(text) => Mounted::Text(document().expect("a document").create_text_node(&text)),
        Node::Element(element) => build_element(*element.0),
        Node::Many(nodes) => Mounted::Many(nodes.into_iter().map(build).collect()),
        Node::Live(draw) => {
            let end = document().expect("a document").create_text_node("");
            let place = end.clone();
            let effect = RenderEffect::new(move |before: Option<Mounted>| {
                let next = draw.now();
                match before {
                    None => build(next),
                    Some(before) => replace(before, next, &place),
                }
            });
            Mounted::Live(Piece(effect), end)
        }
    }
}

/// Puts `next` into the place of `before`, which ends at `end`.
fn replace(before: Mounted, next: Node, end: &Text) -> Mounted {
    // A text that only says something else keeps its node: selections and readers stay where they
    // are.
    if let (Mounted::Text(old), Node::Text(new)) = (&before, &next) {
        old.set_data(new);
        return before;
    }
    let mut mounted = build(next);
    if let Some(parent) = end.parent_node() {
        insert(&mut mounted, &parent, Some(end));
    }
    remove(before);
    mounted
}

#[expect(clippy::expect_used, reason = "tags are literals of this program")]
fn build_element(element: Parts) -> Mounted {
    let document = document().expect("a document");
    let drawing = matches!(element.tag, "svg" | "path");
    let space = if drawing {
        "http://www.w3.org/2000/svg"
    } else {
        "http://www.w3.org/1999/xhtml"
    };
    let made = document
        .create_element_ns(Some(space), element.tag)
        .expect("a legal tag");
    let mut held = Held::default();
    let mut properties = Vec::new();
    for (name, attribute) in element.attributes {
        match attribute {
            Attribute::Fixed(value) => set(&made, name, Some(&value)),
            Attribute::Live(value) => {
                let made = made.clone();
                held.effects.push(RenderEffect::new(move |_| {
                    set(&made, name, value.now().as_deref());
                }));
            }
            Attribute::Property(value) => properties.push((name, value)),
        }
    }
    for (event, act) in element.listeners {
        let closure = Closure::wrap(act);
        let _ = made.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        held.listeners.push(closure);
    }
    for child in element.children {
        let mut child = build(child);
        insert(&mut child, &made, None);
        held.children.push(child);
    }
    // A choice can only be made among what is there.
    for (name, value) in properties {
        let made = made.clone();
        held.effects.push(RenderEffect::new(move |_| {
            let _ = js_sys::Reflect::set(&made, &JsValue::from(name), &value.now());
        }));
    }
    if let (Some(take), Some(made)) = (element.created, made.dyn_ref::<HtmlElement>()) {
        take(made.clone());
    }
    Mounted::Element(made, held)
}

fn set(element: &web_sys::Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Puts a tree into `parent`, before `next` or at the end.
fn insert(mounted: &mut Mounted, parent: &web_sys::Node, next: Option<&web_sys::Node>) {
    let put = |node: &web_sys::Node| {
        let _ = parent.insert_before(node, next);
    };
    match mounted {
        Mounted::Text(text) => put(text),
        Mounted::Element(element, _) => put(element),
        Mounted::Many(all) => all.iter_mut().for_each(|one| insert(one, parent, next)),
        Mounted::Live(effect, end) => {
            effect.0.with_value_mut(|inner| insert(inner, parent, next));
            put(end);
        }
    }
}

/// Takes a tree out of the document.
fn remove(mounted: Mounted) {
    match mounted {
        Mounted::Text(text) => text.remove(),
        Mounted::Element(element, _) => element.remove(),
        Mounted::Many(all) => all.into_iter().for_each(remove),
        Mounted::Live(effect, end) => {
            if let Some(inner) = effect.0.take_value() {
                remove(inner);
            }
            end.remove();
        }
    }
}
