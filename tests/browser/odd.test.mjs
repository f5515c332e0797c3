// Streams with everything that can be odd: hostile names and values, long ones, none at all. Each
// page must show, fit a narrow screen, be readable by all, and run nothing of what it shows.

import assert from "node:assert/strict";
import { FAILED_REQUESTS, assertAccessible, assertFits, see, seeContent, suite } from "./console.mjs";

const { visitor } = suite("--as", "admin");
const LONG = "very-long-name-of-an-image-stream".repeat(5) + "-end";
const STREAMS = {
  "odd-corners": ["a.b_c-d.0", "control-characters", "image-texts", "long-values", "markup", "python", "tag-names", LONG],
  shop: ["catalog", "checkout", "empty", "new-service", "releases", "third-party", "web"],
  "data-platform": ["mixed-fortunes", "blocked", "quota", "embeddings"],
  secured: ["app", "signed"],
};

/** Opens a page and fails if anything on it acts. */
async function open(page, address) {
  const acted = [];
  page.on("dialog", (dialog) => {
    acted.push(dialog.message());
    return dialog.dismiss();
  });
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(x|evil|pixel)/.test(pathname)) acted.push(request.url());
  });
  await page.goto(address);
  await seeContent(page);
  assert.equal(await page.locator("main :is(script, iframe, object, embed, img)").count(), 0);
  assert.deepEqual(acted, []);
}

for (const [project, streams] of Object.entries(STREAMS)) {
  for (const stream of streams) {
    for (const tab of ["", "/text", "/history"]) {
      const address = `k8s/ns/${project}/imagestreams/${encodeURIComponent(stream)}${tab}`;
      visitor(`${project}/${stream.slice(0, 24)}${tab}`, { width: 400, height: 800 }, async (page) => {
        await open(page, address);
        await assertFits(page);
        if (tab === "") await assertAccessible(page);
      });
    }
  }
}

const tags = { width: 400, height: 800, expected: FAILED_REQUESTS };
visitor("every tag of the odd streams has its page", tags, async (page, { server }) => {
  for (const stream of ["markup", "image-texts", "tag-names", "control-characters", "long-values", "python"]) {
    const answer = await fetch(
      `${server.url}apis/image.openshift.io/v1/namespaces/odd-corners/imagestreams/${stream}`,
    );
    const { spec } = await answer.json();
    for (const { name } of spec.tags.slice(0, 4)) {
      await open(page, `k8s/ns/odd-corners/imagestreamtags/${stream}%3A${encodeURIComponent(name)}`);
      await assertFits(page);
      await assertAccessible(page);
    }
  }
});

visitor("a stream of hundreds of tags is found in by its filter", {}, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams/releases");
  await see(page.getByRole("table"));
  await page.getByRole("searchbox", { name: "Filter tags" }).fill("zzz-no-such-tag");
  await see(page.getByText("Nothing matches"));
});
