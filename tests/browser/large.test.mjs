// Many streams, many tags, long histories: only what can be seen is in the document, and everything
// is still there for keyboards, screen readers, filters and links.

import assert from "node:assert/strict";
import { ADMIN, FAILED_REQUESTS, meter, noticeMemory, see, seeHeading, suite } from "./console.mjs";

const STREAMS = 2000;
const { visitor } = suite("--demo-scale", `${STREAMS}x20`);
const ALL = "k8s/all-namespaces/imagestreams";

const table = (page, name = "Image streams") => page.getByRole("table", { name });
const filter = (page) => page.getByRole("searchbox").first();
const rows = (page) => page.locator("main tbody tr:not([aria-hidden])");
const rowcount = async (page, name) => Number(await table(page, name).getAttribute("aria-rowcount"));
const elements = (page) => page.evaluate(() => document.querySelectorAll("*").length);
const query = (page) => new URL(page.url()).searchParams;

/** Waits until the list is read to its end, and gives how many streams there are. */
async function complete(page) {
  const status = page.getByRole("status").filter({ hasText: /^[\d,]+ image streams$/ });
  await see(status);
  return Number((await status.first().innerText()).replace(/\D/g, ""));
}

/** The number of the row that has the focus, as screen readers are told it. */
const focusedRow = (page) =>
  page.evaluate(() => Number(document.activeElement.closest("tr")?.getAttribute("aria-rowindex")));

/** Waits until the focus is in the row of that number. */
const focusedOn = (page, number) =>
  page.waitForFunction(
    (number) => document.activeElement.closest("tr")?.getAttribute("aria-rowindex") === `${number}`,
    number,
  );

/** Fails unless what stands in the viewport is rows, each at its place in the order. */
async function assertRowsInView(page) {
  await page.waitForFunction(() => {
    const tall = (row) => row.getBoundingClientRect();
    const spaces = [...document.querySelectorAll("main tbody tr[aria-hidden]")];
    return spaces.every((row) => tall(row).bottom <= 60 || tall(row).top >= innerHeight - 40);
  });
  const numbers = await rows(page).evaluateAll((all) =>
    all.map((row) => Number(row.getAttribute("aria-rowindex"))),
  );
  assert.deepEqual(numbers, numbers.toSorted((left, right) => left - right));
}

visitor("a long list is there to its end, and the document stays small", ADMIN, async (page) => {
  await page.goto(ALL);
  await see(rows(page));
  const all = await complete(page);
  assert.ok(all >= STREAMS, `${all} streams`);
  assert.equal(await rowcount(page), all + 1, "the head counts as a row");
  const before = await elements(page);
  assert.ok((await rows(page).count()) < 60);
  // Through the whole list in strides: the document does not grow by it.
  await rows(page).first().getByRole("link").first().focus();
  for (const key of ["PageDown", "PageDown", "End", "PageUp", "PageUp"]) {
    await page.keyboard.press(key);
    await assertRowsInView(page);
    const now = await elements(page);
    assert.ok(now < before * 1.6 + 100, `${now} elements, ${before} before`);
  }
});

visitor("the keyboard reaches each row, and the focus survives scrolling", ADMIN, async (page) => {
  await page.goto(ALL);
  const all = await complete(page);
  await rows(page).first().getByRole("link").first().focus();
  for (const [key, number] of [
    ["ArrowDown", 3],
    ["ArrowDown", 4],
    ["ArrowUp", 3],
    ["End", all + 1],
    ["ArrowDown", all + 1],
    ["ArrowUp", all],
    ["Home", 2],
  ]) {
    await page.keyboard.press(key);
    await focusedOn(page, number);
  }
  await page.keyboard.press("PageDown");
  const down = await focusedRow(page);
  assert.ok(down > 5 && down < 60, `row ${down}`);
  await page.keyboard.press("Home");
  await focusedOn(page, 2);
  // Somebody scrolls far away with the wheel: the row with the focus is still there.
  const name = await page.evaluate(() => document.activeElement.textContent);
  await page.mouse.move(600, 600);
  await page.mouse.wheel(0, 30_000);
  await page.waitForFunction(() => {
    const shown = [...document.querySelectorAll("main tbody tr[aria-rowindex]")];
    return shown.some((row) => Number(row.getAttribute("aria-rowindex")) > 400);
  });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
  await page.keyboard.press("ArrowDown");
  await focusedOn(page, 3);
  await assertRowsInView(page);
});

