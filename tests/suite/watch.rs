//! Following the server through everything that goes wrong on the way: whatever happens, what the
//! app shows equals what the server has as soon as things go well again.

mod model;
mod network;
mod page;
mod reader;
mod rules;
mod simulated;

use proptest::prelude::*;

use imagestream_console::api::watch::plan::{Freshness, Input};

use network::{Network, Server};
use page::{One, Page, Rows};
use reader::Reader;

/// Something that happens.
#[derive(Clone, Debug)]
enum Happening {
    /// Somebody creates a stream, changes its spec or its status, or deletes it.
    Create(u8),
    Respecify(u8),
    Import(u8),
    Delete(u8),
    /// The server forgets its past.
    Compact,
    /// The server says where it is.
    Bookmark,
    /// Some bytes come through.
    Deliver(u16),
    /// The connection is cut or the server starts again, with bytes on their way lost.
    Cut,
    /// The last lines come again.
    Repeat(u8),
    /// A line of long ago comes once more.
    Old(u8),
    /// Two lines come in the wrong order.
    Swap,
    /// A line that is no event.
    Garbage,
    /// The server says that it forgot where a watch is.
    Expire,
    /// The next request is refused.
    Refuse(u16),
    /// The next request does not get through.
    Lose,
    /// No request gets through for so many seconds.
    Outage(u8),
    /// The reader looks elsewhere, and back.
    Hide,
    Show,
    /// The browser's network goes or comes.
    Flap,
    /// Time passes.
    Seconds(u8),
    /// The machine sleeps.
    Sleep,
    /// A page of a list is answered.
    Page,
    /// The reader asks for all anew.
    Renew,
}

fn happening() -> impl Strategy<Value = Happening> {
    let stream = 0_u8..5;
    prop_oneof![
        3 => stream.clone().prop_map(Happening::Create),
        4 => stream.clone().prop_map(Happening::Respecify),
        4 => stream.clone().prop_map(Happening::Import),
        3 => stream.prop_map(Happening::Delete),
        1 => Just(Happening::Compact),
        1 => Just(Happening::Bookmark),
        8 => (1_u16..2_000).prop_map(Happening::Deliver),
        2 => Just(Happening::Cut),
        2 => (1_u8..9).prop_map(Happening::Repeat),
        4 => any::<u8>().prop_map(Happening::Old),
        2 => Just(Happening::Swap),
        1 => Just(Happening::Garbage),
        1 => Just(Happening::Expire),
        1 => prop::sample::select(vec![403, 410, 429, 500, 503, 504]).prop_map(Happening::Refuse),
        1 => Just(Happening::Lose),
        1 => (1_u8..200).prop_map(Happening::Outage),
        1 => Just(Happening::Hide),
        2 => Just(Happening::Show),
        1 => Just(Happening::Flap),
        3 => (1_u8..90).prop_map(Happening::Seconds),
        1 => Just(Happening::Sleep),
        4 => Just(Happening::Page),
        1 => Just(Happening::Renew),
    ]
}

fn happen<P: Page + Default, S: Server>(
    what: &Happening,
    reader: &mut Reader<P>,
    network: &mut Network<S>,
) {
    match *what {
        Happening::Create(stream) => network.server.create(stream),
        Happening::Respecify(stream) => network.server.respecify(stream),
        Happening::Import(stream) => network.server.import(stream),
        Happening::Delete(stream) => network.server.delete(stream),
        Happening::Compact => network.server.compact(),
        Happening::Bookmark => network.server.bookmark(),
        Happening::Deliver(bytes) => reader.receive(network, usize::from(bytes)),
        Happening::Cut => network.cut(),
        Happening::Repeat(lines) => network.repeat(usize::from(lines)),
        Happening::Old(number) => reader.hear_again(network, usize::from(number)),
        Happening::Swap => reader.hear_swapped(network),
        Happening::Garbage => network.garbage(),
        Happening::Expire => network.expire(),
        Happening::Refuse(code) => network.refuse = Some(code),
        Happening::Lose => network.lose = true,
        Happening::Outage(seconds) => outage(reader, network, u32::from(seconds)),
        Happening::Hide => reader.tell(Input::Hidden, network),
        Happening::Show => reader.tell(Input::Visible, network),
        Happening::Flap => reader.tell(Input::Network, network),
        Happening::Seconds(seconds) => reader.pass(network, u32::from(seconds)),
        Happening::Sleep => reader.sleep(network, 7_200),
        Happening::Page => reader.go_on(network),
        Happening::Renew => reader.tell(Input::Renew, network),
    }
}

