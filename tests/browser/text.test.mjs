// The text tab prints what `oc describe` printed, byte for byte: objects and texts were recorded
// from a real server, and the page's clock stands at the moment of the recording.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { ADMIN, FAILED_REQUESTS, see, seeHeading, suite } from "./console.mjs";
import { root } from "./server.mjs";

const { visitor } = suite();
const folder = join(root, "tests/golden/describe");
const plurals = { ImageStream: "imagestreams", ImageStreamTag: "imagestreamtags" };
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({
    name: name.replace(".json", ""),
    ...JSON.parse(readFileSync(join(folder, name), "utf8")),
  }))
  .filter(({ command, kind }) => command.startsWith("oc describe ") && plurals[kind]);

const all = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));

/** The recorded stream that a recorded tag belongs to. */
function streamOf({ metadata: { namespace, name } }) {
  const stream = name.split(":")[0];
  const found = all.find(
    ({ kind, object: { metadata } }) =>
      kind === "ImageStream" && metadata.name === stream && metadata.namespace === namespace,
  );
  return { ...found.object, kind: "ImageStream" };
}

/** Answers the requests for an object with the recorded one. */
async function serve(page, object) {
  const { namespace, name } = object.metadata;
  const path = `/namespaces/${namespace}/${plurals[object.kind]}/${name}`;
  await page.route(
    (url) => url.pathname.includes("/apis/") && decodeURIComponent(url.pathname).endsWith(path),
    (route) => route.fulfill({ json: object }),
  );
  // Nothing else of the project is known, and nothing ever happens in it.
  await page.route(
    (url) => url.pathname.endsWith(`/namespaces/${namespace}/imagestreams`),
    (route) =>
      new URL(route.request().url()).searchParams.has("watch")
        ? undefined
        : route.fulfill({ json: listOf(object) }),
  );
}

const listOf = (object) => ({
  kind: "ImageStreamList",
  apiVersion: "image.openshift.io/v1",
  metadata: { resourceVersion: object.metadata.resourceVersion },
  items: object.kind === "ImageStream" ? [object] : [],
});

for (const { name, command, date, kind, object } of recordings) {
  const options = { ...ADMIN, now: new Date(date), expected: FAILED_REQUESTS };
  visitor(`${name}: ${command}`, options, async (page) => {
    const { namespace, name: objectName } = object.metadata;
    const tag = kind === "ImageStreamTag";
    const whole = { ...object, kind, ...(tag && { apiVersion: "image.openshift.io/v1" }) };
    await serve(page, whole);
    if (tag) await serve(page, streamOf(object));
    await page.goto(`k8s/ns/${namespace}/${plurals[kind]}/${encodeURIComponent(objectName)}/text`);
    await seeHeading(page, objectName);
    const text = page.locator("pre").filter({ hasText: /^(Image )?Name:/ });
    await see(text);
    assert.equal(await text.textContent(), readFileSync(join(folder, `${name}.txt`), "utf8"));
  });
}

visitor("the recordings are there", {}, async () => {
  assert.ok(recordings.length >= 5, `${recordings.length} recordings`);
});

visitor("the command and the text are copied as they stand", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python/text");
  await see(page.getByText(/oc describe (is|imagestream)\/?\s?python/));
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  for (const button of await page.getByRole("main").getByRole("button", { name: /^Copy/ }).all()) {
    await button.click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).length > 0);
    assert.ok((await copied()).length > 0);
  }
});
