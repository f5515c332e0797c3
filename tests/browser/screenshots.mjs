// Takes the pictures of the README from the demo cluster: `cargo xtask screenshots`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, seeContent, visit } from "./console.mjs";
import { root, startServer } from "./server.mjs";

const NOW = "2026-11-20T09:30:00Z";
const PICTURES = [
  ["stream-list", "k8s/ns/shop/imagestreams", {}],
  ["stream-list-ko-dark", "k8s/ns/shop/imagestreams", { language: "ko-KR", system: "dark" }],
  ["stream", "k8s/ns/shop/imagestreams/web", {}],
  ["stream-ko-dark", "k8s/ns/shop/imagestreams/web", { language: "ko-KR", system: "dark" }],
  ["tag", "k8s/ns/default/imagestreamtags/python%3A3.5", {}],
  ["tag-dark", "k8s/ns/default/imagestreamtags/python%3A3.5", { system: "dark" }],
  ["tag-ko", "k8s/ns/default/imagestreamtags/python%3A3.5", { language: "ko-KR" }],
  ["text", "k8s/ns/default/imagestreams/python/text", {}],
  ["narrow", "k8s/ns/shop/imagestreams/web", { width: 400, height: 800 }],
];

const folder = process.argv[2] ?? join(root, "docs/screenshots");
mkdirSync(folder, { recursive: true });
const server = await startServer("--demo-now", NOW);
const browser = await launch();
try {
  for (const [name, address, options] of PICTURES) {
    const page = await visit(browser, server.url, { width: 1400, height: 900, now: NOW, ...options });
    await page.goto(address);
    await seeContent(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
    console.log(`docs/screenshots/${name}.png`);
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
