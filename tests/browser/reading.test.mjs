// Every page has an address that works cold, and moving through them is the browser's own history.

import assert from "node:assert/strict";
import { ADMIN, PAGES, see, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const path = (page) => new URL(page.url()).pathname + new URL(page.url()).hash;

for (const [address, heading] of PAGES) {
  visitor(`a cold link opens ${address}`, ADMIN, async (page) => {
    await page.goto(address);
    await seeHeading(page, heading);
    assert.match(await page.title(), new RegExp(heading.replaceAll(".", "\\.")));
  });
  visitor(`a static host without a fallback opens #/${address}`, ADMIN, async (page) => {
    await page.goto(`#/${address}`);
    await seeHeading(page, heading);
  });
}

visitor("a tag's address takes the colon as it is", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python:3.5");
  await seeHeading(page, "python:3.5");
});

visitor("the root goes on to a list of streams", ADMIN, async (page) => {
  await page.goto("");
  await seeHeading(page, "Image streams");
  assert.match(path(page), /imagestreams$/);
});

visitor("from the list to a tag, back twice and forward twice", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await page.getByRole("link", { name: "python", exact: true }).click();
  await seeHeading(page, "python");
  await page.getByRole("link", { name: "3.5", exact: true }).first().click();
  await seeHeading(page, "python:3.5");
  assert.equal(path(page), "/k8s/ns/default/imagestreamtags/python%3A3.5");
  await page.goBack();
  await page.waitForURL("**/imagestreams/python");
  await see(page.getByRole("link", { name: "3.5", exact: true }));
  await page.goBack();
  await seeHeading(page, "Image streams");
  await page.goForward();
  await page.goForward();
  await seeHeading(page, "python:3.5");
});

visitor("moving between pages never loads the document again", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await page.evaluate(() => (globalThis.sameDocument = true));
  await page.getByRole("link", { name: "python", exact: true }).click();
  await seeHeading(page, "python");
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
});

visitor("the tag page has the facts of the image", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeHeading(page, "python:3.5");
  const main = page.getByRole("main");
  for (const fact of ["container-entrypoint", "/opt/app-root/src", "8080/tcp", "1001"]) {
    await see(main.getByText(fact));
  }
});

visitor("the stream page lists its tags with what they follow", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python");
  const row = page.getByRole("row", { name: /3\.5/ });
  await see(row.getByText("centos/python-35-centos7"));
});

visitor("another project is chosen by name", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await page.getByRole("button", { name: /^Project: default/ }).click();
  await page.getByRole("group", { name: "Projects" }).getByRole("button", { name: "shop" }).click();
  await page.waitForURL("**/k8s/ns/shop/imagestreams");
  await seeHeading(page, "Image streams");
});

visitor("text of the API is shown as text, never run", ADMIN, async (page) => {
  let asked = false;
  page.on("dialog", (dialog) => {
    asked = true;
    return dialog.dismiss();
  });
  await page.goto("k8s/all-namespaces/imagestreams");
  await seeHeading(page, "Image streams");
  assert.equal(await page.locator("main script, main iframe, main img[onerror]").count(), 0);
  assert.equal(asked, false);
});
