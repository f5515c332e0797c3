// Pages that only read and forms are two programs: each page loads the one it needs and no byte of the
// other, and a page whose program does not come says so.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { ADMIN, FAILED_REQUESTS, meter, see, seeContent, seeHeading, suite } from "./console.mjs";
import { root } from "./server.mjs";

const { visitor, shared } = suite();
const PROGRAM = /\/(tag|app|editor)-[0-9a-f]+(?:_bg)?\.(?:js|wasm)$/;
const FORM = "k8s/ns/default/imagestreams/python/change/add-tag";

/** Which programs a page has loaded, script and wasm. */
const loaded = (wire) =>
  wire
    .all()
    .map(({ url }) => PROGRAM.exec(url.pathname)?.[1])
    .filter(Boolean);

visitor("a page that reads loads nothing of the forms", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeHeading(page, "python");
  assert.deepEqual(loaded(wire), ["app", "app"]);
});

visitor("a form loads its own program, which shows every other page as well", ADMIN, async (page) => {
  const wire = await meter(page);
  await page.goto(FORM);
  await seeHeading(page);
  assert.deepEqual(loaded(wire), ["editor", "editor"]);
  await page.getByRole("link", { name: "ImageStream Console" }).click();
  await seeHeading(page, "Image streams");
  assert.deepEqual(loaded(wire), ["editor", "editor"]);
});

visitor("a tag loads its own program, and the next one where its links lead to a stream", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeHeading(page, "python:3.5");
  assert.deepEqual(loaded(wire), ["tag", "tag"]);
  await page.getByRole("link", { name: "python", exact: true }).first().click();
  await seeHeading(page, "python");
  assert.deepEqual(loaded(wire), ["tag", "tag", "app", "app"]);
  await page.getByRole("link", { name: "3.5", exact: true }).first().click();
  await seeHeading(page, "python:3.5");
  assert.deepEqual(loaded(wire), ["tag", "tag", "app", "app"], "a page that is there shows tags as well");
  await page.goBack();
  await seeHeading(page, "python");
  await page.goBack();
  await seeHeading(page, "python:3.5");
});

visitor("back from a form to the page that reads, and forward again", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeHeading(page, "python");
  await page.goto(FORM);
  await seeHeading(page);
  await page.goBack();
  await seeHeading(page, "python");
  await page.goForward();
  await page.waitForURL(`**/${FORM}`);
  await seeHeading(page);
});

visitor("an address in an unusual spelling finds its program, too", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/default/imagestreams/python/%63hange/add-tag");
  await page.waitForURL(`**/${FORM}`);
  await seeHeading(page);
  assert.deepEqual(loaded(wire).slice(-2), ["editor", "editor"]);
});

const GONE = [
  ["en-US", "The app could not be loaded", "Reload"],
  ["ko-KR", "앱을 불러오지 못했습니다", "다시 불러오기"],
];
for (const [language, text, reload] of GONE) {
  for (const ending of ["js", "wasm"]) {
    const expected = [...FAILED_REQUESTS, /[Ff]ailed to fetch|HTTP status code is not ok|dynamically imported/];
    visitor(`a program whose ${ending} is gone, in ${language}`, { language, expected }, async (page) => {
      let gone = true;
      await page.route(new RegExp(`/app-[0-9a-f]+(_bg)?\\.${ending}$`), (route) =>
        gone ? route.fulfill({ status: 404, body: "no such file" }) : route.continue(),
      );
      await page.goto("k8s/ns/default/imagestreams/python");
      await see(page.getByRole("alert").getByRole("heading", { name: text }));
      gone = false;
      await page.getByRole("button", { name: reload }).click();
      await seeHeading(page, "python");
    });
  }
}

visitor("before the program runs, the page has its frame", {}, async (page) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await see(page.getByRole("banner").getByText("ImageStream Console"));
  await see(page.getByRole("main").getByText("python:3.5"));
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 0, "the program is not there yet");
  // It is on the screen, too; the browser notes that some frames after it is in the document.
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length === 1);
  release();
  await seeHeading(page, "python:3.5");
});

const API = "/apis/image.openshift.io/v1/namespaces/default/";
const FIRST = [
  ["imagestreams", 1],
  ["imagestreams/python", 1],
  ["imagestreams/python/history", 1],
  ["imagestreamtags/python%3A3.5", 3],
  ["imagestreamtags/python:3.5/yaml", 3],
];
for (const [address, count] of FIRST) {
  visitor(`what ${address} shows is asked for once, and before its program is there`, {}, async (page) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route(/\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });
    const wire = await meter(page);
    const asked = () => wire.api().map(({ url }) => url.pathname.replace(API, "") + url.search);
    const last = page.waitForRequest(count === 1 ? /watch=true|limit=/ : /\/layers$/);
    await page.goto(`k8s/ns/default/${address}`);
    await last;
    const early = asked();
    assert.equal(early.length, count, early.join("\n"));
    release();
    await seeHeading(page);
    await seeContent(page);
    // The program would have asked for all of it by now, had it not taken it over. A list goes on.
    assert.deepEqual(asked().slice(0, count), early);
    for (const one of early) assert.equal(asked().filter((other) => other === one).length, 1, asked().join("\n"));
  });
}

visitor("who chose an identity of the demo is not taken for another", ADMIN, async (page) => {
  const senders = [];
  page.on("request", (request) => {
    if (request.url().includes("/apis/")) senders.push(request.headers().authorization);
  });
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeContent(page);
  assert.deepEqual([...new Set(senders)], ["Bearer admin-token"]);
});

/** The build on a host that knows files only, as such hosts serve it: no facts, no policy. */
async function staticHost() {
  const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const inside = path.replace(/^\/console\//, "").replace(/^$/, "index.html");
    try {
      const body = readFileSync(join(root, "dist", inside));
      response.writeHead(200, { "Content-Type": types[extname(inside)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/console/`, stop: () => server.close() };
}

visitor("on a static host the address behind the hash chooses", { expected: FAILED_REQUESTS }, async (page) => {
  const host = await staticHost();
  try {
    const wire = await meter(page);
    await page.goto(`${host.url}#/k8s/ns/default/imagestreams/python`);
    await seeContent(page);
    assert.deepEqual(loaded(wire), ["app", "app"]);
    const started = page.waitForRequest(/\/editor-[0-9a-f]+_bg\.wasm$/);
    await page.evaluate((form) => (location.hash = `#/${form}`), FORM);
    await started;
    await seeHeading(page);
    assert.ok(page.url().endsWith(`#/${FORM}`));
  } finally {
    host.stop();
  }
});
