//! Recorded requests of `oc` and the app's own, each against a simulated server of its own: the
//! effects are compared.

use std::fmt::Write;
use std::sync::Arc;

use imagestream_console::api::decode::Answer;
use imagestream_console::api::request::Request as AppRequest;
use imagestream_console::edit::intent::{Intent, Place};
use imagestream_console::edit::outcome::{Answered, read};
use imagestream_console::edit::plan::{Basis, Plan, plan};
use imagestream_console::edit::raw::Served;
use imagestream_console::edit::secret::{Password, seal};
use imagestream_console::edit::undo::{Limit, undo};
use imagestream_console::edit::verify::{Verdict, verify};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use simulator::registry::blueprint::digest_of;
use simulator::registry::{Access, Catalogue, ImageReference, PullError, Registry, ResolvedImage};
use simulator::{Cluster, Config, Reply, Request, Response, store};

use super::cases::{Case, OnPurpose, cases};
use super::commands::{key, planned};
use super::plans;
use super::recorded::{Step, served, step, wishes};

/// Every image exists, but for those whose recordings say otherwise.
struct Registries;

impl Registry for Registries {
    fn manifest(
        &self,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<ResolvedImage, PullError> {
        let text = reference.exact();
        if !access.insecure {
            return Err(PullError::HttpOnly);
        }
        if ["no/such", ":9.9", ":8.8"]
            .iter()
            .any(|missing| text.contains(missing))
        {
            return Err(PullError::NotFound);
        }
        let digest = if reference.id.is_empty() {
            digest_of(&text)
        } else {
            reference.id.clone()
        };
        let image =
            json!({"metadata": {"name": digest}, "dockerImageMetadata": {"Id": "sha256:1"}});
        Ok(ResolvedImage {
            digest,
            image,
            children: Vec::new(),
        })
    }

    fn tags(&self, _: &ImageReference, access: Access<'_>) -> Result<Vec<String>, PullError> {
        if access.insecure {
            Ok(["latest", "v1", "v2"].map(str::to_owned).to_vec())
        } else {
            Err(PullError::HttpOnly)
        }
    }
}

struct World {
    cluster: Cluster,
    now: Timestamp,
}

impl World {
    fn with(streams: impl IntoIterator<Item = Value>) -> Self {
        let mut cluster = Cluster::new(Config::default());
        cluster.registries = Catalogue::of(Arc::new(Registries));
        for name in ["demo", "other", "secured"] {
            cluster.load([
                json!({"kind": "Namespace", "apiVersion": "v1",
                    "metadata": {"name": name, "uid": name}, "status": {"phase": "Active"}}),
                json!({"kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                    "metadata": {"name": "edit", "namespace": name},
                    "roleRef": {"kind": "ClusterRole", "name": "edit"},
                    "subjects": [{"kind": "User", "name": "developer"}]}),
            ]);
        }
        cluster.load(streams);
        let mut world = Self {
            cluster,
            now: "2026-11-22T20:30:00Z".parse().unwrap(),
        };
        world.settle();
        world
    }

    fn of(step: &Step) -> Self {
        Self::with(step.before.values().cloned())
    }

    fn send(&mut self, request: &Request) -> Response {
        let request = request.clone().as_user("developer");
        match self.cluster.handle(&request, self.now) {
            Reply::Full(response) => response,
            Reply::Watch { .. } => panic!("{} opened a watch", request.path),
        }
    }

    /// A recorded request of `oc`.
    fn replay(&mut self, recorded: &Value) -> Response {
        let text = |key: &str| recorded[key].as_str().unwrap_or_default().to_owned();
        let request = Request {
            method: text("method"),
            path: text("path"),
            query: text("query"),
            headers: vec![("Content-Type".to_owned(), text("contentType"))],
            body: recorded["body"].to_string().into_bytes(),
        };
        self.send(&request)
    }

    /// A request of the app, as its client sends it.
    fn call(&mut self, request: &AppRequest) -> Answer {
        let target = format!("/{}", request.target());
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let response = self.send(&Request {
            method: request.method.as_str().to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: vec![
                ("Accept".to_owned(), request.accept.to_owned()),
                ("Content-Type".to_owned(), request.content_type.to_owned()),
            ],
            body: request.body.clone().unwrap_or_default().into_bytes(),
        });
        Answer {
            code: response.status,
            content_type: response
                .header("Content-Type")
                .unwrap_or_default()
                .to_owned(),
            retry_after_seconds: None,
            body: response.body,
        }
    }

    /// Sends what a plan says; stops at the first request that was not carried out.
    fn carry_out(&mut self, plan: &Plan) -> Result<(), Answered> {
        let mut previous = None;
        for write in &plan.writes {
            let answer = self.call(&write.request_after(previous.as_ref()));
            match read(write, Ok(&answer)) {
                Answered::Done(value) | Answered::Imported(_, value) => previous = Some(value),
                other => return Err(other),
            }
        }
        Ok(())
    }

    /// Lets the cluster import what is pending.
    fn settle(&mut self) {
        for _ in 0..5 {
            self.now += SignedDuration::from_secs(2);
            self.cluster.tick(self.now);
        }
    }

