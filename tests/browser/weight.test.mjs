// What a cold tag page costs, over the wire: the product's promise in numbers.

import assert from "node:assert/strict";
import { meter, see, seeContent, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const MOST_BYTES = 300_000;
const MOST_API_REQUESTS = 3;

visitor("a cold tag page keeps to its budget", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeHeading(page, "python:3.5");
  await see(page.getByText("container-entrypoint"));
  await wire.settled(/\/layers$/);
  console.log(wire.table());
  console.log(`${wire.bytes()} bytes, ${wire.api().length} API requests`);
  assert.ok(wire.bytes() > 50_000, "the meter must have seen the app");
  assert.ok(wire.bytes() <= MOST_BYTES, `${wire.bytes()} bytes`);
  assert.ok(wire.api().length <= MOST_API_REQUESTS, wire.table());
});

visitor("a second visit loads no wasm, script, style or font again", {}, async (page) => {
  const first = await meter(page);
  await page.goto("k8s/ns/default/imagestreams");
  await seeContent(page);
  await first.settled(/\.woff2$/);
  const wire = await meter(page);
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeContent(page);
  await wire.settled(/\.woff2$/);
  const loaded = wire.all().filter(({ url, bytes }) => /\.(wasm|js|css|woff2)$/.test(url.pathname) && bytes > 0);
  assert.deepEqual(loaded.map(({ url }) => url.pathname), []);
});
