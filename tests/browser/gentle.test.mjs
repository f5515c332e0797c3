// Changes are shown gently: what somebody is at stays where it is, and nothing that was begun is lost.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { EXPIRED, gone, link, living, openList, row, state } from "./living.mjs";
import { startServer } from "./server.mjs";
import { writer } from "./way.mjs";

const live = living();
const selected = (page) => page.evaluate(() => getSelection().toString());
const select = (locator) => locator.evaluate((element) => getSelection().selectAllChildren(element));

live("what changed is marked for a moment, and nothing else", {}, async (test) => {
  const { page, api, fresh } = test;
  await api.create("default", fresh);
  await openList(test);
  await api.label("default", fresh, { colour: "green" });
  await see(page.locator(".console-changed"));
  assert.deepEqual(
    await page.locator(".console-changed").evaluateAll((all) => all.map((one) => one.dataset.label)),
    ["Labels"],
  );
  await gone(page.locator(".console-changed"));
  await api.remove("default", fresh);
});

live("rows stay under the pointer until they are asked for", {}, async (test) => {
  const { page, api, fresh } = test;
  await openList(test);
  const before = await page.locator("tbody tr").count();
  await row(page, "python").hover();
  const at = await row(page, "python").boundingBox();
  await api.create("default", `a-${fresh}`);
  const show = page.getByRole("button", { name: "1 change: show" });
  await see(show);
  assert.equal(await page.locator("tbody tr").count(), before);
  assert.deepEqual(await row(page, "python").boundingBox(), at);
  await show.click();
  await see(link(page, `a-${fresh}`));
  await gone(show);
  // A row that goes while somebody is at it stays, and says so.
  await row(page, `a-${fresh}`).hover();
  await api.remove("default", `a-${fresh}`);
  await see(page.locator("tr.console-gone", { has: link(page, `a-${fresh}`) }));
  // It goes when nobody is.
  await page.mouse.move(5, 5);
  await gone(link(page, `a-${fresh}`));
});

live("rows stay while text is selected", {}, async (test) => {
  const { page, api, fresh } = test;
  await openList(test);
  await select(page.getByRole("heading", { level: 1 }));
  const before = await selected(page);
  await api.create("default", `a-${fresh}`);
  const show = page.getByRole("button", { name: "1 change: show" });
  await see(show);
  assert.equal(await selected(page), before);
  assert.equal(await link(page, `a-${fresh}`).count(), 0);
  await show.click();
  await see(link(page, `a-${fresh}`));
  await api.remove("default", `a-${fresh}`);
});

live("rows stay while a menu is open, and go on when it closes", {}, async (test) => {
  const { page, way, api, go, fresh } = test;
  await api.create("default", fresh);
  await api.refer("default", fresh, "m", "registry.example/m:1");
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await way.open();
  await state(page, "Live");
  const show = page.getByRole("button", { name: "1 change: show" });
  const choice = page.getByRole("link", { name: "Roll back" });
  const menu = page.getByRole("button", { name: "Actions for m" });
  await menu.click();
  await see(choice);
  // Text is as high as its letters, which come on their own.
  await page.evaluate(() => document.fonts.ready);
  const at = await row(page, "m").boundingBox();
  await api.refer("default", fresh, "a", "registry.example/a:1");
  await see(show);
  assert.equal(await link(page, "a").count(), 0);
  assert.deepEqual(await row(page, "m").boundingBox(), at);
  assert.ok(await choice.isVisible(), "the menu stays open");
  await show.click();
  await see(link(page, "a"));
  await gone(choice);

  // One in the head of the page holds the rows of a list as well, until it closes.
  await openList(test);
  await page.getByRole("button", { name: "Actions" }).click();
  await see(page.getByRole("link", { name: "Scheduled tags" }));
  await api.create("default", `a-${fresh}`);
  await see(show);
  assert.equal(await link(page, `a-${fresh}`).count(), 0);
  await page.keyboard.press("Escape");
  await see(link(page, `a-${fresh}`));
  await gone(show);
  await api.remove("default", fresh);
  await api.remove("default", `a-${fresh}`);
});

/** Lets something happen above a row that somebody is at, and wants the row where it was. */
async function staysPut(at, happens) {
  await at.page().evaluate(() => document.fonts.ready);
  const before = await at.boundingBox();
  await happens();
  const { x, y } = await at.boundingBox();
  assert.deepEqual({ x, y }, { x: before.x, y: before.y });
}

