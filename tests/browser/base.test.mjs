// The console works under any path that a proxy gives it.

import assert from "node:assert/strict";
import { ADMIN, see, seeHeading, suite } from "./console.mjs";

const { visitor, shared } = suite("--base-path", "/tools/is/");
const pathname = (page) => new URL(page.url()).pathname;

visitor("a cold link below another path", {}, async (page) => {
  assert.equal(new URL(shared.server.url).pathname, "/tools/is/");
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeHeading(page, "python");
  assert.equal(pathname(page), "/tools/is/k8s/ns/default/imagestreams/python");
});

visitor("links, back and requests stay below it", ADMIN, async (page) => {
  const outside = [];
  page.on("request", (request) => {
    if (!new URL(request.url()).pathname.startsWith("/tools/is/")) outside.push(request.url());
  });
  await page.goto("");
  await seeHeading(page, "Image streams");
  await page.goto("k8s/ns/default/imagestreams");
  await page.getByRole("link", { name: "python", exact: true }).click();
  await seeHeading(page, "python");
  assert.equal(pathname(page), "/tools/is/k8s/ns/default/imagestreams/python");
  await page.goBack();
  await see(page.getByRole("link", { name: "python", exact: true }));
  assert.deepEqual(outside, []);
});
