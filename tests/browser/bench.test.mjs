// The bench works: a quick run measures everything it should. Its times are not judged.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { growth, median, medians, percentile } from "../bench/statistics.mjs";
import { root } from "./server.mjs";

test("a quick bench measures every part", async () => {
  const main = join(root, "tests/bench/main.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [main, "--quick"], { cwd: root });
  const result = JSON.parse(readFileSync(join(root, "target/bench/quick.json"), "utf8"));
  const positive = (value, what) => assert.ok(Number.isFinite(value) && value > 0, `${what}: ${value}`);

  // Three kinds of pages, lists and tags at two scales, each cold and warm.
  assert.equal(result.pages.length, 10, JSON.stringify(result.pages.map(({ page }) => page)));
  for (const { page, cache, app, floor } of result.pages) {
    for (const [side, figures] of Object.entries({ app, floor })) {
      for (const figure of ["first", "all", "asked", "bytes", "apiBytes", "requests", "apiRequests", "elements"]) {
        positive(figures[figure], `${page}, ${cache}, ${side}, ${figure}`);
      }
      assert.ok(figures.longTasks >= 0 && figures.asked < figures.all);
    }
    assert.ok(app.bytes > app.apiBytes + 50_000 === (cache === "cold"), `${page}, ${cache}: ${app.bytes} bytes`);
  }
  for (const { page, app, floor, empty } of result.memory) {
    positive(app.total - empty, page);
    positive(app.wasm, page);
    assert.equal(floor.wasm, 0);
  }
  assert.equal(result.typing[0].keys, 6);
  positive(result.typing[0].worst, "typing");
  assert.equal(result.typing[0].floor.keys, 6);
  positive(result.scrolling[0].pixels, "scrolling");
  positive(result.scrolling[0].floor.pixels, "scrolling through plain rows");
  assert.equal(result.storm.rates.length, 1);
  positive(result.storm.rates[0].p95, "storm");
  assert.equal(result.proxy.streams, 40);
  for (const side of ["direct", "proxy"]) {
    const { list, small, watches } = result.proxy[side];
    for (const [name, figure] of Object.entries({ ...list, ...small, ...watches })) positive(figure, `${side} ${name}`);
  }
  for (const part of ["First content", "Over the wire", "Memory in MB", "Keystroke", "Scrolling", "Watch storm", "The proxy", "Slope", "Goal"]) {
    assert.ok(stdout.includes(part), `the report says nothing of: ${part}`);
  }
});

test("many numbers come down to the right few", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3, NaN]), 2.5);
  assert.equal(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95), 10);
  assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
  assert.deepEqual(medians([{ a: 1, b: { c: 5 } }, { a: 3, b: { c: 7 } }, { a: 2, b: { c: 6 } }]), { a: 2, b: { c: 6 } });
  const near = (value, expected) => assert.ok(Math.abs(value - expected) < 1e-9, `${value}`);
  near(growth([[10, 30], [100, 300], [1000, 3000]]), 1);
  near(growth([[10, 7], [1000, 7]]), 0);
  near(growth([[1, 1], [4, 2], [16, 4]]), 0.5);
});