const chip = (page, word) =>
  page.getByRole("group", { name: "Suggested filters" }).getByRole("button", { name: word });

live("suggestions that come and go wait for who is at the rows below them", {}, async (test) => {
  const { page, api, way, go, fresh } = test;
  await api.create("vacant", fresh);
  await go("k8s/ns/vacant/imagestreams");
  await way.open();
  await state(page, "Live");
  const tags = row(page, fresh).locator("[data-label=Tags]");
  await row(page, fresh).hover();
  await staysPut(row(page, fresh), async () => {
    await api.refer("vacant", fresh, "m", "registry.example/m:1");
    await see(tags.getByText("1", { exact: true }));
  });
  await page.mouse.move(5, 5);
  await see(chip(page, "Reference"));
  await row(page, fresh).hover();
  await staysPut(row(page, fresh), async () => {
    await api.untag("vacant", fresh, "m");
    await see(tags.getByText("0", { exact: true }));
  });
  // One that is still there says how many there are.
  await see(chip(page, "Reference only 0"));
  await page.mouse.move(5, 5);
  await gone(chip(page, "Reference"));
  // Beneath the pointer stays what the reader is about to press, and what is typed is answered at once.
  await api.refer("vacant", fresh, "m", "registry.example/m:1");
  await see(chip(page, "Reference"));
  await chip(page, "Reference").hover();
  await api.untag("vacant", fresh, "m");
  await see(chip(page, "Reference only 0"));
  await page.getByRole("searchbox", { name: /^Filter by name/ }).focus();
  await page.keyboard.type("x");
  await gone(chip(page, "Reference"));
  await api.remove("vacant", fresh);
});

live("rows stay under the pointer whatever is told above them", { width: 700 }, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await api.follow("default", fresh, "m", "docker.io/library/busybox:latest");
  await api.image("default", fresh, "m");
  const pages = [
    [`imagestreams/${fresh}`, row(page, "m")],
    [`imagestreams/${fresh}/history`, page.locator("tbody tr").first()],
  ];
  for (const [address, at] of pages) {
    await go(`k8s/ns/default/${address}`);
    await see(at);
    await way.open();
    await state(page, "Live");
    await at.hover();
    if (address.endsWith(fresh)) {
      // Facts grow by some lines.
      const labels = (value) => Object.fromEntries([..."abcdefgh"].map((key) => [key, value]));
      const first = page.getByText("a=a-long-value-of-a-label");
      await staysPut(at, async () => {
        await api.label("default", fresh, labels("a-long-value-of-a-label"));
        await see(first);
      });
      await staysPut(at, async () => {
        await api.label("default", fresh, labels(null));
        await gone(first);
      });
      // What the reader chooses for several tags at once stands above them.
      await staysPut(at, async () => {
        await at.getByRole("checkbox").click();
        await see(page.getByText("1 selected"));
      });
    }
    await staysPut(at, async () => {
      await api.remove("default", fresh);
      await see(page.getByText("was deleted"));
    });
    await page.mouse.move(5, 5);
    await api.create("default", fresh);
    await api.follow("default", fresh, "m", "docker.io/library/busybox:latest");
    await api.image("default", fresh, "m");
  }
  await api.remove("default", fresh);
});

live("rows stay under the pointer when others above them grow", { width: 700 }, async (test) => {
  const { page, api, fresh } = test;
  await api.create("default", `a-${fresh}`);
  await openList(test);
  await row(page, "python").hover();
  await staysPut(row(page, "python"), async () => {
    const labels = Object.fromEntries([..."abcdefgh"].map((key) => [key, "a-long-value-of-a-label"]));
    await api.label("default", `a-${fresh}`, labels);
    await see(row(page, `a-${fresh}`).getByText("a=a-long-value-of-a-label"));
  });
  await api.remove("default", `a-${fresh}`);
});

live("rows stay under the pointer when the server is lost", { width: 360 }, async (test) => {
  const { page, way } = test;
  await openList(test);
  await row(page, "python").hover();
  await staysPut(row(page, "python"), async () => {
    way.to("http://127.0.0.1:9/");
    for (const watch of way.watches) watch.cut();
    await state(page, "Offline since");
  });
  // The word takes a line of its own here: that would have pushed the rows down, and does it now.
  const { y } = await row(page, "python").boundingBox();
  await page.mouse.move(5, 5);
  await page.waitForFunction(
    ([name, y]) => document.querySelector(`tr:has(a[href$="/${name}"])`).getBoundingClientRect().y > y,
    ["python", y],
  );
});

