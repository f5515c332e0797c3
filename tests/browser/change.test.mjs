// What forms do beside writing: they show, refuse, find out and take back.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { alert, button, changing, form, specTag, writes } from "./changing.mjs";
import { field, seeDone } from "./hands.mjs";

const change = changing("change");

change("a filled link fills the form and sends nothing", {}, async ({ page, way, api, go, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  await go(form(stream, "retarget", "?tag=one&from=image&image=registry.example/two:2&reference=true"));
  await seeHeading(page, "Retarget tag");
  await see(page.getByText("Nothing is sent before you press its button"));
  assert.equal(await field(page, "Image").inputValue(), "registry.example/two:2");
  await see(page.getByRole("row").filter({ hasText: "registry.example/one:1" }).filter({ hasText: "registry.example/two:2" }));
  assert.deepEqual(writes(way), []);
  assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/one:1");
});

change("what is typed goes into the address", {}, async ({ page, go, stream }) => {
  await go(form(stream, "add-tag"));
  await seeHeading(page, "Add tag");
  await field(page, "Tag").fill("v1");
  await page.waitForURL(/\/change\/add-tag\?tag=v1$/);
  await button(page, "Copy link to this form").click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(copied).search, "?tag=v1");
});

change("what oc or the server would refuse is refused at its field", {}, async ({ page, way, go, stream, hand }) => {
  await go(form(stream, "add-tag"));
  await seeHeading(page, "Add tag");
  await hand.fill("Tag", "a b");
  await hand.choose("An external image");
  await hand.fill("Image", "docker.io/UPPER/case");
  await button(page, "Add tag").click();
  for (const label of ["Tag", "Image"]) {
    assert.equal(await field(page, label).getAttribute("aria-invalid"), "true", label);
  }
  assert.equal(await field(page, "Tag").evaluate((element) => element === document.activeElement), true);
  assert.deepEqual(writes(way), []);
});

change("only what was asked for changes", {}, async ({ page, api, go, stream, hand }) => {
  await api.call("PATCH", `namespaces/shop/imagestreams/${stream}`, {
    metadata: { annotations: { mine: "kept" } },
    spec: {
      tags: [
        {
          name: "v1",
          from: { kind: "DockerImage", name: "docker.io/library/busybox:latest" },
          annotations: { description: "kept as well" },
          importPolicy: { importMode: "PreserveOriginal" },
          referencePolicy: { type: "Local" },
        },
      ],
    },
  }, "application/merge-patch+json");
  await go(form(stream, "schedule", "?tags=v1&on=true"));
  await seeHeading(page, "Schedule imports");
  await see(page.getByRole("row").filter({ hasText: "v1: Scheduled" }));
  await see(page.getByText("A plain oc tag would also have reset").first());
  await button(page, "Schedule imports").click();
  await seeDone(page, `v1 of ${stream} scheduled`);
  const tag = await specTag(api, stream, "v1");
  assert.equal(tag.importPolicy.scheduled, true);
  assert.equal(tag.importPolicy.importMode, "PreserveOriginal");
  assert.equal(tag.referencePolicy.type, "Local");
  assert.deepEqual(tag.annotations, { description: "kept as well" });
  assert.equal((await api.get("shop", stream)).metadata.annotations.mine, "kept");
});

change("a registry behind a login: the secret is made on the way", {}, async ({ page, api, go, stream, hand }) => {
  await go(form(stream, "add-tag", "?tag=app&from=image&image=registry.example.com/private/app:1.0"));
  await seeHeading(page, "Add tag");
  await see(alert(page, "The registry gave no image"));
  await page.getByRole("link", { name: "Create a secret for registry.example.com" }).click();
  await seeHeading(page, "Create registry secret");
  assert.equal(await field(page, "Registry host").inputValue(), "registry.example.com");
  await hand.fill("User name", "robot");
  await hand.fill("Name of the secret", `robot-${stream}`);
  await hand.fill("Password or token", "s3cret");
  await see(page.getByText("$REGISTRY_PASSWORD").first());
  await page.waitForURL(/user=robot/);
  const told = (await page.content()) + page.url();
  assert.ok(!told.includes("s3cret"), "the password is nowhere in the page or its address");
  await button(page, "Create registry secret").click();
  await seeHeading(page, "Add tag");
  assert.equal(await field(page, "Tag").inputValue(), "app");
  await see(page.getByText(`robot-${stream}`).first());
  await see(page.locator("main").getByText(/^sha256:[0-9a-f]{64}$/));
  await button(page, "Add tag").click();
  await seeDone(page, `tag app of ${stream} added`);
  await see(page.getByText("Up to date"));
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, history.state]));
  assert.ok(!kept.includes("s3cret"));
  await api.remove("shop", stream);
});

