// When something is wrong, the page says what, why and how to go on.

import assert from "node:assert/strict";
import { ADMIN, FAILED_REQUESTS, assertAccessible, see, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const failing = { expected: FAILED_REQUESTS };
const alone = (page, name) => page.getByRole("heading", { name });

visitor("an address that names no page", ADMIN, async (page) => {
  await page.goto("k8s/cluster/nodes");
  await see(alone(page, "There is no such page"));
  await page.getByRole("main").getByRole("link", { name: /image streams/i }).first().click();
  await seeHeading(page, "Image streams");
});

visitor("a stream that does not exist", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/pithon");
  await see(alone(page, /There is no image stream pithon/));
  await see(page.getByRole("main").getByRole("link", { name: "python", exact: true }));
});

visitor("a tag that does not exist", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python%3A9.9");
  await see(alone(page, /There is no tag python:9\.9/));
});

for (const [name, title] of [
  ["error-500", /The cluster has a problem \(HTTP 500\)/],
  ["error-503", /The cluster cannot be reached/],
  ["error-504", /The cluster cannot be reached/],
  ["error-429", /The cluster asks to wait/],
  ["error-401", /You are not logged in/],
  ["not-json", /A web page came instead of data/],
]) {
  visitor(`a stream that answers with ${name}`, failing, async (page) => {
    await page.goto(`k8s/ns/default/imagestreams/${name}`);
    await see(alone(page, title));
    await assertAccessible(page);
  });
}

visitor("without a network the page says so and goes on by itself", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await see(page.getByRole("link", { name: "python", exact: true }));
  await page.route("**/apis/**", (route) => route.abort("internetdisconnected"));
  await page.getByRole("link", { name: "python", exact: true }).click();
  await see(alone(page, "The server cannot be reached"));
  await page.unroute("**/apis/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await seeHeading(page, "python");
});

visitor("a malformed object names the field that cannot be read", failing, async (page) => {
  await page.route(/\/apis\/.*\/imagestreams\/python$/, async (route) => {
    const answer = await route.fetch();
    const stream = await answer.json();
    stream.spec.tags = "not a list";
    await route.fulfill({ response: answer, json: stream });
  });
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(page.getByText(/spec\.tags/));
});

visitor("a slow answer shows that it is coming", {}, async (page) => {
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route(/\/apis\/.*\/imagestreams\/python$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(page.getByRole("status").filter({ hasText: "Loading" }));
  answer();
  await seeHeading(page, "python");
  await see(page.getByRole("link", { name: "3.5", exact: true }));
  assert.equal(await page.getByRole("status").filter({ hasText: "Loading" }).count(), 0);
});