live("what the reader does moves rows, wherever the pointer is", {}, async (test) => {
  const { page } = test;
  await openList(test);
  const first = await page.locator("tbody tr").first().boundingBox();
  await row(page, "python").hover();
  assert.notEqual((await row(page, "python").boundingBox()).y, first.y);
  await page.getByRole("searchbox", { name: /^Filter by name/ }).focus();
  await page.keyboard.type("python");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  const { y } = await row(page, "python").boundingBox();
  assert.ok(Math.abs(y - first.y) <= 40, `${y}, where the first row was at ${first.y}`);
});

live("the last tag of a stream stays while the pointer is at it", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await api.refer("default", fresh, "m", "registry.example/m:1");
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await way.open();
  await state(page, "Live");
  await row(page, "m").hover();
  await staysPut(row(page, "m"), async () => {
    await api.untag("default", fresh, "m");
    await see(page.getByText("This stream has no tags"));
  });
  assert.ok(await link(page, "m").isVisible(), "its row is still there");
  await page.mouse.move(0, 0);
  await gone(link(page, "m"));
  assert.ok(await page.getByText("This stream has no tags").isVisible());
  await api.remove("default", fresh);
});

live("a tag page is not drawn anew beneath who reads it", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await api.refer("default", fresh, "mine", "registry.example/mine:1");
  await go(`k8s/ns/default/imagestreamtags/${fresh}%3Amine`);
  const value = page.getByText("registry.example/mine:1").first();
  await see(value);
  await way.open();
  await state(page, "Live");
  await select(value);
  const before = await selected(page);
  await api.refer("default", fresh, "mine", "registry.example/mine:2");
  const show = page.getByRole("button", { name: /changes?: show/ });
  await see(show);
  assert.equal(await selected(page), before);
  await show.click();
  await see(page.getByText("registry.example/mine:2").first());
  await gone(show);
  await api.remove("default", fresh);
});

for (const [what, address] of [
  ["the YAML of a stream", (name) => `imagestreams/${name}/yaml`],
  ["the text of a stream", (name) => `imagestreams/${name}/text`],
  ["the history of a stream", (name) => `imagestreams/${name}/history`],
  ["the YAML of a tag", (name) => `imagestreamtags/${name}%3Amine/yaml`],
  ["the text of a tag", (name) => `imagestreamtags/${name}%3Amine/text`],
  ["the history of a tag", (name) => `imagestreamtags/${name}%3Amine/history`],
]) {
  live(`${what} waits for who has selected something`, {}, async ({ page, way, api, go, fresh }) => {
    await api.create("default", fresh);
    await api.follow("default", fresh, "mine", "docker.io/library/busybox:latest");
    const first = await api.image("default", fresh, "mine");
    const shown = (digest) => page.getByRole("main").getByText(digest.slice(7, 19));
    await go(`k8s/ns/default/${address(fresh)}`);
    await see(shown(first).first());
    await way.open();
    await state(page, "Live");
    await select(page.getByRole("heading", { level: 1 }));
    const before = await selected(page);
    await api.follow("default", fresh, "mine", "docker.io/library/python:3.6.0");
    const second = await api.image("default", fresh, "mine", first);
    await way.until("the import is told", () => way.lines.some((line) => line.includes(second)));
    const show = page.getByRole("button", { name: /changes?: show/ });
    await see(show);
    assert.equal(await shown(second).count(), 0);
    assert.equal(await selected(page), before);
    await show.click();
    await see(shown(second).first());
    await api.remove("default", fresh);
  });
}

live("an image's page waits for who has selected something", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await api.follow("default", fresh, "one", "docker.io/library/busybox:latest");
  const digest = await api.image("default", fresh, "one");
  await go(`k8s/ns/default/imagestreamimages/${fresh}@${digest}`);
  await see(link(page, "one"));
  await way.open();
  await state(page, "Live");
  await select(page.getByRole("heading", { level: 1 }));
  await api.follow("default", fresh, "two", "docker.io/library/busybox:latest");
  await api.image("default", fresh, "two");
  const show = page.getByRole("button", { name: /changes?: show/ });
  await see(show);
  assert.equal(await link(page, "two").count(), 0);
  await show.click();
  await see(link(page, "two"));
  await api.remove("default", fresh);
});

