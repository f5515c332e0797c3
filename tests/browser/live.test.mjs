// Pages stay true by themselves, whatever happens to the connection.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { EXPIRED, gone, link, living, openList, row, state } from "./living.mjs";
import { startServer } from "./server.mjs";
import { writer } from "./way.mjs";

const live = living();
const version = (watch) => watch.url.searchParams.get("resourceVersion");

live("streams come, change and go in the list", {}, async (test) => {
  const { page, way, api, fresh } = test;
  await openList(test);
  await api.create("default", fresh);
  await see(link(page, fresh));
  await api.label("default", fresh, { colour: "blue" });
  await see(row(page, fresh).getByText("colour=blue"));
  await api.remove("default", fresh);
  await gone(link(page, fresh));
  assert.equal(way.count("list"), 1, "nothing was listed again");
  assert.equal(way.count("watch"), 1, "one watch told it all");
});

live("the page of a stream follows its tags and its end", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await see(page.getByText("This image stream has no tags").or(page.getByText("oc tag SOURCE")));
  const watch = await way.open();
  assert.equal(watch.url.searchParams.get("fieldSelector"), `metadata.name=${fresh}`);
  await api.refer("default", fresh, "one", "registry.example/one:1");
  await see(link(page, "one"));
  await api.refer("default", fresh, "two", "registry.example/two:2");
  await see(link(page, "two"));
  await api.label("default", fresh, { colour: "red" });
  await see(page.getByText("colour=red"));
  await api.untag("default", fresh, "one");
  await gone(link(page, "one"));
  await api.remove("default", fresh);
  await see(page.getByText(`The image stream ${fresh} was deleted`));
  await see(link(page, "two"));
  await see(page.getByText("colour=red"));
});

live("a page of a stream costs one watch, which is its reading", {}, async ({ page, way, go }) => {
  await go("k8s/ns/default/imagestreams/python");
  await state(page, "Live");
  const asked = way.seen.map(({ url }) => url.pathname.split("/").at(-1) + (url.searchParams.get("watch") ?? ""));
  assert.deepEqual(
    asked.filter((one) => one.startsWith("python") || one.startsWith("imagestreams")),
    ["imagestreamstrue"],
  );
});

live("only a page that comes back asks again for its watch", {}, async (test) => {
  const { page, way, api, fresh } = test;
  await openList(test);
  const shown = (persisted) =>
    page.evaluate((persisted) => dispatchEvent(new PageTransitionEvent("pageshow", { persisted })), persisted);
  // Browsers say so at the end of every load.
  await shown(false);
  await api.create("default", fresh);
  await see(link(page, fresh));
  assert.equal(way.count("watch"), 1);
  // What was kept in the browser's memory was cut off.
  await shown(true);
  await way.until("it is watched again", () => way.count("watch") === 2);
  await api.remove("default", fresh);
  await gone(link(page, fresh));
});

const asked = (way, pattern) => way.seen.filter(({ url, watch }) => !watch && pattern.test(url.pathname));

live("who may not watch is shown what can be read", {}, async ({ page, way, go }) => {
  const forbidden = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Forbidden", code: 403 };
  way.refuse.push({ status: 403, body: JSON.stringify(forbidden) });
  await go("k8s/ns/default/imagestreams/python");
  await see(link(page, "3.5"));
  await state(page, "Not live");
  assert.equal(asked(way, /\/imagestreams\/python$/).length, 1);
  assert.equal(way.count("watch"), 1, "what is forbidden is not asked for again");
});

live("what a proxy keeps of a watch is read", {}, async ({ page, way, go }) => {
  way.holdsBack = true;
  await go("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeHeading(page, "python:3.5");
  await see(page.getByText("container-entrypoint"));
  assert.equal(asked(way, /\/imagestreams\/python$/).length, 1);
});

live("a stream that is not there is said to be missing, and seen when it comes", {}, async (test) => {
  const { page, way, api, go, fresh } = test;
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await see(page.getByText("It may have been deleted or never have existed"));
  await way.open();
  await api.create("default", fresh, { colour: "white" });
  await see(page.getByText("colour=white"));
  await api.remove("default", fresh);
});

live("a tag is read again only when it changed", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await api.refer("default", fresh, "mine", "registry.example/mine:1");
  await go(`k8s/ns/default/imagestreamtags/${fresh}%3Amine`);
  await see(page.getByText("registry.example/mine:1"));
  await way.open();
  const reads = () => way.seen.filter(({ url }) => url.pathname.includes("/imagestreamtags/")).length;
  const first = reads();
  await api.refer("default", fresh, "other", "registry.example/other:1");
  await api.label("default", fresh, { colour: "red" });
  await api.refer("default", fresh, "mine", "registry.example/mine:2");
  await see(page.getByText("registry.example/mine:2").first());
  await way.until("the tag is read again", () => reads() > first);
  assert.equal(reads(), first + 1);
  await api.untag("default", fresh, "mine");
  await see(page.getByText(`The tag ${fresh}:mine was deleted`));
  await see(page.getByText("registry.example/mine:2").first());
  await api.remove("default", fresh);
});

