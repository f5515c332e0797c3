use super::*;
use crate::api::status::{Status, StatusDetails};

fn at(seconds: i64) -> Timestamp {
    Timestamp(1_000 + seconds)
}

fn status(code: u16, retry_after_seconds: u32) -> Error {
    let details = StatusDetails {
        retry_after_seconds,
        ..StatusDetails::default()
    };
    Error::Status(Box::new(Status {
        details,
        code,
        ..Status::default()
    }))
}

fn turn(action: Option<Action>) -> Turn {
    match action {
        Some(Action::List(turn) | Action::Watch { turn, .. } | Action::Wait { turn, .. }) => turn,
        other => panic!("something to do was expected: {other:?}"),
    }
}

fn watched(action: Option<Action>, version: &str) -> Turn {
    match action {
        Some(Action::Watch { turn, from, .. }) if from.as_str() == version => turn,
        other => panic!("a watch from {version} was expected: {other:?}"),
    }
}

fn waited(action: Option<Action>) -> (Turn, u32) {
    match action {
        Some(Action::Wait { turn, milliseconds }) => (turn, milliseconds),
        other => panic!("a wait was expected: {other:?}"),
    }
}

fn listed(action: Option<Action>) -> Turn {
    match action {
        Some(Action::List(turn)) => turn,
        other => panic!("a list was expected: {other:?}"),
    }
}

/// A plan with an open watch from version 5, asked and opened at second 0.
fn open() -> (Plan, Turn) {
    let (mut plan, action) = Plan::watching("5".into(), Way::default(), false, at(0));
    let turn = watched(Some(action), "5");
    assert_eq!(plan.step(Input::Opened(turn), at(0), 0), None);
    (plan, turn)
}

#[test]
fn a_list_is_followed_by_a_watch_from_its_version() {
    let (mut plan, action) = Plan::listing(Way::default(), false, at(0));
    assert_eq!(plan.freshness(), Freshness::CatchingUp);
    let list = listed(Some(action));
    let watch = watched(plan.step(Input::Listed(list, "5".into()), at(1), 0), "5");
    assert_eq!(plan.freshness(), Freshness::CatchingUp);
    assert_eq!(plan.step(Input::Opened(watch), at(1), 0), None);
    assert_eq!(plan.freshness(), Freshness::Live);
}

#[test]
fn a_list_that_another_took_the_place_of_says_nothing() {
    let (mut plan, action) = Plan::listing(Way::default(), false, at(0));
    let former = listed(Some(action));
    let list = listed(plan.step(Input::Renew, at(1), 0));
    let late = Input::Listed(former, "5".into());
    assert_eq!(plan.step(late, at(2), 0), None);
    watched(plan.step(Input::Listed(list, "6".into()), at(3), 0), "6");
}

#[test]
fn a_cut_watch_goes_on_from_what_was_heard_last() {
    let (mut plan, watch) = open();
    plan.step(Input::Heard(watch, "7".into()), at(1), 0);
    plan.step(Input::Heard(watch, "6".into()), at(2), 0);
    let (wait, milliseconds) = waited(plan.step(Input::Ended(watch), at(2), 123));
    assert_eq!(milliseconds, 123);
    // A version is a name, not a number: "6" was heard last, so it is where to go on.
    watched(plan.step(Input::Waited(wait), at(2), 0), "6");
}

#[test]
fn watches_that_die_at_once_are_asked_for_ever_more_seldom() {
    let (mut plan, mut watch) = open();
    let mut waits = Vec::new();
    for _ in 0..7 {
        let (wait, milliseconds) = waited(plan.step(Input::Ended(watch), at(0), 0));
        waits.push(milliseconds);
        watch = watched(plan.step(Input::Waited(wait), at(0), 0), "5");
        plan.step(Input::Opened(watch), at(0), 0);
    }
    assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    // One that heard something, or lived a while, was none of those.
    let (wait, milliseconds) = waited(plan.step(Input::Ended(watch), at(30), 0));
    assert_eq!(milliseconds, 0);
    let watch = watched(plan.step(Input::Waited(wait), at(30), 0), "5");
    plan.step(Input::Opened(watch), at(30), 0);
    plan.step(Input::Heard(watch, "6".into()), at(30), 0);
    assert_eq!(waited(plan.step(Input::Ended(watch), at(30), 0)).1, 0);
}

/// An open watch after three losses in a row.
fn after_losses() -> (Plan, Turn) {
    let (mut plan, mut watch) = open();
    for second in 0..3 {
        let lost = plan.step(Input::Failed(watch, Error::Offline), at(second), 0);
        let (wait, _) = waited(lost);
        watch = watched(plan.step(Input::Waited(wait), at(second), 0), "5");
    }
    plan.step(Input::Opened(watch), at(3), 0);
    (plan, watch)
}

