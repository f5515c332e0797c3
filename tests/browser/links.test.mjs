// What an address holds: tab, filter, order, section; and what is taken along: links, YAML, commands.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  ADMIN,
  FAILED_REQUESTS,
  assertAccessibleInBothThemes,
  assertFits,
  refuseWatches,
  see,
  seeContent,
  seeHeading,
  suite,
} from "./console.mjs";

const { visitor, shared } = suite("--console-url", "https://console.example.com");
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const names = (page) => page.locator("main tbody th a:first-of-type").allInnerTexts();

visitor("filter and order of the list are in its address, for every language", ADMIN, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams");
  await see(page.getByRole("link", { name: "web", exact: true }));
  await page.getByRole("columnheader", { name: "Tags" }).getByRole("button").click();
  await page.waitForFunction(() => location.search.includes("sortBy=tags"));
  await page.getByRole("searchbox", { name: "Filter by name" }).fill("ca");
  await page.waitForFunction(() => location.search.includes("name=ca"));
  await page.getByRole("link", { name: "web", exact: true }).waitFor({ state: "detached" });
  await see(page.getByText("2 of 12"));
  const address = page.url();
  const shown = await names(page);
  await page.getByRole("link", { name: "catalog", exact: true }).click();
  await seeHeading(page, "catalog");
  await page.goBack();
  await see(page.getByRole("link", { name: "cart", exact: true }));
  assert.equal(page.url(), address);
  assert.deepEqual(await names(page), shown);
  assert.equal(await page.getByRole("searchbox", { name: "Filter by name" }).inputValue(), "ca");
  await page.evaluate(() => localStorage.setItem("console.language", "ko"));
  await page.goto(address);
  await seeHeading(page, "이미지 스트림");
  await see(page.getByRole("link", { name: "cart", exact: true }));
  assert.deepEqual(await names(page), shown);
  assert.equal(page.url(), address);
});

visitor("labels select streams as oc -l does", ADMIN, async (page) => {
  await page.goto("k8s/all-namespaces/imagestreams");
  await see(page.getByRole("link", { name: "web", exact: true }));
  await page.getByRole("searchbox", { name: "Filter by label" }).fill("team=storefront,app=web");
  await page.getByRole("link", { name: "redis", exact: true }).first().waitFor({ state: "detached" });
  assert.deepEqual(await names(page), ["web"]);
  await page.waitForFunction(() => new URLSearchParams(location.search).get("label") === "team=storefront,app=web");
});

visitor("the tags are sorted as oc does, by version, by name and by date", {}, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams/catalog");
  await see(page.getByRole("table", { name: "Tags", exact: true }));
  const oc = await names(page);
  assert.deepEqual(oc.slice(0, 2), ["latest", "1.1"]);
  await page.getByRole("button", { name: "Version", exact: true }).click();
  await page.waitForFunction(() => location.search.includes("sortBy=version"));
  await page.getByRole("columnheader", { name: "Last update" }).getByRole("button").click();
  await page.waitForFunction(() => location.search.includes("sortBy=updated"));
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await page.waitForFunction(() => location.search.includes("sortBy=name"));
  assert.deepEqual((await names(page)).toSorted(), oc.toSorted());
  await page.getByRole("searchbox", { name: "Filter tags" }).fill("chick");
  await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 2);
});

visitor("the link that is copied is the canonical one", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python:3.5");
  await seeHeading(page, "python:3.5");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes("python"));
  assert.equal(await copied(page), `${shared.server.url}k8s/ns/default/imagestreamtags/python%3A3.5`);
});

visitor("a page leads to the same page of the console", {}, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams/web");
  const link = page.getByRole("link", { name: "Open in console" });
  await see(link);
  assert.equal(
    await link.getAttribute("href"),
    "https://console.example.com/k8s/ns/shop/imagestreams/web",
  );
});

visitor("a section can be linked to", { height: 400 }, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5#environment");
  const heading = page.getByRole("heading", { name: "Environment" });
  await see(heading);
  await page.waitForFunction(() => {
    const { top } = document.getElementById("environment").getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  });
});