visitor("rows of different heights stand where they belong on a narrow screen", { ...ADMIN, width: 400 }, async (page) => {
  await page.goto(ALL);
  const all = await complete(page);
  const first = rows(page).first();
  await first.getByRole("link").first().focus();
  for (const key of ["End", "PageUp", "PageUp", "Home", "PageDown"]) {
    await page.keyboard.press(key);
    await assertRowsInView(page);
  }
  await page.keyboard.press("End");
  await focusedOn(page, all + 1);
  const seen = await page.evaluate(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  assert.ok(seen, "the row with the focus can be seen");
});

visitor("words find streams by everything that is in them", ADMIN, async (page) => {
  await page.goto(ALL);
  await complete(page);
  for (const [typed, found] of [
    ["worker-01234", "worker-01234"],
    ["quay.io/scale/gateway-00005", "gateway-00005"],
    ["scale-007/model-00007:1.1.9", "model-00007"],
    ["app=ui-00004", "ui-00004"],
    ["two-thousand scheduled", "two-thousand-imports"],
  ]) {
    await filter(page).fill(typed);
    await page.waitForFunction(
      (found) => document.querySelectorAll("main tbody a")[0]?.textContent === found,
      found,
    );
    assert.equal(await rowcount(page), 2, typed);
  }
  // A digest as it is shown, without its algorithm.
  await page.goto("k8s/ns/scale-003/imagestreams/batch-00003");
  const digest = await table(page, "Tags").locator('[data-label="Current image"] a').first().innerText();
  await page.goto(`${ALL}?name=${digest} batch-00003`);
  await see(page.getByRole("link", { name: "batch-00003", exact: true }));
});

visitor("suggestions put states into the filter, and the address has all of it", ADMIN, async (page) => {
  await page.goto(ALL);
  const all = await complete(page);
  const chip = page.getByRole("group", { name: "Suggested filters" }).getByRole("button", { name: /^Never imported/ });
  const count = Number((await chip.innerText()).replace(/\D/g, ""));
  await chip.click();
  await see(page.getByRole("status").filter({ hasText: new RegExp(`^${count} of `) }));
  assert.equal(await filter(page).inputValue(), "never-imported");
  await page.getByRole("button", { name: "Last update" }).click();
  await page.waitForFunction(() => location.search.includes("sortBy=updated"));
  assert.equal(query(page).get("name"), "never-imported");
  const address = page.url();
  await page.goto("k8s/ns/default/imagestreams");
  await seeHeading(page, "Image streams");
  await page.goto(address);
  await see(page.getByRole("status").filter({ hasText: new RegExp(`^${count} of `) }));
  assert.equal(await chip.getAttribute("aria-pressed"), "true");
  await chip.click();
  assert.equal(await complete(page), all);
});

visitor("thousands of tags are sorted, filtered and put together by image", ADMIN, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/scale-000/imagestreams/five-thousand-tags");
  await see(table(page, "Tags"));
  assert.equal(await rowcount(page, "Tags"), 5001);
  // They come in the first event of a watch, which is compressed on its way here.
  const [watch] = wire.api().filter(({ url }) => url.searchParams.has("watch"));
  assert.ok(watch.bytes > 50_000 && watch.bytes < 150_000, wire.table());
  assert.ok((await rows(page).count()) < 60);
  const first = () => rows(page).first().getByRole("rowheader").innerText();
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await page.waitForFunction(() => location.search.includes("sortBy=name"));
  assert.match(await first(), /build-00000/);
  await filter(page).fill("build-0499");
  await page.waitForFunction(() => document.querySelector("main table[aria-rowcount='11']"));
  await filter(page).fill("");
  await page.getByRole("button", { name: "Group by image" }).click();
  await page.waitForFunction(() => location.search.includes("groupBy=digest"));
  // Forty images: each has a head of its own.
  assert.equal(await rowcount(page, "Tags"), 5041);
  await see(rows(page).first().locator("th[scope=rowgroup]"));
  await page.reload();
  await see(table(page, "Tags"));
  assert.equal(await rowcount(page, "Tags"), 5041);
  await page.keyboard.press("Tab");
  await rows(page).nth(1).getByRole("link").first().focus();
  await page.keyboard.press("End");
  await focusedOn(page, 5041);
});