#[test]
fn back_off_begins_anew_after_what_went_well() {
    let first = |plan: &mut Plan, watch, second| {
        let lost = plan.step(Input::Failed(watch, Error::Offline), at(second), 0);
        assert_eq!(waited(lost).1, 500);
        assert_eq!(plan.freshness(), Freshness::CatchingUp);
    };
    // An event was told, or a bookmark.
    for heard in [Input::Heard, Input::Bookmark] {
        let (mut plan, watch) = after_losses();
        plan.step(heard(watch, "6".into()), at(3), 0);
        first(&mut plan, watch, 4);
    }
    // The watch lived a while.
    let (mut plan, watch) = after_losses();
    let (wait, _) = waited(plan.step(Input::Ended(watch), at(30), 0));
    let watch = watched(plan.step(Input::Waited(wait), at(30), 0), "5");
    first(&mut plan, watch, 30);
    // Somebody came back.
    let (mut plan, _) = after_losses();
    plan.step(Input::Hidden, at(4), 0);
    let watch = watched(plan.step(Input::Visible, at(5), 0), "5");
    first(&mut plan, watch, 5);
    // Only being let in is nothing yet.
    let (mut plan, watch) = after_losses();
    assert_eq!(waited(plan.step(Input::Ended(watch), at(3), 0)).1, 4_000);
}

#[test]
fn an_event_without_a_version_says_nothing_of_where_to_go_on() {
    for heard in [Input::Heard, Input::Bookmark] {
        let (mut plan, watch) = open();
        plan.step(heard(watch, "".into()), at(1), 0);
        let (wait, milliseconds) = waited(plan.step(Input::Ended(watch), at(1), 0));
        assert_eq!(milliseconds, 500, "it was of no use");
        watched(plan.step(Input::Waited(wait), at(2), 0), "5");
    }
}

#[test]
fn a_server_out_of_reach_is_told_with_the_time_the_page_was_last_true() {
    let (mut plan, watch) = open();
    let (mut wait, _) = waited(plan.step(Input::Ended(watch), at(50), 0));
    assert_eq!(plan.freshness(), Freshness::CatchingUp);
    for second in [51, 53, 57] {
        let watch = watched(plan.step(Input::Waited(wait), at(second), 0), "5");
        wait = waited(plan.step(Input::Failed(watch, Error::Offline), at(second), 0)).0;
    }
    assert_eq!(plan.freshness(), Freshness::Offline { since: at(50) });
    let watch = watched(plan.step(Input::Waited(wait), at(70), 0), "5");
    plan.step(Input::Opened(watch), at(70), 0);
    assert_eq!(plan.freshness(), Freshness::Live);
}

#[test]
fn a_forgotten_version_is_listed_at_once_and_then_with_patience() {
    let (mut plan, watch) = open();
    let list = listed(plan.step(Input::Failed(watch, status(410, 0)), at(9), 0));
    let watch = watched(plan.step(Input::Listed(list, "9".into()), at(9), 0), "9");
    plan.step(Input::Opened(watch), at(9), 0);
    let (wait, milliseconds) = waited(plan.step(Input::Failed(watch, status(410, 0)), at(9), 0));
    assert_eq!(milliseconds, 500);
    let list = listed(plan.step(Input::Waited(wait), at(10), 0));
    // The token of a list's next page can be forgotten too.
    let (wait, _) = waited(plan.step(Input::Failed(list, status(410, 0)), at(10), 0));
    let list = listed(plan.step(Input::Waited(wait), at(10), 0));
    let watch = watched(plan.step(Input::Listed(list, "10".into()), at(10), 0), "10");
    plan.step(Input::Opened(watch), at(10), 0);
    plan.step(Input::Heard(watch, "11".into()), at(10), 0);
    listed(plan.step(Input::Failed(watch, status(410, 0)), at(11), 0));
}

#[test]
fn the_servers_wish_is_kept_also_when_somebody_comes_back() {
    let (mut plan, watch) = open();
    let (_, milliseconds) = waited(plan.step(Input::Failed(watch, status(429, 7)), at(0), 0));
    assert_eq!(milliseconds, 7_000);
    assert_eq!(plan.step(Input::Hidden, at(1), 0), Some(Action::Rest));
    let (wait, milliseconds) = waited(plan.step(Input::Visible, at(3), 0));
    assert_eq!(milliseconds, 4_000);
    let (_, milliseconds) = waited(plan.step(Input::Network, at(5), 0));
    assert_eq!(milliseconds, 2_000);
    assert_eq!(plan.step(Input::Waited(wait), at(7), 0), None);
}

