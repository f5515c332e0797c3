// Takes the pictures of the README from the demo cluster: `cargo xtask screenshots`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, see, seeContent, visit } from "./console.mjs";
import { root, startServer } from "./server.mjs";

const NOW = "2026-11-20T09:30:00Z";
const CHANGE = "k8s/ns/default/imagestreams/python/change/";
const PICTURES = [
  ["stream-list", "k8s/ns/shop/imagestreams", {}],
  ["stream-list-ko-dark", "k8s/ns/shop/imagestreams", { language: "ko-KR", system: "dark" }],
  ["stream", "k8s/ns/shop/imagestreams/web", {}],
  ["stream-ko-dark", "k8s/ns/shop/imagestreams/web", { language: "ko-KR", system: "dark" }],
  ["tag", "k8s/ns/default/imagestreamtags/python%3A3.5", {}],
  ["tag-dark", "k8s/ns/default/imagestreamtags/python%3A3.5", { system: "dark" }],
  ["tag-ko", "k8s/ns/default/imagestreamtags/python%3A3.5", { language: "ko-KR" }],
  ["text", "k8s/ns/default/imagestreams/python/text", {}],
  ["create", "k8s/ns/default/imagestreams/~new?stream=fresh&tag=latest&from=image&image=docker.io/library/busybox:latest", {}],
  ["add-tag", `${CHANGE}add-tag?tag=latest&from=tag&from-tag=3.5`, {}],
  ["external-image", `${CHANGE}add-tag?tag=3.6&from=image&image=docker.io/python:3.6.0`, {}],
  ["retarget", "k8s/ns/shop/imagestreams/payment/change/retarget?tag=3.2.1&from=image&image=docker.io/python:3.6.0", {}],
  ["delete-tags", `${CHANGE}delete-tags?tags=3.5`, {}],
  ["schedule", `${CHANGE}schedule?tags=3.5&on=true`, { system: "dark" }],
  ["secret", "k8s/ns/secured/secrets/~new?secret=example&host=registry.example.com&user=robot", {}],
  ["roll-back", "k8s/ns/shop/imagestreams/web/change/roll-back?tag=production&history=1", { language: "ko-KR" }],
  ["import-again", `${CHANGE}import-again?tags=3.5`, {}],
  ["options", `${CHANGE}options?tag=3.5&import-mode=PreserveOriginal&reference-policy=Local`, {}],
  ["changes", `${CHANGE}labels?label=team%3Dstorefront`, { act: changeAndUndo }],
  ["narrow", "k8s/ns/shop/imagestreams/web", { width: 400, height: 800 }],
];

/** Carries the form out, and begins to take it back. */
async function changeAndUndo(page) {
  await page.locator("main").getByRole("button", { name: "Edit labels" }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await see(page.getByRole("group", { name: /^Undo: / }).getByRole("table"));
}

const folder = process.argv[2] ?? join(root, "docs/screenshots");
mkdirSync(folder, { recursive: true });
const server = await startServer("--demo-now", NOW);
const browser = await launch();
try {
  for (const [name, address, { act, ...options }] of PICTURES) {
    const page = await visit(browser, server.url, { width: 1400, height: 900, now: NOW, ...options });
    await page.goto(address);
    await seeContent(page);
    // A registry that is asked has not answered yet.
    const asking = page.getByText("Asking the registry", { exact: true });
    await asking.waitFor({ state: "detached" });
    await act?.(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
    console.log(`docs/screenshots/${name}.png`);
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
