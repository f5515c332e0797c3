// What a cold tag page costs, over the wire: the product's promise in numbers.

import assert from "node:assert/strict";
import { meter, noticeMemory, see, seeContent, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const MOST_BYTES = 230_000;
const MOST_API_REQUESTS = 3;
/** Of the list of streams of the demo project, and of the program after it. */
const MOST_NODES = 1_500;
const MOST_MEMORY = 4 << 20;

/** The kind of a request, and the most bytes of each that a cold tag page may take, headers included. */
const KINDS = [
  ["html", /\/k8s\//, 4_000],
  ["wasm", /\.wasm$/, 184_500],
  ["js", /\.js$/, 5_000],
  ["css", /\.css$/, 16_500],
  ["font", /\.woff2$/, 10_000],
  ["api", /\/apis?\//, 12_000],
];

visitor("a cold tag page keeps to its budget", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeHeading(page, "python:3.5");
  await see(page.getByText("container-entrypoint"));
  await wire.settled(/\/layers$/);
  console.log(wire.table());
  console.log(`${wire.bytes()} bytes, ${wire.api().length} API requests`);
  for (const [kind, pattern, most] of KINDS) {
    const requests = wire.all().filter(({ url }) => pattern.test(url.pathname));
    const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
    console.log(`${kind}: ${bytes} bytes of ${most}`);
    assert.ok(bytes > 0, `the meter must have seen ${kind}`);
    assert.ok(bytes <= most, `${kind}: ${bytes} bytes`);
  }
  assert.ok(wire.bytes() <= MOST_BYTES, `${wire.bytes()} bytes`);
  assert.ok(wire.api().length <= MOST_API_REQUESTS, wire.table());
});

visitor("a cold tag page of an ordinary project asks no more", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/shop/imagestreamtags/cart%3Astable");
  await seeHeading(page, "cart:stable");
  await seeContent(page);
  await wire.settled(/\/layers$/);
  assert.equal(wire.api().length, MOST_API_REQUESTS, wire.table());
});

visitor("a walk over the pages stays small in nodes and memory", {}, async (page) => {
  await noticeMemory(page);
  await page.goto("k8s/ns/default/imagestreams");
  await see(page.getByRole("link", { name: "python", exact: true }));
  const nodes = [];
  const note = async () => nodes.push(await page.evaluate(() => document.getElementsByTagName("*").length));
  for (let round = 0; round < 5; round += 1) {
    await page.getByRole("link", { name: "python", exact: true }).click();
    await seeHeading(page, "python");
    await seeContent(page);
    await page.getByRole("link", { name: "3.5", exact: true }).first().click();
    await seeHeading(page, "python:3.5");
    await see(page.getByText("container-entrypoint"));
    await page.goBack();
    await seeHeading(page, "python");
    await page.goBack();
    await see(page.getByRole("link", { name: "python", exact: true }));
    await note();
  }
  const memory = await page.evaluate(() => globalThis.wasmMemory.buffer.byteLength);
  console.log(`${nodes.join(", ")} nodes; ${memory} bytes of wasm memory`);
  assert.equal(new Set(nodes).size, 1, `the list has as many nodes each time: ${nodes}`);
  assert.ok(nodes[0] <= MOST_NODES, `${nodes[0]} nodes`);
  assert.ok(memory <= MOST_MEMORY, `${memory} bytes`);
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
