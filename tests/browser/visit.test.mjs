// The list of what was changed since the app was opened: as oc commands, and the way back, with what
// cannot be brought back said before.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { alert, button, changing, form, row, specTag, statusTag } from "./changing.mjs";
import { seeDone } from "./hands.mjs";

const change = changing("visit");

change("all changes as a script of oc commands, newest at the end, to take along", {}, async ({ page, api, go, stream, hand }) => {
  await api.follow("shop", stream, "v", "docker.io/library/busybox:1.36");
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await see(page.getByText("Up to date"));
  const image = (await statusTag(api, stream, "v")).items[0].image;
  const menu = async (action, press, act) => {
    await hand.menu(action);
    await act();
    await button(page, press).click();
  };
  await menu("Add tag", "Add tag", async () => {
    await hand.fill("Tag", "copy");
    await hand.choose("Another tag: copy the image it has now");
    await hand.fill("Source tag", "v");
    await see(row(page, "copy", image.slice(7, 19)));
  });
  await seeDone(page, `tag copy of ${stream} added`);
  await page.getByRole("link", { name: stream, exact: true }).first().click();
  await seeHeading(page, stream);
  await menu("Image lookup", "Image lookup", () => hand.choose("On"));
  await seeDone(page, `image lookup of ${stream} switched on`);
  await seeHeading(page, stream);
  await menu("Edit labels", "Edit labels", async () => {
    await hand.press("Add: Labels");
    await hand.fill("Key 1", "note");
    await hand.fill("Value of note", "it-works");
  });
  await seeDone(page, `labels of ${stream} changed`);
  await seeHeading(page, stream);
  await menu("Delete tags", "Delete tags", () => hand.check("copy"));
  await seeDone(page, `copy of ${stream} deleted`);
  await button(page, "Dismiss").click();
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await page.getByRole("link", { name: "All changes of this visit" }).click();
  await seeHeading(page, "Changes of this visit");
  const script = await page.getByText(/^# \d{4}-\d\d-\d\dT/).innerText();
  const lines = script.trim().split("\n");
  const commands = lines.filter((line) => !line.startsWith("#"));
  assert.deepEqual(commands, [
    `oc tag ${stream}@${image} ${stream}:copy -n shop`,
    `oc set image-lookup ${stream} -n shop`,
    `oc label is/${stream} note=it-works -n shop`,
    `oc tag -d ${stream}:copy -n shop`,
  ]);
  assert.equal(lines.length, 8, "each change with its time");
  assert.equal(await page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Undo: / }) }).count(), 4);
  await page.getByRole("button", { name: "As oc commands" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("# "));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), script.endsWith("\n") ? script : `${script}\n`);
});

change("a history that cannot come back: said before the tag goes, and before it comes back", {}, async ({ page, api, go, stream }) => {
  await api.follow("shop", stream, "v", "docker.io/library/busybox:1.36");
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await see(page.getByText("Up to date"));
  await go(form(stream, "delete-tags", "?tags=v"));
  await see(page.getByRole("heading", { name: "What cannot be undone" }));
  const lost = page.getByRole("listitem").filter({ hasText: "The history of v cannot be brought back" });
  await see(lost);
  await button(page, "Delete tags").click();
  await seeDone(page, `v of ${stream} deleted`);
  await button(page, "Undo").click();
  const undo = page.getByRole("group", { name: `Undo: v of ${stream} deleted` });
  await see(undo.getByRole("heading", { name: "What cannot be undone" }));
  await see(undo.getByText(/The history of v cannot be brought back/));
  assert.equal(await specTag(api, stream, "v"), undefined);
  await undo.getByRole("button", { name: "Undo", exact: true }).click();
  await see(page.getByText("undone", { exact: true }));
  assert.equal((await specTag(api, stream, "v")).from.name, "docker.io/library/busybox:1.36");
});

change("a deleted stream comes back without its histories, and that is said before", {}, async ({ page, api, go, stream }) => {
  await api.label("shop", stream, { team: "storefront" });
  await api.follow("shop", stream, "v", "docker.io/library/busybox:1.36");
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await see(page.getByText("Up to date"));
  await go(form(stream, "delete", `?confirm=${stream}`));
  await see(page.getByRole("heading", { name: "What cannot be undone" }));
  await button(page, "Delete image stream").click();
  await seeDone(page, `image stream ${stream} deleted`);
  await button(page, "Undo").click();
  const undo = page.getByRole("group", { name: `Undo: image stream ${stream} deleted` });
  await see(undo.getByRole("heading", { name: "What cannot be undone" }));
  await undo.getByRole("button", { name: "Undo", exact: true }).click();
  await see(page.getByText("undone", { exact: true }));
  const back = await api.get("shop", stream);
  assert.equal(back.metadata.labels.team, "storefront");
  assert.equal(back.spec.tags[0].from.name, "docker.io/library/busybox:1.36");
});

change("an undo that would overwrite what others did since says so", {}, async ({ page, api, go, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  await go(form(stream, "retarget", "?tag=one&from=image&reference=true&image=registry.example/mine:1"));
  await see(row(page, "registry.example/mine:1"));
  await button(page, "Retarget tag").click();
  await seeDone(page, `tag one of ${stream} retargeted`);
  await api.refer("shop", stream, "one", "registry.example/theirs:1");
  await button(page, "Undo").click();
  const undo = page.getByRole("group", { name: `Undo: tag one of ${stream} retargeted` });
  await see(undo.getByText(/Others changed the same since; this overwrites that\./));
  await undo.getByRole("button", { name: "Cancel" }).click();
  assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/theirs:1");
});

change("images that were imported stay: that is said before and after", {}, async ({ page, api, go, stream, hand }) => {
  await api.follow("shop", stream, "v", "docker.io/library/busybox:1.36");
  await go(`k8s/ns/shop/imagestreams/${stream}`);
  await see(page.getByText("Up to date"));
  await go(form(stream, "import-again", "?tags=v"));
  await see(page.getByText(/Images that were imported stay; roll back instead/));
  await button(page, "Import again").click();
  await see(alert(page, "Imported: 1"));
  await page.getByRole("link", { name: "All changes of this visit" }).click();
  await seeHeading(page, "Changes of this visit");
  await hand.press(`Undo: v of ${stream} imported again`);
  await see(alert(page, "This cannot be undone"));
});