    /// A stream as the app would read it.
    fn stream(&mut self, key: &str) -> Option<Value> {
        let (namespace, name) = key.split_once('/').unwrap();
        let path =
            format!("/apis/image.openshift.io/v1/namespaces/{namespace}/imagestreams/{name}");
        let response = self.send(&Request::get(&path));
        (response.status == 200).then(|| response.value())
    }

    fn served(&mut self, key: &str) -> Option<Served> {
        self.stream(key).map(|stream| served(&stream))
    }
}

/// What a stream holds in the end, apart from times and identities.
fn effect(stream: &Value) -> Value {
    let mut tags = serde_json::Map::new();
    for status in stream["status"]["tags"].as_array().into_iter().flatten() {
        let event = |event: &Value| json!([event["image"], event["dockerImageReference"]]);
        let events: Vec<Value> = status["items"]
            .as_array()
            .into_iter()
            .flatten()
            .map(event)
            .collect();
        let failure = status["conditions"][0]["message"].clone();
        tags.insert(
            status["tag"].as_str().unwrap().to_owned(),
            json!([events, failure]),
        );
    }
    json!({"wishes": wishes(stream), "history": tags})
}

/// What a stream counts: how often it was changed, and what of it is dealt with.
fn counts(stream: &Value) -> Value {
    let tags = stream["spec"]["tags"].as_array().into_iter().flatten();
    let spec: Vec<Value> = tags
        .map(|tag| json!([tag["name"], tag["generation"]]))
        .collect();
    let tags = stream["status"]["tags"].as_array().into_iter().flatten();
    let newest = |tag: &Value| json!([tag["tag"], tag["items"][0]["generation"]]);
    let status: Vec<Value> = tags.map(newest).collect();
    json!({"stream": stream["metadata"]["generation"], "spec": spec, "status": status})
}

fn plan_in(world: &mut World, case: &Case, step: &Step) -> Plan {
    // The world may have imported meanwhile: the plan rests on what is there now.
    let before = step
        .before
        .keys()
        .filter_map(|key| Some((key.clone(), world.stream(key)?)));
    let now = Step {
        name: step.name.clone(),
        command: step.command.clone(),
        stderr: String::new(),
        before: before.collect(),
        after: step.after.clone(),
        requests: Vec::new(),
    };
    planned(case, &now)
}

#[test]
#[allow(clippy::print_stdout)] // The table is what the test is for.
fn the_app_has_the_effect_of_oc() {
    let (mut table, mut wrong) = (String::new(), Vec::new());
    for case in cases() {
        let step = step(case.step);
        let key = key(&case.place);
        let mut of_oc = World::of(step);
        for request in &step.requests {
            let mut request = request.clone();
            // The world's import controller may have written before; the recorded version is old.
            if let Some(version) = request.pointer_mut("/body/metadata/resourceVersion") {
                let now = of_oc.stream(&key).unwrap();
                *version = now["metadata"]["resourceVersion"].clone();
            }
            let status = of_oc.replay(&request).status;
            assert!((200..300).contains(&status), "{}: {status}", step.name);
        }
        of_oc.settle();
        let mut of_app = World::of(step);
        let plan = plan_in(&mut of_app, &case, step);
        of_app
            .carry_out(&plan)
            .unwrap_or_else(|answered| panic!("{}: {answered:?}", step.name));
        of_app.settle();
        let (oc, app) = (of_oc.stream(&key), of_app.stream(&key));
        let same_effect = oc.as_ref().map(effect) == app.as_ref().map(effect);
        let same_counts = oc.as_ref().map(counts) == app.as_ref().map(counts);
        let wishes = |stream: &Option<Value>| stream.as_ref().map(wishes);
        let (verdict, reason) = match case.on_purpose {
            OnPurpose::No if same_effect && same_counts => ("same", ""),
            OnPurpose::Way(reason) if same_effect => ("same in the end", reason),
            OnPurpose::History(reason) if !same_effect && wishes(&oc) == wishes(&app) => {
                ("same wishes, another history", reason)
            }
            _ => ("DIFFERENT", "not on purpose, or no longer so"),
        };
        writeln!(table, "| `{}` | {verdict} | {reason} |", step.command).unwrap();
        if verdict == "DIFFERENT" {
            wrong.push(format!(
                "{}: {}\n oc:  {} {}\n app: {} {}",
                step.name,
                step.command,
                oc.as_ref().map(effect).unwrap_or_default(),
                oc.as_ref().map(counts).unwrap_or_default(),
                app.as_ref().map(effect).unwrap_or_default(),
                app.as_ref().map(counts).unwrap_or_default(),
            ));
        }
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_preview_is_what_the_server_then_holds_and_reading_back_sees_it() {
    for case in cases().into_iter().filter(|case| case.step != "075") {
        let step = step(case.step);
        let key = key(&case.place);
        let mut world = World::of(step);
        let plan = plan_in(&mut world, &case, step);
        let importing = matches!(
            case.intent,
            Intent::ImportAgain(_) | Intent::LookAtImage { .. }
        );
        if !importing {
            let before = world.served(&key);
            assert_eq!(
                verify(&plan, before.as_ref()),
                Verdict::NotHappened,
                "{}",
                step.name
            );
        }
        world.carry_out(&plan).unwrap();
        let now = world.served(&key);
        let held = now.as_ref().map(|now| wishes(&now.raw));
        assert_eq!(held, plan.after.as_ref().map(wishes), "{}", step.name);
        if !importing {
            assert_eq!(
                verify(&plan, now.as_ref()),
                Verdict::Happened,
                "{}",
                step.name
            );
        }
    }
}

#[test]
fn undo_restores_the_wishes_on_the_server() {
    for case in cases() {
        let step = step(case.step);
        let key = key(&case.place);
        let mut world = World::of(step);
        let before = world.stream(&key);
        let plan = plan_in(&mut world, &case, step);
        world.carry_out(&plan).unwrap();
        world.settle();
        let now = world.served(&key);
        let Ok(back) = undo(&plan, now.as_ref(), None) else {
            let left = matches!(
                case.intent,
                Intent::ImportAgain(_) | Intent::LookAtImage { .. }
            );
            assert!(left, "{}", step.name);
            continue;
        };
        let carried_out = world.carry_out(&back.plan);
        assert!(carried_out.is_ok(), "{}: {carried_out:?}", step.name);
        let restored = world.stream(&key);
        let lossy = back
            .limits
            .iter()
            .any(|limit| matches!(limit, Limit::SourceReplaced { .. } | Limit::TagLost { .. }));
        if !lossy {
            let wishes = |stream: &Option<Value>| stream.as_ref().map(wishes);
            assert_eq!(wishes(&restored), wishes(&before), "{}", step.name);
        }
    }
}

#[test]
fn a_write_on_old_grounds_is_a_conflict() {
    let place = plans::place();
    let mut world = World::with([plans::app()]);
    let current = |world: &mut World| world.stream("demo/app").unwrap();
    let intents = [
        Intent::SetLookup { on: true },
        super::cases::retarget("nightly", super::cases::external("quay.io/acme/app:2")),
        Intent::ImportAgain(imagestream_console::edit::intent::Which::All),
        Intent::DeleteStream {
            confirmation: place.stream.clone(),
        },
    ];
    for intent in intents {
        let stale = plans::planned(&current(&mut world), &intent);
        let mut theirs = current(&mut world);
        theirs["metadata"]["labels"] = json!({"theirs": world.now.to_string()});
        world.cluster.put(store::IMAGE_STREAMS, theirs.clone());
        let answered = world.carry_out(&stale).unwrap_err();
        assert!(
            matches!(answered, Answered::Conflict(_)),
            "{intent:?}: {answered:?}"
        );
        assert_eq!(
            wishes(&current(&mut world)),
            wishes(&theirs),
            "nothing was done"
        );
        world.now += SignedDuration::from_secs(1);
    }
    // A stream that was deleted and made again is another.
    let delete = Intent::DeleteTags {
        tags: vec!["nightly".to_owned()],
    };
    let mut other = current(&mut world);
    let stale = plans::planned(&other, &delete);
    other["metadata"]["uid"] = json!("another");
    world.cluster.put(store::IMAGE_STREAMS, other);
    assert!(matches!(
        world.carry_out(&stale).unwrap_err(),
        Answered::Conflict(_)
    ));
    // What is to be made must not exist.
    let create = cases().remove(0);
    let stale = planned(&create, step("008"));
    let mut world = World::with([step("011").before["demo/python"].clone()]);
    assert!(matches!(
        world.carry_out(&stale).unwrap_err(),
        Answered::Exists(_)
    ));
}

#[test]
fn a_secret_that_the_app_makes_can_be_read_by_imports() {
    let mut world = World::with([]);
    let sealed = seal(
        "demo",
        "pull",
        "quay.io",
        "robot",
        Password::new("s3cret".to_owned()),
    );
    let answer = world.call(&sealed.open());
    assert_eq!(answer.code, 201);
    let intent = Intent::CreateSecret {
        name: "pull".to_owned(),
        host: "quay.io".to_owned(),
        user: "robot".to_owned(),
    };
    let plan = plan(&Place::new("demo", ""), &intent, Basis::default()).unwrap();
    let Answered::Done(kept) = read(&plan.writes[0], Ok(&answer)) else {
        panic!("not done")
    };
    let uid = kept["metadata"]["uid"].as_str().unwrap();
    assert_eq!(
        kept,
        json!({"metadata": {"uid": uid}}),
        "the answer's password is not kept"
    );
    let list = imagestream_console::edit::request::list_import_secrets("demo", "any");
    let answer = world.call(&list);
    let secrets = imagestream_console::edit::secret::read_secrets(&answer).unwrap();
    let found = imagestream_console::edit::secret::fitting(&secrets, "quay.io/acme/app:1");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].secret.name.as_str(), found[0].registry),
        ("pull", "quay.io")
    );
}
