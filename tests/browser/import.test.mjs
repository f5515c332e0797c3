// Imports that others asked for, or nobody: what comes of them appears by itself.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { gone, link, living, openList, row, state } from "./living.mjs";

// Scheduled tags are looked at each second; an import of five tags takes the cluster three seconds.
const live = living("--demo-schedule", "1", "--demo-import-rate", "1");
// Its image is another every twenty seconds.
const MOVING = "quay.io/acme/ticker:latest";
const TURN_MS = 20_000;

live("an import is seen to go on in the list, at its stream and at its tag", {}, async (test) => {
  const { page, way, api, go, fresh } = test;
  await api.create("default", fresh);
  await openList(test);
  const tags = ["one", "two", "three", "four", "five"].map((name) => ({
    name,
    from: { kind: "DockerImage", name: "docker.io/library/busybox:latest" },
  }));
  const ask = (name) =>
    api.call("PATCH", `namespaces/default/imagestreams/${name}`, { spec: { tags } }, "application/merge-patch+json");
  await ask(fresh);
  await see(row(page, fresh).getByText(/importing/));
  await gone(row(page, fresh).getByText(/importing/));
  await see(row(page, fresh).getByText("5", { exact: true }));

  await api.create("default", `${fresh}-b`);
  await go(`k8s/ns/default/imagestreams/${fresh}-b`);
  await way.open();
  await state(page, "Live");
  await ask(`${fresh}-b`);
  await see(row(page, "one").getByText("Importing"));
  await see(row(page, "one").getByText("Up to date"));

  await api.create("default", `${fresh}-c`);
  await go(`k8s/ns/default/imagestreamtags/${fresh}-c%3Aone`);
  await way.open();
  await ask(`${fresh}-c`);
  await see(page.getByText("The import has not finished yet"));
  await see(page.getByText(await api.image("default", `${fresh}-c`, "one")).first());
  for (const name of [fresh, `${fresh}-b`, `${fresh}-c`]) await api.remove("default", name);
});

live("what a schedule brings appears by itself", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await api.follow("default", fresh, "moving", MOVING, { scheduled: true });
  const first = await api.image("default", fresh, "moving");
  await go(`k8s/ns/default/imagestreams/${fresh}`);
  await way.open();
  await state(page, "Live");
  const asked = way.seen.length;
  const short = (digest) => row(page, "moving").getByText(digest.slice(7, 19));
  await see(short(first));
  page.setDefaultTimeout(2 * TURN_MS);
  await gone(short(first));
  const second = await api.image("default", fresh, "moving", first);
  await see(short(second));
  assert.equal(way.seen.length, asked, "nothing was asked for meanwhile");

  await link(page, "moving").click();
  await see(page.getByText(second).first());
  const announced = page.locator("[aria-live=polite]", { hasText: `${fresh}:moving has a new image.` });
  await announced.waitFor({ state: "attached" });
  await see(page.getByText(await api.image("default", fresh, "moving", second)).first());
  await api.remove("default", fresh);
});

live("the scheduled tags of a project follow what others schedule", {}, async ({ page, way, api, go, fresh }) => {
  await api.create("default", fresh);
  await go("k8s/ns/default/scheduled-tags");
  await seeHeading(page, "Scheduled tags");
  await way.open();
  await state(page, "Live");
  const tag = link(page, `${fresh}:one`);
  await api.follow("default", fresh, "one", "docker.io/library/busybox:latest", { scheduled: true });
  await see(tag);
  const row = page.getByRole("row").filter({ has: tag });
  await see(row.getByText("Up to date"));
  // The row stays under the pointer, and goes when nobody is at it.
  await row.hover();
  await api.untag("default", fresh, "one");
  await see(page.getByRole("button", { name: "1 change: show" }));
  assert.ok(await tag.isVisible());
  await page.mouse.move(5, 5);
  await gone(tag);
  assert.equal(way.count("list"), 1);
  await api.remove("default", fresh);
});
