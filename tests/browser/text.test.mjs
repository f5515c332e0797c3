// The text tab prints what `oc describe` printed, byte for byte: objects and texts were recorded
// from a real server, and the page's clock stands at the moment of the recording.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { see, seeHeading, suite } from "./console.mjs";
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

for (const { name, command, date, kind, object } of recordings) {
  const { namespace, name: objectName } = object.metadata;
  const address = `k8s/ns/${namespace}/${plurals[kind]}/${encodeURIComponent(objectName)}/text`;
  visitor(`${name}: ${command}`, { now: new Date(date) }, async (page) => {
    await page.route(
      (url) => decodeURIComponent(url.pathname).endsWith(`/namespaces/${namespace}/${plurals[kind]}/${objectName}`),
      (route) => route.fulfill({ json: object }),
    );
    await page.goto(address);
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
