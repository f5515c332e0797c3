// The kinds of sources and streams, several tags at once, and what comes of a change beside it.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { button, changing, form, imported, patch, row, specTag, statusTag, writes } from "./changing.mjs";
import { field, seeDone } from "./hands.mjs";

const change = changing("kinds");

change("a stream from a whole repository, and an empty one", {}, async ({ page, api, go, stream, hand }) => {
  await go("k8s/ns/shop/imagestreams");
  await hand.menu("Create image stream");
  await hand.fill("Name of the image stream", `${stream}-whole`);
  await hand.choose("A whole external repository");
  await hand.fill("Repository", "docker.io/library/postgres");
  await see(page.getByRole("heading", { name: "Tags of docker.io/library/postgres" }));
  await button(page, "Create image stream").click();
  await see(page.getByRole("group", { name: /^Imported: \d+$/ }));
  const whole = await api.get("shop", `${stream}-whole`);
  assert.ok(whole.status.tags.length >= 5);
  await page.goto(page.url().replace(/imagestreams.*/, `imagestreams/~new?stream=${stream}-empty`));
  await button(page, "Create image stream").click();
  await seeDone(page, `image stream ${stream}-empty created`);
  assert.equal((await api.get("shop", `${stream}-empty`)).spec.tags, undefined);
});

change("a tag that follows another one, and what a circle would be", {}, async ({ page, api, go, stream, hand }) => {
  await api.follow("shop", stream, "1.36", "docker.io/library/busybox:1.36");
  await imported(api, stream, ["1.36"]);
  await go(form(stream, "add-tag", "?tag=stable"));
  await seeHeading(page, "Add tag");
  await hand.choose("Another tag of this stream: follow it (--alias)");
  await hand.fill("Source tag", "1.36");
  await see(page.getByText(`oc tag --alias ${stream}:1.36 ${stream}:stable -n shop`));
  await button(page, "Add tag").click();
  await seeDone(page, `tag stable of ${stream} added`);
  assert.deepEqual((await specTag(api, stream, "stable")).from, { kind: "ImageStreamTag", name: `${stream}:1.36` });
  await go(form(stream, "retarget", "?tag=1.36&from=follow&from-tag=stable"));
  await see(page.getByText(/This would lead in a circle: /));
});

change("what an image is, for which platforms, and which secrets fit its registry", {}, async ({ page, go, stream, hand }) => {
  await go(form(stream, "add-tag", "?tag=v&from=image&image=docker.io/library/busybox:latest&import-mode=PreserveOriginal"));
  const look = page.getByRole("status", { name: "What the registry has" });
  await see(look.getByText(/^sha256:[0-9a-f]{64}$/));
  await see(look.getByText(/linux\/amd64.*linux\/arm64/));
  await see(page.getByText("No secret of the project fits this registry."));
  await hand.fill("Image", "docker.io/library/busybox:no-such-tag");
  await see(look.getByText("The registry has no such image, or hides it without a login."));
});

change("several tags scheduled, and deleted, at once", {}, async ({ page, api, go, stream }) => {
  const tags = ["1.36", "1.37"];
  for (const tag of tags) await api.follow("shop", stream, tag, `docker.io/library/busybox:${tag}`);
  await patch(api, stream, { metadata: { labels: { team: "storefront" } } });
  await imported(api, stream, tags);
  const choose = async (action) => {
    await go(`k8s/ns/shop/imagestreams/${stream}`);
    for (const tag of tags) await page.getByRole("checkbox", { name: `Select ${tag}` }).check();
    await see(page.getByText("2 selected"));
    await page.getByRole("link", { name: action, exact: true }).click();
    await seeHeading(page, action);
  };
  await choose("Schedule imports");
  await field(page, "On").check();
  await see(row(page, "1.36: Scheduled"));
  await button(page, "Schedule imports").click();
  await seeDone(page, `1.36, 1.37 of ${stream} scheduled`);
  for (const tag of tags) assert.equal((await specTag(api, stream, tag)).importPolicy.scheduled, true);
  await choose("Delete tags");
  await button(page, "Delete tags").click();
  await seeDone(page, `1.36, 1.37 of ${stream} deleted`);
  assert.equal((await api.get("shop", stream)).spec.tags, undefined);
});

change("what goes with a tag, what follows it, and what has its image", {}, async ({ page, way, api, go, stream }) => {
  await api.follow("shop", stream, "1.36", "docker.io/library/busybox:1.36");
  await api.follow("shop", stream, "same", "docker.io/library/busybox:1.36");
  await imported(api, stream, ["1.36", "same"]);
  await api.call("PUT", `namespaces/shop/imagestreamtags/${stream}:stable`, {
    apiVersion: "image.openshift.io/v1",
    kind: "ImageStreamTag",
    metadata: { name: `${stream}:stable`, namespace: "shop" },
    tag: { name: "stable", from: { kind: "ImageStreamTag", name: "1.36" } },
  });
  await imported(api, stream, ["stable"]);
  const short = (await statusTag(api, stream, "1.36")).items[0].image.slice(7, 19);
  await go(form(stream, "delete-tags", "?tags=1.36"));
  const comes = page.getByRole("listitem");
  await see(comes.filter({ hasText: /^The whole history of 1\.36 goes: 1/ }));
  await see(comes.filter({ hasText: "Tags that follow 1.36 keep their images and follow nothing: stable" }));
  await see(comes.filter({ hasText: new RegExp(`^The image .*${short} stays in .*same`) }));
  assert.deepEqual(writes(way), []);
});