visitor("YAML has no managedFields unless asked, and is saved as it stands", { expected: FAILED_REQUESTS }, async (page) => {
  await refuseWatches(page);
  await page.route(/\/apis\/.*\/imagestreams\/python$/, async (route) => {
    const answer = await route.fetch();
    const stream = await answer.json();
    stream.metadata.managedFields = [{ manager: "oc", operation: "Update" }];
    await route.fulfill({ response: answer, json: stream });
  });
  await page.goto("k8s/ns/default/imagestreams/python/yaml");
  const text = page.getByRole("region", { name: "The object as the server sends it" });
  await see(text);
  assert.match(await text.innerText(), /^kind: ImageStream$/m);
  assert.doesNotMatch(await text.innerText(), /managedFields/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "python.yaml");
  assert.equal(readFileSync(await download.path(), "utf8"), await text.textContent());
  await page.getByRole("checkbox", { name: "With managedFields" }).check();
  await see(page.getByText("managedFields:"));
  await assertAccessibleInBothThemes(page);
});

visitor("the history of a stream is one time line, newest first", {}, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams/web/history");
  const table = page.getByRole("table", { name: "History" });
  await see(table);
  const times = await table.locator("time").evaluateAll((all) => all.map(({ dateTime }) => dateTime));
  // Not all of them are in the document; readers are told how many there are.
  assert.ok(Number(await table.getAttribute("aria-rowcount")) > 50);
  assert.ok(times.length > 10, `${times.length} events`);
  assert.deepEqual(times, times.toSorted().reverse());
  // The image of 1.4.0 was in production, too: both events carry the same sign.
  await page.getByRole("searchbox", { name: "Filter events" }).fill("20a299d069af");
  await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length < 10);
  const digests = await table.locator('tbody [data-label="Digest"]').allInnerTexts();
  const signs = digests.map((text) => /^([A-Z]\d*)\s+20a299d069af/.exec(text)?.[1]);
  assert.ok(signs.length >= 2 && signs[0] && new Set(signs).size === 1, JSON.stringify(digests));
  await assertAccessibleInBothThemes(page);
});

visitor("each platform of a multi-architecture tag has its own page", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/busybox%3Alatest");
  const platforms = page.getByRole("region", { name: "Platforms" });
  await see(platforms);
  await platforms.getByText("As oc prints them").click();
  const command = platforms.getByText(/^oc get istag busybox:latest .*jsonpath/);
  await see(command);
  const printed = await platforms.locator("pre").innerText();
  assert.match(printed, /^linux\/amd64\nlinux\/arm\n/);
  assert.equal(printed.trim().split("\n").length, 8);
  await platforms.getByRole("link", { name: "linux/arm64", exact: true }).click();
  await seeHeading(page, /busybox@[0-9a-f]{12}$/);
  assert.match(page.url(), /\/k8s\/ns\/default\/imagestreamimages\/busybox@sha256:[0-9a-f]{64}$/);
  await see(page.getByText("Platform of a multi-architecture image"));
  await see(page.getByRole("region", { name: "Layers" }).getByRole("table"));
  await assertAccessibleInBothThemes(page);
  await page.setViewportSize({ width: 400, height: 800 });
  await assertFits(page);
});

visitor("the keys: filter, help, rows of a table", ADMIN, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams");
  await see(page.getByRole("link", { name: "web", exact: true }));
  await page.keyboard.press("/");
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.type("cart");
  assert.equal(await page.getByRole("searchbox", { name: "Filter by name" }).inputValue(), "cart");
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("searchbox", { name: "Filter by name" }).inputValue(), "");
  await see(page.getByRole("link", { name: "web", exact: true }));
  await page.getByRole("link", { name: "cart", exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "catalog");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "cart");
  await page.keyboard.press("?");
  await see(page.getByRole("heading", { name: "Keyboard and links" }));
  await assertAccessibleInBothThemes(page);
});

const WIDE = ["k8s/all-namespaces/imagestreams", "k8s/ns/shop/imagestreams/web", "k8s/ns/default/imagestreamtags/python%3A3.5", "k8s/ns/odd-corners/imagestreams/long-values", "k8s/ns/odd-corners/imagestreamtags/markup%3Alatest/yaml"];
visitor("no width from a narrow phone to 4K needs scrolling sideways", ADMIN, async (page) => {
  for (const address of WIDE) {
    for (const [width, height] of [[3840, 2160], [1400, 900], [1024, 768], [780, 800], [400, 800]]) {
      await page.setViewportSize({ width, height });
      await page.goto(address);
      await seeContent(page);
      await assertFits(page);
    }
  }
});