for (const [what, before, isTagLast] of [
  ["older than its stream", "docker.io/library/busybox:latest", true],
  ["that there is none yet", undefined, true],
  ["that there was none when its stream is told", undefined, false],
]) {
  live(`a tag whose first answer is ${what} is read again`, {}, async ({ page, way, api, go, fresh }) => {
    await api.create("default", fresh);
    let first;
    if (before) {
      await api.follow("default", fresh, "mine", before);
      first = await api.image("default", fresh, "mine");
    }
    let [letTag, letStream] = [];
    const tag = new Promise((resolve) => (letTag = resolve));
    const stream = new Promise((resolve) => (letStream = resolve));
    way.detain = ({ pathname }) => {
      if (/^\/apis.*\/imagestreamtags\//.test(pathname)) return { after: tag };
      return /^\/apis.*\/imagestreams(\/[^/]+)?$/.test(pathname) ? { before: stream } : {};
    };
    await go(`k8s/ns/default/imagestreamtags/${fresh}%3Amine`);
    await way.until("the tag is read", () => way.detained.length === 1);
    await api.follow("default", fresh, "mine", "docker.io/library/python:3.6.0");
    const second = await api.image("default", fresh, "mine", first);
    if (isTagLast) {
      letStream();
      await way.until("the stream is told", () => way.lines.some((line) => line.includes(second)));
      letTag();
    } else {
      const answered = page.waitForResponse((answer) => answer.url().includes("/imagestreamtags/"));
      letTag();
      await answered;
      letStream();
    }
    await see(page.getByText(second).first());
    await see(page.getByText("PYTHON_VERSION").first());
    await state(page, "Live");
    assert.equal(asked(way, /\/imagestreamtags\//).length, 2);
    await api.remove("default", fresh);
  });
}

live("a cut watch goes on where it was", {}, async (test) => {
  const { page, way, api, fresh } = test;
  const watch = await openList(test);
  const { metadata } = await api.create("default", fresh);
  await see(link(page, fresh));
  watch.cut();
  await api.label("default", fresh, { while: "away" });
  await see(row(page, fresh).getByText("while=away"));
  await state(page, "Live");
  const watches = way.seen.filter((one) => one.watch);
  assert.equal(version(watches[1]), metadata.resourceVersion);
  assert.equal(way.count("list"), 1, "nothing was listed again");
  await api.remove("default", fresh);
});

live("a forgotten version leads to a new list under the reader's hands", { height: 400 }, async (test) => {
  const { page, way, api, fresh } = test;
  await api.create("default", fresh);
  const watch = await openList(test);
  await page.getByRole("searchbox").first().fill(fresh.slice(0, 3));
  await see(link(page, fresh));
  const selected = await page.evaluate(() => {
    const heading = document.querySelector("h1 bdi");
    getSelection().selectAllChildren(heading);
    return getSelection().toString();
  });
  await page.evaluate(() => (document.getElementById("main").scrollTop = 30));
  const top = () => page.evaluate(() => document.getElementById("main").scrollTop);
  const scrolled = await top();
  watch.say(EXPIRED);
  await way.until("the list is read again", () => way.count("list") === 2);
  await api.label("default", fresh, { after: "gone" });
  await see(row(page, fresh).getByText("after=gone"));
  assert.equal(await page.getByRole("searchbox").first().inputValue(), fresh.slice(0, 3));
  assert.equal(await page.evaluate(() => getSelection().toString()), selected);
  assert.equal(await top(), scrolled);
  await api.remove("default", fresh);
});

/** Notices when a page says something, however shortly. */
const noticing = (page, text) =>
  page.evaluate((text) => {
    globalThis.noticed = false;
    const look = () => (globalThis.noticed ||= document.body.innerText.includes(text));
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  }, text);
const forgotten = { status: 410, body: { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Expired", code: 410 } };

live("a list that is forgotten while it is read is read anew", { height: 400 }, async (test) => {
  const { page, way, go } = test;
  way.pageObjects = 1;
  const rest = (url) => url.searchParams.has("continue");
  let forget;
  const told = new Promise((resolve) => (forget = resolve));
  way.detain = (url) => (rest(url) ? { before: told } : {});
  // The rest that was asked for is lost with the first list; the next one comes whole.
  let refused = 0;
  way.answer = (url) => (rest(url) && refused++ === 0 ? forgotten : undefined);
  await go("k8s/ns/default/imagestreams");
  await see(page.locator("tbody tr").first());
  await noticing(page, "Try again");
  const field = page.getByRole("searchbox").first();
  const first = await page.locator("tbody tr th").first().innerText();
  await field.fill(first.slice(0, 2));
  await see(link(page, first));
  forget();
  await way.open();
  await state(page, "Live");
  assert.ok(refused > 1, "the rest was asked for again");
  assert.equal(await field.inputValue(), first.slice(0, 2));
  assert.equal(await page.evaluate(() => globalThis.noticed), false);
  await field.fill("");
  await see(link(page, "python"));
});

live("a list that is forgotten while it is read again keeps its rows", { height: 400 }, async (test) => {
  const { page, way, api, fresh } = test;
  await api.create("default", fresh);
  const watch = await openList(test);
  const rows = await page.locator("tbody tr").count();
  await noticing(page, "Try again");
  await page.evaluate(() => (document.getElementById("main").scrollTop = 30));
  way.pageObjects = 1;
  let refused = 0;
  way.answer = (url) => (url.searchParams.has("continue") && refused++ === 0 ? forgotten : undefined);
  watch.say(EXPIRED);
  await way.until("the rest is asked for again", () => refused > 1);
  assert.equal(await page.locator("tbody tr").count(), rows);
  await way.open();
  await api.label("default", fresh, { after: "forgotten" });
  await see(row(page, fresh).getByText("after=forgotten"));
  assert.equal(await page.locator("tbody tr").count(), rows);
  assert.equal(await page.evaluate(() => document.getElementById("main").scrollTop), 30);
  assert.equal(await page.evaluate(() => globalThis.noticed), false);
  await api.remove("default", fresh);
});

live("a server that starts again is found again", {}, async (test) => {
  const { page, way } = test;
  const first = await startServer();
  way.to(first.url);
  await openList(test);
  const api = writer(first.url);
  await api.create("default", "of-the-first");
  for (let times = 0; times < 3; times += 1) await api.label("default", "of-the-first", { times: `${times}` });
  await see(page.getByText("times=2"));
  await first.stop();
  await state(page, "Offline since");
  await see(link(page, "of-the-first"));
  const second = await startServer();
  way.to(second.url);
  await state(page, "Live");
  // The second cluster knows nothing of the first one's streams.
  await gone(link(page, "of-the-first"));
  await writer(second.url).create("default", "of-the-second");
  await see(link(page, "of-the-second"));
  await second.stop();
});

live("a server that hangs up at once is not said to be back each time", {}, async (test) => {
  const { page, way } = test;
  await openList(test);
  await page.evaluate(() => {
    const said = document.querySelector("[aria-live=polite]");
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(said.textContent)).observe(said, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  const target = way.target();
  way.to("http://127.0.0.1:9/");
  for (const watch of way.watches) watch.cut();
  await state(page, "Offline since");
  way.to(target);
  for (let times = 0; times < 4; times += 1) {
    const answered = page.waitForResponse((answer) => answer.url().includes("watch=true") && answer.ok());
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await answered;
    if (times === 3) break;
    const watch = await way.open();
    watch.cut();
    await way.until("the watch is cut", () => way.watches.size === 0);
    await state(page, "Offline since");
  }
  await state(page, "Live");
  const said = await page.evaluate(() => globalThis.said);
  assert.match(said.shift(), /^Offline since/);
  assert.deepEqual(said, ["Live again"]);
});

live("bytes may come one by one", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await way.open();
  way.pieceBytes = 3;
  const description = "파이썬 이미지 🐍";
  await api.call(
    "PATCH",
    `namespaces/default/imagestreams/${fresh}`,
    { metadata: { annotations: { description } } },
    "application/merge-patch+json",
  );
  await see(page.getByText(description));
  way.pieceBytes = 0;
  await api.remove("default", fresh);
});

live("a busy server is left alone as long as it asks for", {}, async (test) => {
  const { page, way, api, fresh } = test;
  const watch = await openList(test);
  const busy = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "TooManyRequests", code: 429 };
  way.refuse.push({ status: 429, headers: { "retry-after": "2" }, body: JSON.stringify(busy) });
  watch.end();
  await way.until("it is asked again", () => way.count("watch") === 3);
  const [, refused, again] = way.seen.filter((one) => one.watch);
  assert.ok(again.at - refused.at >= 2_000, `${again.at - refused.at} ms`);
  await api.create("default", fresh);
  await see(link(page, fresh));
  await api.remove("default", fresh);
});

live("what is told twice or too late changes nothing", {}, async (test) => {
  const { page, way, api, fresh } = test;
  const watch = await openList(test);
  await api.create("default", fresh);
  await api.refer("default", fresh, "one", "registry.example/one:1");
  await api.refer("default", fresh, "two", "registry.example/two:1");
  await see(row(page, fresh).getByText("2", { exact: true }));
  const told = way.lines.filter((line) => line.includes(`"${fresh}"`));
  await api.create("default", `${fresh}-gone`);
  await see(link(page, `${fresh}-gone`));
  await api.remove("default", `${fresh}-gone`);
  await gone(link(page, `${fresh}-gone`));
  const past = way.lines.filter((line) => line.includes(`"${fresh}-gone"`));
  // The newest last time comes first now, and the past behind it.
  watch.say(`${[...told].reverse().join("\n")}\n${past.join("\n")}\n`);
  await api.create("default", `${fresh}-after`);
  await see(link(page, `${fresh}-after`));
  await see(row(page, fresh).getByText("2", { exact: true }));
  assert.equal(await link(page, `${fresh}-gone`).count(), 0);
  await api.remove("default", fresh);
  await api.remove("default", `${fresh}-after`);
});

live("a proxy that holds everything back delays and loses nothing", {}, async (test) => {
  const { page, way, api, fresh } = test;
  const watch = await openList(test);
  way.holdsBack = true;
  watch.end();
  const held = await way.until("the next watch is asked for", () => way.count("watch") === 2).then(way.open);
  await api.create("default", fresh);
  await way.until("the proxy has the event", () => way.lines.some((line) => line.includes(`"${fresh}"`)));
  assert.equal(await link(page, fresh).count(), 0);
  held.end();
  await see(link(page, fresh));
  assert.equal(way.count("list"), 1);
  way.holdsBack = false;
  await api.remove("default", fresh);
});

live("a proxy that cuts every half minute is not noticed", {}, async (test) => {
  const { page, way, api, fresh } = test;
  await page.clock.install();
  await openList(test);
  for (let cuts = 1; cuts <= 4; cuts += 1) {
    await page.clock.fastForward(30_000);
    (await way.open()).cut();
    await way.until("it is watched again", () => way.count("watch") === cuts + 1);
    await state(page, "Live");
  }
  assert.equal(way.count("list"), 1);
  await api.create("default", fresh);
  await see(link(page, fresh));
  await api.remove("default", fresh);
});

live("after a long sleep the connection is not trusted", {}, async (test) => {
  const { page, way, api, fresh } = test;
  await page.clock.install();
  await openList(test);
  await page.clock.fastForward("03:00:00");
  await way.until("it is watched again", () => way.count("watch") === 2);
  await state(page, "Live");
  await api.create("default", fresh);
  await see(link(page, fresh));
  await api.remove("default", fresh);
});

live("a hidden page rests and catches up", {}, async (test) => {
  const { page, way, api, fresh } = test;
  await openList(test);
  const show = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
  await show(true);
  await way.until("the watch is closed", () => way.watches.size === 0);
  await api.create("default", fresh);
  await show(false);
  await see(link(page, fresh));
  assert.equal(way.count("list"), 1);
  await api.remove("default", fresh);
});

live("a page that is left is not followed any more", {}, async (test) => {
  const { page, way } = test;
  await openList(test);
  await link(page, "python").click();
  await seeHeading(page, "python");
  await way.until("the list's watch is closed", () =>
    [...way.watches].every(({ url }) => url.searchParams.has("fieldSelector")),
  );
  const watch = await way.open();
  assert.equal(watch.url.searchParams.get("fieldSelector"), "metadata.name=python");
});