live("a form keeps what was filled in and says that its object changed", {}, async (test) => {
  const { page, way, api, go, fresh } = test;
  await api.create("default", fresh, { colour: "red" });
  await go(`k8s/ns/default/imagestreams/${fresh}/change/labels?label=colour%3Dblue`);
  const filled = async () => {
    const fields = await page.getByRole("textbox").all();
    return Promise.all(fields.map((field) => field.inputValue()));
  };
  await see(page.getByText("oc label"));
  const before = await filled();
  assert.ok(before.some((value) => value.includes("blue")), `${before}`);
  const watch = await way.open();
  watch.say(EXPIRED);
  await way.until("the stream is listed again", () => way.count("list") === 1);
  await way.until("it is watched again", () => way.count("watch") === 2);
  assert.deepEqual(await filled(), before);
  await api.label("default", fresh, { colour: "green" });
  await see(page.getByText("The image stream was changed meanwhile"));
  assert.deepEqual(await filled(), before);
  await api.remove("default", fresh);
  await see(page.getByText(`The image stream ${fresh} was deleted`));
  assert.deepEqual(await filled(), before);
});

live("a form that is filled before its stream is known has each key once", {}, async (test) => {
  const { page, way, api, go, fresh } = test;
  await api.create("default", fresh, { colour: "red" });
  let letStream;
  const stream = new Promise((resolve) => (letStream = resolve));
  way.detain = ({ pathname }) =>
    /^\/apis.*\/imagestreams(\/[^/]+)?$/.test(pathname) ? { before: stream } : {};
  await go(`k8s/ns/default/imagestreams/${fresh}/change/labels?label=colour%3Dblue&label=size%3Dbig`);
  await see(page.getByRole("heading", { level: 1 }));
  letStream();
  await see(page.getByText("oc label"));
  const fields = await page.getByRole("textbox").all();
  const values = await Promise.all(fields.map((field) => field.inputValue()));
  assert.deepEqual(values, ["blue", "size", "big"]);
  await api.remove("default", fresh);
});

live("an import is seen to begin, to end and to fail", {}, async ({ page, api, way, go, fresh }) => {
  await api.create("default", fresh);
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await way.open();
  await api.follow("default", fresh, "good", "docker.io/library/busybox:latest");
  await see(row(page, "good").getByText("Up to date"));
  await api.follow("default", fresh, "bad", "docker.io/library/no-such-image:latest");
  await see(row(page, "bad").getByText("Import failed"));
  await link(page, "good").click();
  await seeHeading(page, `${fresh}:good`);
  await see(page.getByText(/sha256:[0-9a-f]{64}/));
  const announced = page.locator("[aria-live=polite]", { hasText: `${fresh}:good has a new image.` });
  await way.open();
  await api.follow("default", fresh, "good", "docker.io/library/python:3.6.0");
  await announced.waitFor({ state: "attached" });
  await see(page.getByText("docker.io/library/python").first());
  await api.remove("default", fresh);
});

live("an image's page follows the tags that point to it", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  const source = "docker.io/library/busybox:latest";
  await api.follow("default", fresh, "one", source);
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await see(row(page, "one").getByText("Up to date"));
  const stream = await api.get("default", fresh);
  const digest = stream.status.tags[0].items[0].image;
  await go(`k8s/ns/default/imagestreamimages/${fresh}@${digest}`);
  await see(link(page, "one"));
  await way.open();
  await api.follow("default", fresh, "two", source);
  await see(link(page, "two"));
  await api.remove("default", fresh);
  await see(page.getByText(`The image stream ${fresh} was deleted`));
  await see(link(page, "one"));
});

live("a stream's page outlives its server", {}, async ({ page, way, go }) => {
  const first = await startServer();
  way.to(first.url);
  await writer(first.url).create("default", "lasting", { server: "first" });
  await go("k8s/ns/default/imagestreams/lasting");
  await see(page.getByText("server=first"));
  await first.stop();
  await state(page, "Offline since");
  await see(page.getByText("server=first"));
  const second = await startServer();
  await writer(second.url).create("default", "lasting", { server: "second" });
  way.to(second.url);
  await see(page.getByText("server=second"));
  await state(page, "Live");
  await second.stop();
});
