// Registries are asked for what a form names only after a pause in typing, once for each text, and
// not when somebody does not want to wait. The page's clock stands still, and the tests turn it.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { button, changing, form, imports, until } from "./changing.mjs";
import { field } from "./hands.mjs";

const change = changing("asking");

const PAUSE = 700;
// Requests have a query behind it.
const IMPORTS = /\/imagestreamimports(\?|$)/;
const found = (page) => page.getByRole("status", { name: "What the registry has" }).getByText(/^sha256:[0-9a-f]{64}$/);

/** Opens a form whose clock stands still once it is there. */
async function stopped({ page, go, stream }, query) {
  await page.clock.install();
  await go(form(stream, "add-tag", query));
  await seeHeading(page, "Add tag");
  await see(field(page, "Image"));
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
}

/** What was asked, in order. */
const asked = async (page, way) => {
  // An answer that comes after all requests before it: what was to be sent has been sent by then.
  await page.evaluate(() => fetch("config.json").catch(() => {}));
  return imports(way).length;
};

change("an image is asked for after a pause, and once for each text", {}, async (all) => {
  const { page, way } = all;
  await stopped(all, "?tag=v&from=image");
  const image = field(page, "Image");
  await image.focus();
  for (const letter of "docker.io/library/python:3.6") {
    await page.keyboard.type(letter);
    await page.clock.runFor(PAUSE - 100);
  }
  assert.equal(await asked(page, way), 0, "it was asked before the pause");
  await page.clock.runFor(PAUSE);
  await see(found(page));
  const first = await found(page).innerText();
  assert.equal(await asked(page, way), 1);
  await image.fill("docker.io/library/python:3.7");
  await page.clock.runFor(PAUSE);
  await see(found(page).filter({ hasNotText: first }));
  assert.equal(await asked(page, way), 2);
  // What is known already is shown at once.
  await image.fill("docker.io/library/python:3.6");
  await see(found(page).filter({ hasText: first }));
  await page.clock.runFor(PAUSE * 10);
  assert.equal(await asked(page, way), 2, "the same was asked twice");
  // What is typed over before the pause is over is never asked for.
  await image.fill("docker.io/library/python:3.8");
  await page.clock.runFor(PAUSE - 100);
  await image.fill("docker.io/library/python:3.7");
  await page.clock.runFor(PAUSE * 10);
  assert.equal(await asked(page, way), 2);
  // Something that is no image is nothing to ask for.
  await image.fill("docker.io/UPPER/case");
  await page.clock.runFor(PAUSE * 10);
  assert.equal(await asked(page, way), 2);
});

change("asking is stopped, before and while the registry is asked", {}, async (all) => {
  const { page, way } = all;
  await stopped(all, "?tag=v&from=image");
  const image = field(page, "Image");
  await image.fill("docker.io/library/python:3.6");
  await button(page, "Stop asking").click();
  await page.clock.runFor(PAUSE * 10);
  assert.equal(await asked(page, way), 0);
  let held = 0;
  await page.route(IMPORTS, () => (held += 1));
  await button(page, "Ask again").click();
  await page.clock.runFor(1);
  await until("the registry is being asked", () => held === 1);
  const given = page.waitForEvent("requestfailed", (request) => IMPORTS.test(request.url()));
  await button(page, "Stop asking").click();
  await given;
  await see(button(page, "Ask again"));
  await page.unroute(IMPORTS);
  await button(page, "Ask again").click();
  await page.clock.runFor(1);
  await see(found(page));
  assert.equal(await asked(page, way), 1);
});

change("the next text gives up what is being asked", {}, async (all) => {
  const { page, way } = all;
  await stopped(all, "?tag=v&from=image");
  let held = 0;
  await page.route(IMPORTS, (route) =>
    route.request().postData().includes("python:3.6") ? (held += 1) : route.continue(),
  );
  await field(page, "Image").fill("docker.io/library/python:3.6");
  await page.clock.runFor(PAUSE);
  await until("the registry is being asked", () => held === 1);
  const given = page.waitForEvent("requestfailed", (request) => IMPORTS.test(request.url()));
  await field(page, "Image").fill("docker.io/library/python:3.7");
  await given;
  await page.clock.runFor(PAUSE);
  await see(found(page));
  assert.equal(await asked(page, way), 1);
});

change("the tags of a repository are asked for once, and that is stopped, too", {}, async (all) => {
  const { page, way } = all;
  await stopped(all, "?tag=v&from=image&image=quay.io/acme/releases");
  await page.clock.runFor(PAUSE);
  await page.waitForFunction(() => !/Asking the registry/.test(document.querySelector("main").innerText));
  const before = await asked(page, way);
  let held = 0;
  await page.route(IMPORTS, () => (held += 1));
  const show = button(page, "Show the repository's tags");
  await show.click();
  await page.clock.runFor(1);
  await until("the registry is being asked", () => held === 1);
  const given = page.waitForEvent("requestfailed", (request) => IMPORTS.test(request.url()));
  await button(page, "Stop asking").click();
  await given;
  await page.unroute(IMPORTS);
  await show.click();
  await page.clock.runFor(1);
  await see(page.getByRole("heading", { name: "Tags of quay.io/acme/releases" }));
  assert.equal(await asked(page, way), before + 1);
  await show.click();
  await page.clock.runFor(PAUSE * 10);
  await see(page.getByRole("heading", { name: "Tags of quay.io/acme/releases" }));
  assert.equal(await asked(page, way), before + 1, "the same was asked twice");
});
