// Rolling back: what a schedule would undo, and images that are gone.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { button, changing, form, imported, row, specTag, statusTag, takeBack, writes } from "./changing.mjs";
import { field, seeDone } from "./hands.mjs";

const change = changing("rolling");

/** A tag that had one image and has another. */
async function moved(api, stream, scheduled) {
  await api.follow("shop", stream, "v", "docker.io/library/busybox:1.36");
  await imported(api, stream, ["v"]);
  await api.call("PUT", `namespaces/shop/imagestreamtags/${stream}:v`, {
    apiVersion: "image.openshift.io/v1",
    kind: "ImageStreamTag",
    metadata: { name: `${stream}:v`, namespace: "shop" },
    tag: { name: "v", from: { kind: "DockerImage", name: "docker.io/library/busybox:1.37" }, importPolicy: { scheduled } },
  });
  await imported(api, stream, ["v"], 2);
  return (await statusTag(api, stream, "v")).items.map(({ image }) => image);
}

const END = "End the schedule of this tag";

change("a schedule that would undo it is told of, and ends with it", {}, async ({ page, way, api, go, stream, hand }) => {
  const [, old] = await moved(api, stream, true);
  await go(form(stream, "roll-back", "?tag=v&history=1"));
  await seeHeading(page, "Roll back tag");
  await see(page.getByText("The schedule would undo the roll back: end it, too."));
  assert.equal(await field(page, END).isChecked(), false);
  await button(page, "Roll back tag").click();
  assert.equal(await field(page, END).getAttribute("aria-invalid"), "true");
  assert.deepEqual(writes(way), []);
  await hand.check(END);
  await see(row(page, "v: Scheduled"));
  await see(page.getByText("The periodic import of v ends."));
  await button(page, "Roll back tag").click();
  await seeDone(page, `tag v of ${stream} rolled back`);
  const tag = await specTag(api, stream, "v");
  assert.equal(tag.importPolicy.scheduled ?? false, false);
  assert.equal(tag.from.name, `${stream}@${old}`);
  assert.equal((await statusTag(api, stream, "v")).items[0].image, old);
  await takeBack(page, `tag v of ${stream} rolled back`);
  const back = await specTag(api, stream, "v");
  assert.equal(back.importPolicy.scheduled, true);
  assert.equal(back.from.name, "docker.io/library/busybox:1.37");
});

change("an image that is gone is said to be gone before it is rolled back to", {}, async ({ page, api, go, stream }) => {
  const [now, old] = await moved(api, stream, false);
  await api.call("DELETE", `images/${old}`);
  await go(form(stream, "roll-back", "?tag=v"));
  await seeHeading(page, "Roll back tag");
  const entry = (digest) => page.getByRole("radio", { name: new RegExp(digest.slice(7, 19)) });
  await entry(old).check();
  await see(page.getByText(/^The image sha256:[0-9a-f]{12} is no longer in the cluster: workloads cannot pull it\.$/));
  await entry(now).check();
  await page.getByText(/is no longer in the cluster/).waitFor({ state: "detached" });
});

change("a digest of the stream is pinned by a unique beginning", {}, async ({ page, api, go, stream, hand }) => {
  const [, old] = await moved(api, stream, false);
  await go(form(stream, "roll-back", "?tag=v"));
  await seeHeading(page, "Roll back tag");
  await hand.fill("Digest", old.slice(7, 15));
  await see(row(page, "v", old.slice(7, 19)));
  await button(page, "Roll back tag").click();
  await seeDone(page, `tag v of ${stream} rolled back`);
  assert.equal((await statusTag(api, stream, "v")).items[0].image, old);
});
