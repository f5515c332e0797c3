// Imports that take long: how far they are, stopping them, and what is left of one that failed.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { alert, button, changing, form, imports, patch, row, until } from "./changing.mjs";

const change = changing("importing");

const TAGS = Array.from({ length: 25 }, (_, index) => `t${String(index).padStart(2, "0")}`);

/** A stream whose tags are imported in three requests; the last tag of the second has no image. */
async function fill(api, stream) {
  await patch(api, stream, {
    spec: {
      tags: TAGS.map((name) => ({
        name,
        from: { kind: "DockerImage", name: `docker.io/library/${name === "t19" ? "no-such-image" : "busybox"}:latest` },
        importPolicy: { scheduled: name === "t03", importMode: name === "t04" ? "PreserveOriginal" : "Legacy" },
      })),
    },
  });
  // The cluster imports new tags by itself; a form that is opened before rests on an older stream.
  await until("all tags were imported", async () => {
    const { status } = await api.get("shop", stream);
    return TAGS.every((name) => status.tags?.some(({ tag, items, conditions }) => tag === name && (items?.length > 0 || conditions?.length > 0)));
  });
}

/** Keeps the second import on its way until it is let go: `{ arrived, go }`. */
async function holdSecond(page, answer = (route) => route.continue()) {
  const held = { count: 0 };
  const gone = new Promise((resolve) => (held.go = resolve));
  await page.route(/\/imagestreamimports(\?|$)/, async (route) => {
    held.count += 1;
    if (held.count !== 2) return route.continue();
    await gone;
    return answer(route);
  });
  return { arrived: () => until("the second request was sent", () => held.count >= 2), go: held.go };
}

change("how far a long import is, and that it can be stopped", {}, async ({ page, way, api, go, stream }) => {
  await fill(api, stream);
  const second = await holdSecond(page);
  await go(form(stream, "import-again", "?tags=*"));
  await seeHeading(page, "Import again");
  await button(page, "Import again").click();
  await second.arrived();
  await see(page.getByRole("status").filter({ hasText: "10 of 25 imported, 0 failed" }));
  await see(page.getByRole("status").filter({ hasText: "Sending 2 of 3" }));
  assert.equal(await button(page, "Import again").isDisabled(), true);
  await button(page, "Stop after this request").click();
  second.go();
  await see(alert(page, "Stopped after 2 of 3 requests; the rest was not sent."));
  await see(alert(page, "Imported in part: 1 of 20 failed"));
  await see(row(page, "no-such-image", "Nothing was imported"));
  assert.equal(imports(way).length, 2);
  // What is noted is what was done, and no more.
  await page.getByRole("link", { name: "All changes of this visit" }).first().click();
  await seeHeading(page, "Changes of this visit");
  const script = await page.getByText(/^# \d{4}-/).innerText();
  assert.ok(script.includes(`oc import-image ${stream}:t19 -n shop`), script);
  assert.ok(!script.includes(`${stream}:t20`), script);
  // Schedule and mode are as before.
  const { spec } = await api.get("shop", stream);
  const policy = (name) => spec.tags.find((tag) => tag.name === name).importPolicy;
  assert.equal(policy("t03").scheduled, true);
  assert.equal(policy("t04").importMode, "PreserveOriginal");
});

change("a request that fails leaves what came before it, and says so", {}, async ({ page, api, go, stream }) => {
  await fill(api, stream);
  const status = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "InternalError", code: 500, message: "the moon is in the wrong phase" };
  const second = await holdSecond(page, (route) => route.fulfill({ status: 500, json: status }));
  second.go();
  await go(form(stream, "import-again", "?tags=*"));
  await seeHeading(page, "Import again");
  await button(page, "Import again").click();
  await see(page.getByText("1 of 3 requests were carried out before this."));
  await see(page.getByText("the moon is in the wrong phase"));
  await see(alert(page, "Imported: 10"));
  await see(row(page, "t09", "busybox"));
  assert.equal(await row(page, "t10", "busybox").count(), 0);
});

change("an import goes on while somebody is on another page", {}, async ({ page, api, go, stream }) => {
  await fill(api, stream);
  const second = await holdSecond(page);
  await go(form(stream, "import-again", "?tags=*"));
  await seeHeading(page, "Import again");
  await button(page, "Import again").click();
  await second.arrived();
  await page.getByRole("link", { name: stream, exact: true }).first().click();
  await seeHeading(page, stream);
  second.go();
  const table = page.getByRole("table", { name: "Tags", exact: true });
  await see(table.getByRole("row").filter({ has: page.getByRole("link", { name: "t24", exact: true }) }).getByText("Up to date"));
});