change("tags of a remote repository are picked", {}, async ({ page, go, stream }) => {
  await go(form(stream, "add-tag", "?tag=r&from=image&image=quay.io/acme/releases"));
  await button(page, "Show the repository's tags").click();
  await see(page.getByRole("heading", { name: "Tags of quay.io/acme/releases" }));
  const filter = page.getByRole("searchbox", { name: "Filter these tags" });
  const first = page.getByRole("button", { name: /^Use / }).first();
  const name = (await first.innerText()).trim();
  await filter.fill(name);
  await page.getByRole("button", { name: `Use ${name}`, exact: true }).click();
  assert.equal(await field(page, "Image").inputValue(), `quay.io/acme/releases:${name}`);
});

change("a conflict is shown, and nothing is overwritten", {}, async ({ page, way, api, go, stream, hand }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  // This tab does not hear of what others do.
  way.holdsBack = true;
  await go(form(stream, "retarget", "?tag=one&from=image&image=registry.example/mine:1"));
  await see(page.getByRole("row").filter({ hasText: "registry.example/mine:1" }));
  await api.refer("shop", stream, "one", "registry.example/theirs:1");
  await button(page, "Retarget tag").click();
  const conflict = alert(page, "Someone else changed this first; nothing was written");
  await see(conflict);
  await see(conflict.getByRole("row").filter({ hasText: "registry.example/theirs:1" }));
  await see(conflict.getByRole("row").filter({ hasText: "registry.example/mine:1" }));
  assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/theirs:1");
  await button(page, "Preview mine on top of theirs").click();
  await see(page.getByRole("row").filter({ hasText: "registry.example/theirs:1" }).filter({ hasText: "registry.example/mine:1" }));
  await hand.press("Retarget tag");
  await seeDone(page, `tag one of ${stream} retargeted`);
  assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/mine:1");
});