/// Nothing gets through for a while. A server that is down is not stormed: waits grow to half a minute,
/// of which half is chance.
fn outage<P: Page + Default, S: Server>(
    reader: &mut Reader<P>,
    network: &mut Network<S>,
    seconds: u32,
) {
    let before = network.requests;
    network.down = true;
    network.cut();
    reader.receive(network, usize::MAX);
    reader.pass(network, seconds);
    network.down = false;
    let most = 7 + seconds / 15;
    let sent = network.requests - before;
    assert!(sent <= most as usize, "{sent} requests in {seconds} s");
}

/// What there is before the page is opened, and what goes wrong then.
#[derive(Clone, Copy, Debug)]
struct Opening {
    streams: u8,
    lost: bool,
    read: bool,
}

fn opening() -> impl Strategy<Value = Opening> {
    (0_u8..5, any::<bool>(), any::<bool>()).prop_map(|(streams, lost, read)| Opening {
        streams,
        lost,
        read,
    })
}

/// Lets everything happen, and lets everything go well every now and then, when what is shown has to
/// become what there is.
fn converges<P: Page + Default, S: Server>(
    server: S,
    opening: Opening,
    happenings: &[Vec<Happening>],
) {
    let mut network = Network::new(server);
    for stream in 0..opening.streams {
        network.server.create(stream);
    }
    network.lose = opening.lost;
    let mut reader = Reader::<P>::start(&mut network);
    network.lose = false;
    if opening.read {
        reader.read(&mut network);
    }
    for some in happenings {
        for what in some {
            happen(what, &mut reader, &mut network);
            reader.page.check();
        }
        settle(&mut reader, &mut network);
    }
}

fn settle<P: Page + Default, S: Server>(reader: &mut Reader<P>, network: &mut Network<S>) {
    network.refuse = None;
    network.lose = false;
    reader.tell(Input::Visible, network);
    let is_true = |reader: &Reader<P>, network: &Network<S>| {
        reader.freshness() == Freshness::Live && reader.page.shown() == P::truth(&network.server)
    };
    for _ in 0..400 {
        reader.go_on(network);
        reader.receive(network, usize::MAX);
        if is_true(reader, network) {
            break;
        }
        reader.pass(network, 1);
    }
    reader.page.check();
    assert_eq!(reader.freshness(), Freshness::Live);
    assert_eq!(reader.page.shown(), P::truth(&network.server));
}

/// Some times of trouble, with good times after each.
fn happenings(most: usize) -> impl Strategy<Value = Vec<Vec<Happening>>> {
    prop::collection::vec(prop::collection::vec(happening(), 0..30), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_becomes_what_a_simple_server_has(
        opening in opening(), happenings in happenings(8)
    ) {
        converges::<Rows, _>(model::Model::default(), opening, &happenings);
    }

    #[test]
    fn a_page_of_one_stream_becomes_what_a_simple_server_has(
        opening in opening(), happenings in happenings(8)
    ) {
        converges::<One, _>(model::Model::default(), opening, &happenings);
    }

    #[test]
    fn what_is_shown_becomes_what_the_demo_cluster_has(
        opening in opening(), happenings in happenings(4)
    ) {
        converges::<Rows, _>(simulated::Simulated::new(), opening, &happenings);
    }

    #[test]
    fn a_page_of_one_stream_becomes_what_the_demo_cluster_has(
        opening in opening(), happenings in happenings(4)
    ) {
        converges::<One, _>(simulated::Simulated::new(), opening, &happenings);
    }
}

#[test]
fn a_storm_is_read_without_asking_again() {
    let mut network = Network::new(model::Model::default());
    let mut reader = Reader::<Rows>::start(&mut network);
    reader.go_on(&mut network);
    for round in 0..10_000_u32 {
        let stream = u8::try_from(round % 5).unwrap_or_default();
        network.server.create(stream);
        network.server.import(stream);
    }
    reader.receive(&mut network, usize::MAX);
    assert_eq!(reader.page.shown(), network.server.truth());
    assert_eq!(network.requests, 2, "one list and one watch");
}

#[test]
fn a_repeated_past_does_not_bring_back_what_was_deleted() {
    let mut network = Network::new(model::Model::default());
    let mut reader = Reader::<Rows>::start(&mut network);
    reader.go_on(&mut network);
    for _ in 0..3 {
        network.server.create(1);
        network.server.respecify(1);
        network.server.delete(1);
    }
    network.server.create(1);
    reader.receive(&mut network, usize::MAX);
    let changes = reader.page.changes;
    network.repeat(10);
    reader.receive(&mut network, usize::MAX);
    assert_eq!(
        reader.page.changes, changes,
        "nothing on the page may have moved"
    );
    assert_eq!(reader.page.shown(), network.server.truth());
}
