// The time between opening a page and its program: what is asked ahead is also shown ahead.

import assert from "node:assert/strict";
import { ADMIN, FAILED_REQUESTS, see, seeContent, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const place = (page) => page.locator("main");

/** Opens a page whose program comes when it is let go. */
async function openSlowly(page, address) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(address);
  return release;
}

// The address, what is to be read there before the program is, and what becomes of it.
const FIRST = [
  ["imagestreams", ["busybox", "python"], (page) => page.getByRole("link", { name: "python", exact: true })],
  ["imagestreams/python", ["3.5"], (page) => page.getByRole("link", { name: "3.5", exact: true }).first()],
  ["imagestreamtags/python:3.5", [/^sha256:[0-9a-f]{64}$/, /^centos\/python-35-centos7@sha256:/], (page) => page.getByText(/^sha256:/).first()],
];
for (const [address, names, then] of FIRST) {
  visitor(`what ${address} names is shown before its program is there, and only once after`, {}, async (page) => {
    const release = await openSlowly(page, `k8s/ns/default/${address}`);
    for (const name of names) await see(place(page).getByText(name, { exact: true }));
    // It is to be read: keys do not lead to what is about to go.
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    release();
    await seeHeading(page);
    await seeContent(page);
    await see(then(page));
    assert.equal(await page.locator("[inert]").count(), 0, "nothing is left of it");
  });
}

visitor("the API is asked before the program is: what is shown first needs no program", {}, async (page) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("k8s/ns/default/imagestreamtags/python:3.5");
  await seeHeading(page, "python:3.5");
  const first = (shape) => asked.findIndex((path) => shape.test(path));
  const [answer, program] = [first(/\/apis\/.*\/imagestreamtags\/python:3\.5$/), first(/\.wasm$/)];
  assert.ok(answer >= 0 && answer < program, asked.join("\n"));
});

visitor("who looks as somebody else is asked for by the program alone, with their token", ADMIN, async (page) => {
  const tokens = new Set();
  page.on("request", (request) => {
    if (request.url().includes("/apis/image.openshift.io/")) tokens.add(request.headers().authorization);
  });
  await page.goto("k8s/ns/default/imagestreamtags/python:3.5");
  await seeContent(page);
  assert.deepEqual([...tokens], ["Bearer admin-token"]);
});

visitor("hostile names are shown as text", {}, async (page) => {
  await page.route(/imagestreams\?limit=50/, (route) =>
    route.fulfill({ json: { kind: "ImageStreamList", apiVersion: "image.openshift.io/v1", metadata: {}, items: [{ metadata: { namespace: "default", name: "<img src=x onerror=alert(1)>" } }] } }),
  );
  const release = await openSlowly(page, "k8s/ns/default/imagestreams");
  await see(place(page).getByText("<img src=x onerror=alert(1)>", { exact: true }));
  assert.equal(await place(page).locator("img").count(), 0);
  release();
  await seeContent(page);
});

visitor("a list in an order of its own waits for its program", {}, async (page) => {
  const answered = page.waitForResponse(/imagestreams\?limit=50/);
  const release = await openSlowly(page, "k8s/ns/default/imagestreams?sortBy=tags");
  await answered;
  assert.equal(await place(page).getByText("python", { exact: true }).count(), 0);
  release();
  await see(page.getByRole("link", { name: "python", exact: true }));
});

visitor("an answer that fails leaves the page to its program", { expected: FAILED_REQUESTS }, async (page) => {
  await page.route(/apis.*imagestreamtags\/python:3.5$/, (route) => route.fulfill({ status: 404, json: {} }), { times: 1 });
  const release = await openSlowly(page, "k8s/ns/default/imagestreamtags/python:3.5");
  release();
  await seeHeading(page, "python:3.5");
});
