// The folder that the bench serves: the built app, and beside it the floor page and an empty one.
// They are plain files to the server, so that app and floor come from one process and one origin.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { root } from "../browser/server.mjs";

const EMPTY = '<!doctype html><html lang="en"><head><title>Empty</title><link rel="icon" href="data:,"></head></html>\n';

/** Makes the folder anew and returns where it is. */
export function makeSite() {
  const site = join(root, "target/bench/site");
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  cpSync(join(root, "dist"), site, { recursive: true });
  const source = (name) => readFileSync(join(root, "tests/bench", name), "utf8");
  const floor = source("floor.html").replace(
    '<script src="floor.js"></script>',
    () => `<script>\n${source("floor.js")}</script>`,
  );
  if (!floor.includes("JSON.parse")) throw new Error("the floor page has lost its script");
  addPage(site, "floor.html", floor);
  addPage(site, "empty.html", EMPTY);
  return site;
}

/** With the compressed forms that the app's files have too. */
function addPage(site, name, text) {
  writeFileSync(join(site, name), text);
  writeFileSync(join(site, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(site, `${name}.gz`), gzipSync(text));
}