// The images of those imports are gone, as they are after pruning: the tag itself answers 404.
const PRUNED = { ...ADMIN, expected: FAILED_REQUESTS };

visitor("a history of thousands of imports is walked to its end", PRUNED, async (page) => {
  await page.goto("k8s/ns/scale-000/imagestreamtags/two-thousand-imports%3Alatest/history");
  await see(table(page, "History"));
  assert.equal(await rowcount(page, "History"), 2001);
  assert.ok((await rows(page).count()) < 60);
  await rows(page).first().getByRole("link").first().focus();
  await page.keyboard.press("End");
  await focusedOn(page, 2001);
  await assertRowsInView(page);
});

visitor("rows come before the list does, each page while the one before is read", ADMIN, async (page) => {
  const wire = await meter(page);
  await page.goto(ALL);
  await see(rows(page));
  await complete(page);
  const pages = wire.api().filter(({ url }) => url.pathname.endsWith("/imagestreams") && !url.searchParams.has("watch"));
  const limits = pages.map(({ url }) => Number(url.searchParams.get("limit")));
  assert.ok(limits[0] <= 60, `the first page has ${limits[0]}`);
  assert.ok(pages.length <= 2 + Math.ceil(STREAMS / 500), `${pages.length} pages`);
});

visitor("leaving the list ends its reading", ADMIN, async (page) => {
  // The third page never comes: the list is still being read when it is left.
  let asked = 0;
  const ended = page.waitForEvent("requestfailed", (request) => /continue=/.test(request.url()));
  await page.route(/\/imagestreams\?limit=.*continue=/, async (route) => {
    asked += 1;
    if (asked < 2) await route.continue();
  });
  await page.goto(ALL);
  await see(page.getByRole("progressbar", { name: "Reading the list" }));
  await rows(page).first().getByRole("link").first().click();
  await see(page.getByRole("heading", { level: 1 }));
  const failed = await ended;
  assert.match(failed.url(), /continue=/);
  assert.match(failed.failure().errorText, /ABORTED/);
});

visitor("the list takes little memory", ADMIN, async (page) => {
  await noticeMemory(page);
  const bytes = () => page.evaluate(() => globalThis.wasmMemory.buffer.byteLength);
  await page.goto("k8s/ns/nothing-here/imagestreams");
  await see(page.getByRole("heading", { level: 1 }));
  const empty = await bytes();
  await page.goto(ALL);
  const all = await complete(page);
  const grown = (await bytes()) - empty;
  // About a kilobyte for each stream, and what reading the one of 5,000 tags takes at its height.
  const most = 12_000_000 + 1_000 * all;
  assert.ok(grown < most, `${grown} bytes more, at most ${most}`);
});

visitor("a tag costs the same among many streams", {}, async (page) => {
  const wire = await meter(page);
  await page.goto("k8s/ns/scale-003/imagestreamtags/batch-00003%3A1.0.1");
  await seeHeading(page, "batch-00003:1.0.1");
  await wire.settled(/imagestreamtags/);
  const api = wire.api();
  // The project is asked for once in each browser, and not for the tag.
  const own = api.filter(({ url }) => !url.pathname.includes("/projects/"));
  assert.ok(own.length <= 3, api.map(({ url }) => url.pathname + url.search).join("\n"));
  assert.ok(api.every(({ bytes }) => bytes < 100_000));
});