change("a change beneath a form is told before it is sent", {}, async ({ page, way, api, go, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  await go(form(stream, "retarget", "?tag=one&from=image&image=registry.example/mine:1"));
  await see(page.getByRole("row").filter({ hasText: "registry.example/mine:1" }));
  await way.open();
  await api.label("shop", stream, { elsewhere: "yes" });
  await see(alert(page, "The image stream was changed meanwhile").getByText("They do not touch each other."));
  await api.refer("shop", stream, "one", "registry.example/theirs:1");
  await button(page, "Show preview on the new state").click();
  await see(page.getByRole("row").filter({ hasText: "registry.example/theirs:1" }).filter({ hasText: "registry.example/mine:1" }));
  await button(page, "Retarget tag").click();
  await seeDone(page, `tag one of ${stream} retargeted`);
});

change("an answer that is lost is read back: it happened", {}, async ({ page, way, api, go, stream }) => {
  await go(form(stream, "labels", "?label=colour%3Dred"));
  await see(page.getByRole("row").filter({ hasText: "colour" }));
  way.meddle = (method) => (method === "PATCH" ? "cut" : undefined);
  await button(page, "Edit labels").click();
  await see(alert(page, "The connection broke, but it did happen."));
  assert.deepEqual((await api.get("shop", stream)).metadata.labels, { colour: "red" });
});

change("a request that is lost is read back: it did not happen", {}, async ({ page, way, api, go, stream }) => {
  await go(form(stream, "labels", "?label=colour%3Dred"));
  await see(page.getByRole("row").filter({ hasText: "colour" }));
  way.meddle = (method) => (method === "PATCH" ? "lose" : undefined);
  await button(page, "Edit labels").click();
  await see(alert(page, "The connection broke, and it did not happen. You can send it again."));
  assert.equal((await api.get("shop", stream)).metadata.labels, undefined);
  way.meddle = () => undefined;
  await button(page, "Edit labels").click();
  await seeDone(page, `labels of ${stream} changed`);
});

change("a refused form keeps its fields, with the server's causes at them", {}, async ({ page, way, go, stream, hand }) => {
  await go(form(stream, "add-tag", "?tag=v1&from=image&image=registry.example/one:1&reference=true"));
  await see(page.getByRole("row").filter({ hasText: "registry.example/one:1" }).first());
  const cause = { field: "spec.tags[v1].from.name", reason: "FieldValueInvalid", message: "the moon is in the wrong phase" };
  const status = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Invalid", code: 422, message: "invalid", details: { kind: "ImageStream", causes: [cause] } };
  way.meddle = (method) => (method === "PATCH" ? { status: 422, body: status } : undefined);
  await button(page, "Add tag").click();
  await see(alert(page, "The server refused it; nothing was written"));
  const image = field(page, "Image");
  assert.equal(await image.getAttribute("aria-invalid"), "true");
  await see(page.getByText("the moon is in the wrong phase").last());
  assert.equal(await image.inputValue(), "registry.example/one:1");
  assert.equal(await field(page, "Tag").inputValue(), "v1");
  way.meddle = () => undefined;
  await hand.fill("Image", "registry.example/one:2");
  await button(page, "Add tag").click();
  await seeDone(page, `tag v1 of ${stream} added`);
});

change("a viewer sees what is missing, and how it is granted", { chosen: { identity: "viewer" } }, async ({ page, way, go, stream }) => {
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await seeHeading(page, stream);
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  const held = page.getByRole("link", { name: /^Add tag/ });
  await see(held.getByText(`You may not patch imagestreams ${stream} in project shop.`));
  assert.equal(await held.getAttribute("aria-disabled"), "true");
  await see(page.getByText("oc policy add-role-to-user registry-editor viewer -n shop"));
  await go(form(stream, "labels", "?label=a%3Db"));
  await see(alert(page, "You may not do this"));
  await see(page.getByText("oc policy add-role-to-user registry-editor viewer -n shop"));
  assert.equal(await button(page, "Edit labels").isDisabled(), true);
  assert.deepEqual(writes(way), []);
});

change("a change is undone, previewed like any other", {}, async ({ page, api, go, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  const before = await specTag(api, stream, "one");
  await go(form(stream, "retarget", "?tag=one&from=image&image=registry.example/two:2"));
  await see(page.getByRole("row").filter({ hasText: "registry.example/two:2" }));
  await button(page, "Retarget tag").click();
  await seeDone(page, `tag one of ${stream} retargeted`);
  await button(page, "Undo").click();
  await seeHeading(page, "Changes of this visit");
  const undo = page.getByRole("group", { name: `Undo: tag one of ${stream} retargeted` });
  await see(undo.getByRole("row").filter({ hasText: "registry.example/one:1" }));
  await undo.getByRole("button", { name: "Undo", exact: true }).click();
  await see(page.getByText("undone", { exact: true }));
  const { generation: _, ...after } = await specTag(api, stream, "one");
  const { generation: __, ...wanted } = before;
  assert.deepEqual(after, wanted);
  await see(page.getByText(`oc tag registry.example/two:2 ${stream}:one`).first());
});

change("a deleted history is told before it is gone", {}, async ({ page, api, go, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  await go(form(stream, "delete-tags", "?tags=one"));
  await see(page.getByText("The history of one cannot be brought back", { exact: false }));
  await button(page, "Delete tags").click();
  await seeDone(page, `one of ${stream} deleted`);
  assert.equal(await specTag(api, stream, "one"), undefined);
});

change("a stream is deleted with its name typed", {}, async ({ page, way, go, stream, hand }) => {
  await go(form(stream, "delete"));
  await seeHeading(page, "Delete image stream");
  await button(page, "Delete image stream").click();
  assert.deepEqual(writes(way), []);
  await hand.fill(`Type ${stream} to confirm`, stream);
  await button(page, "Delete image stream").click();
  await seeDone(page, `image stream ${stream} deleted`);
  await seeHeading(page, "Image streams");
});

change("several tags at once: chosen in the table, imported again", {}, async ({ page, api, go, stream }) => {
  await api.follow("shop", stream, "good", "docker.io/library/busybox:latest");
  await api.follow("shop", stream, "bad", "docker.io/library/no-such-image:latest");
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await see(page.getByText("Up to date"));
  await see(page.getByText("Import failed").first());
  await page.getByRole("checkbox", { name: "Select good" }).check();
  await page.getByRole("checkbox", { name: "Select bad" }).check();
  await see(page.getByText("2 selected"));
  await page.getByRole("link", { name: "Import again", exact: true }).click();
  await seeHeading(page, "Import again");
  await button(page, "Import again").click();
  await see(alert(page, "Imported in part: 1 of 2 failed"));
  await see(page.getByRole("row").filter({ hasText: "no-such-image" }).getByText("Nothing was imported"));
});

change("a whole repository: 50 of 60 tags at once, with failures", {}, async ({ page, api, go, stream }) => {
  await go(form(stream, "import-repository", "?repository=quay.io/acme/archive"));
  await seeHeading(page, "Import repository");
  await button(page, "Import repository").click();
  await see(alert(page, /^Imported in part: \d+ of 50 failed$/));
  await see(page.getByText("Not imported, because there are too many:", { exact: false }));
  const { status } = await api.get("shop", stream);
  const imported = (status.tags ?? []).filter((tag) => tag.items?.length > 0).length;
  assert.equal(await page.getByRole("row").filter({ hasText: "Nothing was imported" }).count(), 50 - imported);
});

change("an earlier image is one press away in the history", {}, async ({ page, api, go, stream }) => {
  await api.follow("shop", stream, "v", "docker.io/library/busybox:latest");
  await go(`k8s/ns/shop/imagestreamtags/${stream}%3Av`);
  await see(page.getByText("Up to date"));
  const first = (await api.get("shop", stream)).status.tags[0].items[0].image;
  await api.follow("shop", stream, "v", "docker.io/library/python:3.6.0");
  await go(`k8s/ns/shop/imagestreamtags/${stream}%3Av/history`);
  await page.getByRole("link", { name: "Roll back to this" }).click();
  await seeHeading(page, "Roll back tag");
  await button(page, "Roll back tag").click();
  await seeDone(page, `tag v of ${stream} rolled back`);
  assert.equal((await api.get("shop", stream)).status.tags[0].items[0].image, first);
});

change("a new stream with an image, labels and lookup", {}, async ({ page, api, go, stream, hand }) => {
  const fresh = `${stream}-new`;
  await go("k8s/ns/shop/imagestreams");
  await hand.menu("Create image stream");
  await hand.fill("Name of the image stream", fresh);
  await hand.choose("An external image");
  await hand.fill("Image", "docker.io/library/busybox:latest");
  await hand.fill("Tag", "latest");
  await hand.check("Image lookup");
  await button(page, "Add: Labels").click();
  await field(page, "Key 1").first().fill("app");
  await field(page, "Value of app").fill("web");
  await button(page, "Create image stream").click();
  await seeDone(page, `image stream ${fresh} created`);
  const made = await api.get("shop", fresh);
  assert.deepEqual(made.metadata.labels, { app: "web" });
  assert.equal(made.spec.lookupPolicy.local, true);
  assert.equal(made.spec.tags[0].from.name, "docker.io/library/busybox:latest");
});

change("scheduled tags of a project stand on one page", {}, async ({ page, api, go, stream }) => {
  await api.follow("shop", stream, "nightly", "docker.io/library/python:nightly");
  // Its import is a change of its own, which the form would have to tell of.
  await api.image("shop", stream, "nightly");
  await go(form(stream, "schedule", "?tags=nightly&on=true"));
  await button(page, "Schedule imports").click();
  await seeDone(page, `nightly of ${stream} scheduled`);
  await page.goto(page.url().replace(/imagestreams.*/, "scheduled-tags"));
  await seeHeading(page, "Scheduled tags");
  await page.getByRole("link", { name: `Unschedule ${stream}:nightly` }).click();
  await seeHeading(page, "Schedule imports");
  await button(page, "Schedule imports").click();
  await seeDone(page, `nightly of ${stream} unscheduled`);
  assert.equal((await specTag(api, stream, "nightly")).importPolicy.scheduled, undefined);
});
