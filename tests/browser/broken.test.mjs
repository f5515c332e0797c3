// A connection that breaks after sending: the app reads back, and says whether it happened.

import assert from "node:assert/strict";
import { see } from "./console.mjs";
import { alert, button, changing, form, row, specTag, statusTag } from "./changing.mjs";

const change = changing("broken");

const HAPPENED = "The connection broke, but it did happen.";
const NOT = "The connection broke, and it did not happen. You can send it again.";
const SO = "Everything is as you wanted already";
const PATTERN = { PATCH: /\/imagestreams\//, DELETE: /\/imagestreams?(tags)?\//, POST: /\/imagestreams$/ };

/**
 * Breaks the connection of a write, before or after the server has it. Browsers send it again by
 * themselves when a connection that was open before is closed without an answer, so that this lasts
 * until it is mended; `once` breaks only the first of these.
 */
function breaks(way, method, trick, once = false) {
  way.meddle = (seen, url) => {
    if (seen !== method || !PATTERN[method].test(url.pathname)) return undefined;
    if (once) way.meddle = () => undefined;
    return trick;
  };
}

/** Counts what the page itself writes from now on. */
function counted(page, method) {
  const sent = [];
  page.on("request", (request) => {
    if (request.method() === method && PATTERN[method].test(new URL(request.url()).pathname)) sent.push(request);
  });
  return sent;
}

// Each row: what is done, the form, its button, the method, and whether it can be seen to have happened.
const WRITES = [
  ["a retargeted tag", "retarget?tag=one&from=image&reference=true&image=registry.example/two:2", "Retarget tag", "PATCH",
    async (api, stream) => (await specTag(api, stream, "one")).from.name === "registry.example/two:2"],
  ["a new tag", "add-tag?tag=new&from=image&reference=true&image=registry.example/new:1", "Add tag", "PATCH",
    async (api, stream) => Boolean(await specTag(api, stream, "new"))],
  ["a deleted tag", "delete-tags?tags=one", "Delete tags", "DELETE",
    async (api, stream) => !(await specTag(api, stream, "one"))],
  ["a deleted stream", "delete?confirm=STREAM", "Delete image stream", "DELETE",
    (api, stream) => api.get("shop", stream).then(() => false, () => true)],
];

for (const [name, address, press, method, happened] of WRITES) {
  change(`${name}, sent twice by the browser`, {}, async ({ page, way, api, go, stream }) => {
    await api.refer("shop", stream, "one", "registry.example/one:1");
    await go(form(stream, address.replace("STREAM", stream)));
    await see(page.getByText("The same with oc"));
    breaks(way, method, "cut", true);
    await button(page, press).click();
    await see(alert(page, SO).or(alert(page, HAPPENED)));
    assert.equal(await happened(api, stream), true);
    await see(page.getByRole("link", { name: "All changes of this visit" }).first());
  });
  for (const [trick, told] of [["cut", HAPPENED], ["lose", NOT]]) {
    change(`${name}, ${trick === "cut" ? "the answer" : "the request"} lost`, {}, async ({ page, way, api, go, stream }) => {
      await api.refer("shop", stream, "one", "registry.example/one:1");
      await go(form(stream, address.replace("STREAM", stream)));
      await see(page.getByText("The same with oc"));
      const sent = counted(page, method);
      breaks(way, method, trick);
      await button(page, press).click();
      await see(alert(page, told));
      assert.equal(await happened(api, stream), trick === "cut");
      assert.equal(sent.length, 1, "the app sends nothing again by itself");
      way.meddle = () => undefined;
      // What happened is in the list of changes, and what did not is not.
      if (trick === "cut") return see(page.getByRole("link", { name: "All changes of this visit" }).first());
      await button(page, press).click();
      await see(page.getByRole("group", { name: /^Done: / }));
      assert.equal(await happened(api, stream), true);
    });
  }
}

for (const [trick, told, once] of [["cut", HAPPENED], ["lose", NOT], ["cut", SO, true]]) {
  change(`a new stream, ${trick === "cut" ? "the answer" : "the request"} lost${once ? " once" : ""}`, {}, async ({ page, way, api, go, stream }) => {
    const fresh = `${stream}-fresh`;
    await go(`k8s/ns/shop/imagestreams/~new?stream=${fresh}`);
    await see(page.getByText("The same with oc"));
    breaks(way, "POST", trick, once);
    await button(page, "Create image stream").click();
    await see(alert(page, told));
    const there = await api.get("shop", fresh).then(() => true, () => false);
    assert.equal(there, trick === "cut");
  });
}

change("an import that leaves no trace is not claimed to have happened", {}, async ({ page, way, api, go, stream }) => {
  await api.follow("shop", stream, "v", "docker.io/library/busybox:latest");
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await see(page.getByText("Up to date"));
  await go(form(stream, "import-again", "?tags=v"));
  await see(page.getByText("The same with oc"));
  way.meddle = (method, url) => (/imports$/.test(url.pathname) ? "lose" : undefined);
  await button(page, "Import again").click();
  await see(alert(page, /Importing an unchanged image leaves no trace|did not happen/));
  assert.equal((await statusTag(api, stream, "v")).items.length, 1);
});

change("when it cannot be read back, that is said, and is tried again on demand", {}, async ({ page, way, api, go, stream }) => {
  await go(form(stream, "labels", "?label=colour%3Dred"));
  await see(row(page, "Label colour"));
  breaks(way, "PATCH", "cut");
  const path = new RegExp(`/imagestreams/${stream}(\\?|$)`);
  await page.route(path, (route) => (route.request().method() === "GET" ? route.abort("connectionreset") : route.continue()));
  await button(page, "Edit labels").click();
  await see(alert(page, "Whether it happened could not be read back"));
  assert.deepEqual((await api.get("shop", stream)).metadata.labels, { colour: "red" });
  await page.unroute(path);
  await button(page, "Read back again").click();
  await see(alert(page, HAPPENED));
});

change("something else is there now: that is shown, and nothing is claimed", {}, async ({ page, way, api, go, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  await go(form(stream, "retarget", "?tag=one&from=image&reference=true&image=registry.example/mine:1"));
  await see(row(page, "registry.example/mine:1"));
  way.meddle = (method, url) => {
    if (method !== "PATCH" || !PATTERN.PATCH.test(url.pathname)) return undefined;
    return "lose";
  };
  // Somebody else is quicker, and the own request never arrives.
  await page.route(/\/imagestreams\/[^/?]+(\?|$)/, async (route) => {
    if (route.request().method() === "PATCH") await api.refer("shop", stream, "one", "registry.example/theirs:1");
    await route.continue();
  });
  await button(page, "Retarget tag").click();
  const other = alert(page, "The connection broke, and something else is there now:");
  await see(other.getByRole("row").filter({ hasText: "registry.example/theirs:1" }));
  assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/theirs:1");
});
