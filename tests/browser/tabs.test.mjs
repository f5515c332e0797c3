// Two tabs of one browser that change the same tag.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { alert, button, changing, form, row, specTag } from "./changing.mjs";
import { seeDone } from "./hands.mjs";

const change = changing("tabs");
const CONFLICT = "Someone else changed this first; nothing was written";

/** Two tabs with the same form, filled differently; the first one has saved. */
async function twoTabs({ page, way, api, stream }, again) {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  const other = await page.context().newPage();
  const errors = [];
  other.on("pageerror", (error) => errors.push(error.message));
  const open = async (tab, name) => {
    await tab.goto(way.url + form(stream, "retarget", `?tag=one&from=image&reference=true&image=registry.example/${name}:1`));
    await see(row(tab, `registry.example/${name}:1`));
  };
  await open(page, "first");
  await open(other, "second");
  await button(page, "Retarget tag").click();
  await seeDone(page, `tag one of ${stream} retargeted`);
  // The tab hears of it before it is sent; who sends nevertheless overwrites nothing.
  await see(alert(other, "The image stream was changed meanwhile").getByRole("row").filter({ hasText: "registry.example/first:1" }));
  await button(other, "Retarget tag").click();
  const conflict = alert(other, CONFLICT);
  const side = (name) => conflict.getByRole("table", { name });
  await see(side("Their change").getByRole("row").filter({ hasText: "registry.example/first:1" }));
  await see(side("Your change").getByRole("row").filter({ hasText: "registry.example/second:1" }));
  await see(conflict.getByText("Both touch the same: applying yours again overwrites theirs."));
  assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/first:1");
  await again(other);
  assert.deepEqual(errors, []);
}

change("of two tabs the later sees the change of the first, and applies its own again", {}, async (all) => {
  const { api, stream } = all;
  await twoTabs(all, async (other) => {
    await button(other, "Preview mine on top of theirs").click();
    await see(row(other, "registry.example/first:1", "registry.example/second:1"));
    await button(other, "Retarget tag").click();
    await seeDone(other, `tag one of ${stream} retargeted`);
    assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/second:1");
  });
});

change("of two tabs the later drops its own change", {}, async (all) => {
  const { api, stream } = all;
  await twoTabs(all, async (other) => {
    await other.getByRole("link", { name: "Drop mine" }).click();
    await seeHeading(other, stream);
    await see(row(other, "one", "registry.example/first:1"));
    assert.equal((await specTag(api, stream, "one")).from.name, "registry.example/first:1");
  });
});

change("two tabs that touch different things do not get into each other's way", {}, async ({ page, way, api, stream }) => {
  await api.refer("shop", stream, "one", "registry.example/one:1");
  const other = await page.context().newPage();
  await page.goto(way.url + form(stream, "labels", "?label=colour%3Dred"));
  await see(row(page, "Label colour"));
  await other.goto(way.url + form(stream, "lookup", "?on=true"));
  await see(row(other, "Image lookup"));
  await button(page, "Edit labels").click();
  await seeDone(page, `labels of ${stream} changed`);
  await see(alert(other, "The image stream was changed meanwhile").getByText("They do not touch each other."));
  await button(other, "Image lookup").click();
  await seeDone(other, `image lookup of ${stream} switched on`);
  const { metadata, spec } = await api.get("shop", stream);
  assert.deepEqual([metadata.labels.colour, spec.lookupPolicy.local], ["red", true]);
});
