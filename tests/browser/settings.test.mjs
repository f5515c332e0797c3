// Options, annotations, labels and lookup, each set in its form: only that changes in the stored
// stream, the request says no more than that, and Undo brings back what was there.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { button, changing, form, imported, patch, row, specTag, takeBack } from "./changing.mjs";
import { field, seeDone } from "./hands.mjs";

const change = changing("settings");

const REFERENCE = "Do not import, only refer to it (--reference)";
const INSECURE = "Allow plain HTTP and unverified certificates (--insecure)";
const SCHEDULED = "Import again periodically (--scheduled)";
const MODE = "What is imported of a multi-architecture image (--import-mode)";
const POLICY = "Where workloads pull from (--reference-policy)";

/** A stream with something in every corner; the finalizer is nothing that the app knows of. */
async function furnished(api, stream) {
  await patch(api, stream, {
    metadata: {
      finalizers: ["example.com/kept"],
      labels: { team: "storefront", stage: "test" },
      annotations: { mine: "kept", other: "kept as well" },
    },
    spec: {
      dockerImageRepository: "quay.io/acme/shop-web",
      tags: [
        { name: "other", from: { kind: "DockerImage", name: "docker.io/library/busybox:1.36" }, importPolicy: { scheduled: true } },
        {
          name: "v1",
          from: { kind: "DockerImage", name: "docker.io/library/busybox:latest" },
          annotations: { description: "The first one", tags: "builder" },
        },
      ],
    },
  });
  await imported(api, stream, ["other", "v1"]);
}

/** What of a stream is somebody's wish: the rest is written by the cluster. */
function wishes({ metadata: { labels, annotations, finalizers }, spec }) {
  const own = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith("openshift.io/"));
  const tags = spec.tags.map(({ generation: _, ...tag }) => tag);
  return { labels: labels ?? {}, annotations: Object.fromEntries(own), finalizers, spec: { ...spec, tags } };
}

const tagOf = (stream, name = "v1") => stream.spec.tags.find((tag) => tag.name === name);

// Each row: what is done, the form, what is filled in, the row of the preview, what is told after it,
// the command, and what changes in the stream.
const EDITS = [
  ["a schedule", "options?tag=v1", (hand) => hand.check(SCHEDULED), "v1: Scheduled", "options of STREAM:v1 changed", (all) => (tagOf(all).importPolicy.scheduled = true)],
  ["insecure imports", "options?tag=v1", (hand) => hand.check(INSECURE), "v1: Insecure", "options of STREAM:v1 changed", (all) => (tagOf(all).importPolicy.insecure = true)],
  ["a mere reference", "options?tag=v1", (hand) => hand.check(REFERENCE), "v1: Reference only", "options of STREAM:v1 changed", (all) => (tagOf(all).reference = true)],
  ["all platforms", "options?tag=v1", (hand, page) => field(page, MODE).selectOption("PreserveOriginal"), "v1: Import mode", "options of STREAM:v1 changed", (all) => (tagOf(all).importPolicy.importMode = "PreserveOriginal")],
  ["the integrated registry", "options?tag=v1", (hand, page) => field(page, POLICY).selectOption("Local"), "v1: Reference policy", "options of STREAM:v1 changed", (all) => (tagOf(all).referencePolicy.type = "Local")],
  ["a tag's description", "tag-annotations?tag=v1", (hand) => hand.fill("Value of description", "The very first"), "v1: Annotation description", "annotations of STREAM:v1 changed", (all) => (tagOf(all).annotations.description = "The very first")],
  ["a tag's annotation that goes", "tag-annotations?tag=v1", (hand) => hand.press("Remove tags"), "v1: Annotation tags", "annotations of STREAM:v1 changed", (all) => delete tagOf(all).annotations.tags],
  ["image lookup", "lookup", (hand) => hand.choose("On"), "Image lookup", "image lookup of STREAM switched on", (all) => (all.spec.lookupPolicy.local = true)],
  ["a label", "labels", async (hand, page) => {
    await hand.fill("Value of stage", "production");
    await hand.press("Add: Labels");
    await field(page, "Key 1").fill("app");
    await field(page, "Value of app").fill("web");
  }, "Label stage", "labels of STREAM changed", (all) => Object.assign(all.labels, { stage: "production", app: "web" })],
  ["an annotation", "annotations", async (hand, page) => {
    await hand.press("Remove other");
    await hand.press("Add: Annotations");
    await field(page, "Key 1").fill("example.com/note");
    await field(page, "Value of example.com/note").fill("한국어 = yes");
  }, "Annotation example.com/note", "annotations of STREAM changed", (all) => {
    delete all.annotations.other;
    all.annotations["example.com/note"] = "한국어 = yes";
  }],
];

for (const [name, address, fill, preview, told, edit] of EDITS) {
  change(`${name}: set, read back, undone`, {}, async ({ page, api, go, stream, hand }) => {
    await furnished(api, stream);
    const before = wishes(await api.get("shop", stream));
    await go(form(stream, address));
    await seeHeading(page);
    await fill(hand, page);
    await see(row(page, preview));
    const sent = page.waitForRequest((request) => request.method() === "PATCH");
    await page.locator("main form").getByRole("button", { name: /^(Change|Edit|Image)/ }).last().click();
    const what = told.replace("STREAM", stream);
    await seeDone(page, what);
    const wanted = structuredClone(before);
    edit(wanted);
    assert.deepEqual(wishes(await api.get("shop", stream)), wanted);
    // The request says what changes, what that rests on, and nothing else.
    const body = (await sent).postData();
    for (const kept of ["example.com/kept", "storefront", "quay.io/acme/shop-web", "busybox:1.36", "builder"]) {
      assert.ok(!body.includes(kept), `${kept} is in ${body}`);
    }
    assert.match(body, /"resourceVersion":"\d+"/);
    await takeBack(page, what);
    assert.deepEqual(wishes(await api.get("shop", stream)), before);
  });
}

change("several options at once, off again by the same form", {}, async ({ page, api, go, stream, hand }) => {
  await furnished(api, stream);
  const before = wishes(await api.get("shop", stream));
  const send = async () => {
    await button(page, "Change tag options").click();
    await seeDone(page, `options of ${stream}:v1 changed`);
  };
  await go(form(stream, "options", "?tag=v1"));
  await seeHeading(page, "Change tag options");
  await hand.check(SCHEDULED);
  await hand.check(INSECURE);
  await field(page, POLICY).selectOption("Local");
  await send();
  const { importPolicy, referencePolicy } = await specTag(api, stream, "v1");
  assert.deepEqual([importPolicy.scheduled, importPolicy.insecure, referencePolicy.type], [true, true, "Local"]);
  await go(form(stream, "options", "?tag=v1"));
  await page.waitForFunction(() => document.querySelector("main [type=checkbox]:checked"));
  await hand.uncheck(SCHEDULED);
  await hand.uncheck(INSECURE);
  await field(page, POLICY).selectOption("Source");
  await send();
  assert.deepEqual(wishes(await api.get("shop", stream)), before);
});
