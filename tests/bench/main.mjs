// `cargo xtask bench`: measures the built app in Chromium beside the floor page, prints tables and
// writes target/bench/bench.json and bench.md. Nothing here is judged: times are those of the machine at hand.
//
//   --quick       one run of everything at small scales, to see that the bench itself works
//   --runs N      how many visits of each kind (of the largest lists at most three)
//   --only A,B    parts: list, stream, tag, memory, typing, scrolling, storm, proxy

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { launch } from "../browser/console.mjs";
import { root } from "../browser/server.mjs";
import { countStreams, startCluster } from "./cluster.mjs";
import { STREAM, WIDE_STREAM, listOf, tagIn } from "./pages.mjs";
import { proxy } from "./proxy.mjs";
import { report } from "./report.mjs";
import { scrolling } from "./scrolling.mjs";
import { makeSite } from "./site.mjs";
import { medians } from "./statistics.mjs";
import { storm } from "./storm.mjs";
import { typing } from "./typing.mjs";
import { emptyMemory, memoryVisit, newVisitor, visit } from "./visit.mjs";

const PARTS = ["list", "stream", "tag", "memory", "typing", "scrolling", "storm", "proxy"];
const SIDES = ["app", "floor"];
/** From here on a list is so long that more than a few runs take longer than they tell. */
const LARGE = 10_000;
const FULL = {
  scales: [10, 100, 1_000, LARGE],
  streams: [STREAM, WIDE_STREAM],
  slowdowns: [1, 4],
  runs: 5,
  interaction: {},
  storm: {},
  proxy: {},
  memoryOf: ["list", "stream", "tag"],
};
const QUICK = {
  scales: [10, 40],
  streams: [STREAM],
  slowdowns: [1],
  runs: 1,
  interaction: { phrases: ["web"], seconds: 0.5 },
  storm: { rates: [100], seconds: 1 },
  proxy: { watches: 20, small: 30, changes: 5, burst: 10 },
  memoryOf: ["list"],
};

const { values: options } = parseArgs({
  options: { quick: { type: "boolean" }, runs: { type: "string" }, only: { type: "string" } },
});
const plan = options.quick ? QUICK : FULL;
const runs = Number(options.runs ?? plan.runs);
const parts = new Set(options.only?.split(",") ?? PARTS);
const unknown = [...parts].filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`no such part: ${unknown}; there are ${PARTS}`);
if (!(runs >= 1)) throw new Error("--runs takes a number from 1 on");

const say = (text) => console.error(`    ${text}`);

/** Visits a page as often as asked: both sides in turn, each cold and then warm. */
async function timings(browser, url, page) {
  const times = page.size >= LARGE && page.kind === "list" ? Math.min(runs, 3) : runs;
  const results = [];
  for (const slowdown of plan.slowdowns) {
    const visits = { app: { cold: [], warm: [] }, floor: { cold: [], warm: [] } };
    for (let run = 0; run < times; run += 1) {
      // Who comes first takes turns as well.
      for (const side of run % 2 ? SIDES.toReversed() : SIDES) {
        const visitor = await newVisitor(browser, url);
        for (const cache of ["cold", "warm"]) {
          visits[side][cache].push(await visit(visitor, page, side, { slowdown }));
        }
        await visitor.close();
      }
    }
    for (const cache of ["cold", "warm"]) {
      const [app, floor] = SIDES.map((side) => medians(visits[side][cache]));
      results.push({ page: page.name, kind: page.kind, size: page.size, cache, slowdown, runs: times, app, floor });
    }
    say(`${page.name}${slowdown > 1 ? `, CPU ${slowdown} times slower` : ""}: ${times} runs`);
  }
  return results;
}

async function memories(browser, url, page) {
  const visitor = await newVisitor(browser, url);
  const empty = await emptyMemory(visitor);
  const result = { page: page.name, kind: page.kind, size: page.size, empty };
  for (const side of SIDES) result[side] = await memoryVisit(visitor, page, side);
  await visitor.close();
  return result;
}

async function measure(result, site, browser, streams, pages) {
  const cluster = await startCluster(site, streams, { giants: pages.includes(WIDE_STREAM) });
  const { url } = cluster;
  try {
    for (const page of pages) {
      if (parts.has(page.kind)) result.pages.push(...(await timings(browser, url, page)));
      if (parts.has("memory") && plan.memoryOf.includes(page.kind)) result.memory.push(await memories(browser, url, page));
    }
    const list = pages.find(({ kind }) => kind === "list");
    if (!list || streams !== plan.scales.at(-1)) return;
    for (const slowdown of plan.slowdowns) {
      const settings = { ...plan.interaction, slowdown };
      for (const [name, part] of Object.entries({ typing, scrolling })) {
        if (parts.has(name)) result[name].push({ page: list.name, slowdown, ...(await part(browser, url, list, settings)) });
      }
    }
    if (parts.has("storm")) result.storm = await storm(browser, url, list, plan.storm);
    if (parts.has("proxy")) {
      result.proxy = { streams: await countStreams(url), ...(await proxy(url, site, { runs, ...plan.proxy })) };
    }
  } finally {
    await cluster.stop();
  }
}

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

const site = makeSite();
const browser = await launch();
const result = {
  date: new Date().toISOString(),
  command: ["cargo xtask bench", ...process.argv.slice(2)].join(" "),
  commit: commit(),
  machine: {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    browser: `Chromium ${browser.version()}`,
  },
  scales: plan.scales,
  pages: [],
  memory: [],
  typing: [],
  scrolling: [],
};
try {
  if (parts.has("stream") || parts.has("memory")) {
    await measure(result, site, browser, 20, plan.streams);
  }
  const ofPages = ["list", "tag", "memory"].some((part) => parts.has(part));
  for (const streams of ofPages ? plan.scales : plan.scales.slice(-1)) {
    await measure(result, site, browser, streams, [listOf(streams), tagIn(streams)]);
  }
} finally {
  await browser.close();
}
// A quick run must not take the place of figures that took long.
const file = join(root, "target/bench", options.quick ? "quick" : "bench");
writeFileSync(`${file}.json`, `${JSON.stringify(result, null, 2)}\n`);
writeFileSync(`${file}.md`, report(result));
console.log(report(result));
console.log(`The same as text: ${file}.md; every figure: ${file}.json`);