#[test]
fn a_hidden_page_rests_and_catches_up_on_return() {
    let (mut plan, watch) = open();
    plan.step(Input::Heard(watch, "8".into()), at(1), 0);
    assert_eq!(plan.step(Input::Hidden, at(2), 0), Some(Action::Rest));
    assert_eq!(plan.step(Input::Heard(watch, "9".into()), at(2), 0), None);
    assert_eq!(plan.step(Input::Ended(watch), at(2), 0), None);
    assert_eq!(plan.step(Input::Beat, at(1_000), 0), None);
    assert_eq!(plan.step(Input::Network, at(1_000), 0), None);
    let watch = watched(plan.step(Input::Visible, at(2_000), 0), "8");
    plan.step(Input::Opened(watch), at(2_000), 0);
    assert_eq!(plan.freshness(), Freshness::Live);
    // That nobody looked is no sleep of the machine.
    assert_eq!(plan.step(Input::Beat, at(2_010), 0), None);
}

#[test]
fn a_page_opened_in_the_background_waits_to_be_seen() {
    let (mut plan, action) = Plan::watching("5".into(), Way::default(), true, at(0));
    assert_eq!(action, Action::Rest);
    watched(plan.step(Input::Visible, at(9), 0), "5");
}

#[test]
fn what_may_not_be_watched_is_not_asked_for_until_somebody_comes_back() {
    let page = Error::NotJson {
        code: 200,
        page: true,
    };
    for error in [status(401, 0), status(403, 0), status(405, 0), page] {
        let (mut plan, watch) = open();
        let rest = plan.step(Input::Failed(watch, error), at(1), 0);
        assert_eq!(rest, Some(Action::Rest));
        assert_eq!(plan.freshness(), Freshness::Refused);
        assert_eq!(plan.step(Input::Beat, at(16), 0), None);
        assert_eq!(plan.step(Input::Hidden, at(20), 0), None);
        watched(plan.step(Input::Visible, at(30), 0), "5");
    }
}

#[test]
fn a_server_set_back_to_an_earlier_state_is_listed_again() {
    let (mut plan, mut watch) = open();
    for _ in 0..2 {
        let (wait, _) = waited(plan.step(Input::Failed(watch, status(504, 1)), at(0), 0));
        watch = watched(plan.step(Input::Waited(wait), at(1), 0), "5");
    }
    let (wait, _) = waited(plan.step(Input::Failed(watch, status(504, 1)), at(2), 0));
    listed(plan.step(Input::Waited(wait), at(3), 0));
    // One that is only going up again is not burdened with lists.
    let (mut plan, mut watch) = open();
    for _ in 0..9 {
        let (wait, _) = waited(plan.step(Input::Failed(watch, status(503, 0)), at(0), 0));
        watch = watched(plan.step(Input::Waited(wait), at(0), 0), "5");
    }
}

#[test]
fn what_cannot_be_understood_leads_to_a_list() {
    let (mut plan, watch) = open();
    let (wait, milliseconds) = waited(plan.step(Input::Garbled(watch), at(0), 0));
    assert_eq!(milliseconds, 500);
    listed(plan.step(Input::Waited(wait), at(1), 0));
}

#[test]
fn late_words_of_a_former_turn_count_for_nothing() {
    let (mut plan, watch) = open();
    let again = watched(plan.step(Input::Network, at(1), 0), "5");
    for late in [
        Input::Heard(watch, "9".into()),
        Input::Ended(watch),
        Input::Garbled(watch),
        Input::Failed(watch, status(401, 0)),
        Input::Waited(watch),
        Input::Listed(watch, "9".into()),
    ] {
        assert_eq!(plan.step(late, at(2), 0), None);
    }
    plan.step(Input::Opened(again), at(2), 0);
    watched(plan.step(Input::Network, at(3), 0), "5");
}

#[test]
fn sleep_and_silence_put_an_open_watch_in_doubt() {
    let (mut plan, _) = open();
    for second in [15, 30, 45] {
        assert_eq!(plan.step(Input::Beat, at(second), 0), None);
    }
    let watch = watched(plan.step(Input::Beat, at(3_600), 0), "5");
    plan.step(Input::Opened(watch), at(3_600), 0);
    // Silence says nothing of a server that tells no bookmarks.
    for second in 3_600..4_000 {
        assert_eq!(plan.step(Input::Beat, at(second), 0), None);
    }
    plan.step(Input::Bookmark(watch, "6".into()), at(4_000), 0);
    for second in 4_000..=4_150 {
        assert_eq!(plan.step(Input::Beat, at(second), 0), None);
    }
    let watch = watched(plan.step(Input::Beat, at(4_151), 0), "6");
    // So does that of a watch that never said a word.
    plan.step(Input::Opened(watch), at(4_151), 0);
    for second in 4_151..=4_301 {
        assert_eq!(plan.step(Input::Beat, at(second), 0), None);
    }
    watched(plan.step(Input::Beat, at(4_302), 0), "6");
}

fn timeout(action: Option<&Action>) -> u32 {
    match action {
        Some(Action::Watch {
            timeout_seconds, ..
        }) => *timeout_seconds,
        other => panic!("a watch was expected: {other:?}"),
    }
}

#[test]
fn what_a_watch_showed_of_the_way_holds_for_the_next() {
    let (mut plan, watch) = open();
    plan.step(Input::Heard(watch, "6".into()), at(20), 0);
    let (wait, _) = waited(plan.step(Input::Ended(watch), at(20), 0));
    let action = plan.step(Input::Waited(wait), at(20), 0);
    assert_eq!(timeout(action.as_ref()), 20);
    let watch = turn(action);
    plan.step(Input::Opened(watch), at(20), 0);
    plan.step(Input::Heard(watch, "7".into()), at(22), 0);
    let (wait, _) = waited(plan.step(Input::Ended(watch), at(40), 0));
    assert_eq!(
        timeout(plan.step(Input::Waited(wait), at(40), 59).as_ref()),
        299
    );
    // Also on the next page.
    let (_, action) = Plan::watching_all(plan.way(), false, at(50));
    assert_eq!(timeout(Some(&action)), 240);
}

#[test]
fn a_watch_that_is_lost_after_long_silence_was_held_back() {
    let (mut plan, action) = Plan::watching("5".into(), plan_of_proven_way(), false, at(0));
    let watch = turn(Some(action));
    let (wait, _) = waited(plan.step(Input::Failed(watch, Error::Offline), at(60), 0));
    let action = plan.step(Input::Waited(wait), at(61), 0);
    assert_eq!(timeout(action.as_ref()), 20);
}

fn plan_of_proven_way() -> Way {
    let (mut plan, watch) = open();
    plan.step(Input::Heard(watch, "6".into()), at(1), 0);
    plan.step(Input::Ended(watch), at(20), 0);
    plan.way()
}

#[test]
fn a_reader_who_wants_all_anew_is_not_given_something_older() {
    let (mut plan, watch) = open();
    let list = listed(plan.step(Input::Renew, at(1), 0));
    assert_eq!(plan.step(Input::Heard(watch, "9".into()), at(1), 0), None);
    watched(plan.step(Input::Listed(list, "8".into()), at(2), 0), "8");
    // What may not be watched can still be read.
    let (mut plan, watch) = open();
    plan.step(Input::Failed(watch, status(403, 0)), at(1), 0);
    let list = listed(plan.step(Input::Renew, at(2), 0));
    let watch = turn(plan.step(Input::Listed(list, "8".into()), at(3), 0));
    plan.step(Input::Failed(watch, status(403, 0)), at(4), 0);
    assert_eq!(plan.freshness(), Freshness::Refused);
}

#[test]
fn an_object_that_a_watch_does_not_tell_of_is_listed() {
    let (mut plan, action) = Plan::watching_all(Way::default(), false, at(0));
    let watch = watched(Some(action), "0");
    plan.step(Input::Opened(watch), at(0), 0);
    assert_eq!(plan.step(Input::Beat, at(2), 0), None);
    listed(plan.step(Input::Beat, at(15), 0));
    // One that it tells of is not.
    let (mut plan, action) = Plan::watching_all(Way::default(), false, at(0));
    let watch = watched(Some(action), "0");
    plan.step(Input::Opened(watch), at(0), 0);
    plan.step(Input::Heard(watch, "7".into()), at(0), 0);
    assert_eq!(plan.step(Input::Beat, at(15), 0), None);
    let (wait, _) = waited(plan.step(Input::Ended(watch), at(16), 0));
    watched(plan.step(Input::Waited(wait), at(17), 0), "7");
    // A bookmark says where the server is, not what there is.
    let (mut plan, action) = Plan::watching_all(Way::default(), false, at(0));
    let watch = watched(Some(action), "0");
    plan.step(Input::Opened(watch), at(0), 0);
    plan.step(Input::Bookmark(watch, "8".into()), at(1), 0);
    listed(plan.step(Input::Beat, at(15), 0));
}

#[test]
fn a_closed_plan_does_nothing_ever() {
    let (mut plan, watch) = open();
    assert_eq!(plan.step(Input::Close, at(0), 0), Some(Action::Rest));
    for input in [
        Input::Ended(watch),
        Input::Hidden,
        Input::Visible,
        Input::Network,
        Input::Beat,
    ] {
        assert_eq!(plan.step(input, at(1_000), 0), None);
    }
    assert!(!plan.is_current(watch));
}
