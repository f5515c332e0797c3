// What the server costs as a proxy: the same requests to the API directly and through it.

import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";

import { startProgram } from "../browser/server.mjs";
import { label } from "./cluster.mjs";
import { median, percentile } from "./statistics.mjs";
import { pause } from "./visit.mjs";

const API = "apis/image.openshift.io/v1/";
const WATCHED = "scale-000";
const WATCHES = 200;
const CHANGES = 40;
const BETWEEN_CHANGES_MS = 50;
const BURST = 100;
const SMALL_REQUESTS = 300;
const PATIENCE_MS = 30_000;

/** Measures with a cluster that is running at `direct`. */
export async function proxy(direct, site, { runs, watches = WATCHES, small = SMALL_REQUESTS, changes = CHANGES, burst = BURST }) {
  const server = await startProgram(["--api-url", direct, "--port", "0", "--dist", site]);
  try {
    const sides = { direct, proxy: server.url };
    const idle = residentBytes(server.pid);
    const figures = { direct: {}, proxy: {} };
    const each = async (name, measure) => {
      for (const [side, url] of Object.entries(sides)) figures[side][name] = await measure(url);
    };
    const agent = new Agent({ keepAlive: true, maxSockets: 2 });
    await interleaved(sides, figures, "list", runs, (url) => largeList(url, agent));
    agent.destroy();
    await interleaved(sides, figures, "small", 3, (url) => smallRequests(url, Math.ceil(small / 3)));
    await each("watches", (url) => parallelWatches(url, direct, { watches, changes, burst }));
    return { ...figures, residentIdle: idle, residentAfter: residentBytes(server.pid) };
  } finally {
    await server.stop();
  }
}

/** Takes turns, so that what else the machine does meets both. */
async function interleaved(sides, figures, name, runs, measure) {
  const all = { direct: [], proxy: [] };
  for (let run = -1; run < runs; run += 1) {
    for (const [side, url] of Object.entries(sides)) {
      const measured = await measure(url);
      // The first round opens connections and warms both up.
      if (run >= 0) all[side].push(measured);
    }
  }
  for (const [side, values] of Object.entries(all)) {
    const keys = Object.keys(values[0]);
    figures[side][name] = Object.fromEntries(keys.map((key) => [key, median(values.map((value) => value[key]))]));
  }
}

/** Reads an answer to its end: `{ first, all, bytes }`, in milliseconds from the request on. */
function read(url, agent) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    get(url, { agent }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`));
      const first = performance.now() - started;
      let bytes = 0;
      answer.on("data", (chunk) => (bytes += chunk.length));
      answer.on("end", () => resolve({ first, all: performance.now() - started, bytes }));
      answer.on("error", reject);
    }).on("error", reject);
  });
}

async function largeList(url, agent) {
  const { first, all, bytes } = await read(new URL(`${API}imagestreams`, url), agent);
  return { first, all, bytes, bytesPerSecond: bytes / (all / 1000) };
}

async function smallRequests(url, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  for (let index = 0; index < count; index += 1) {
    times.push((await read(new URL(`${API}namespaces/${WATCHED}/imagestreams/web-00000`, url), agent)).all);
  }
  agent.destroy();
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** Opens a watch and calls back for each event. */
function watch(url, onEvent) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`));
      answer.on("data", (chunk) => {
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) onEvent();
      });
      answer.on("error", () => {});
      resolve(request);
    });
    request.on("error", reject);
  });
}

/** How long a change takes to reach every watch, and how many deliveries pass in a second. */
async function parallelWatches(url, writer, { watches: count, changes, burst }) {
  const list = await fetch(new URL(`${API}namespaces/${WATCHED}/imagestreams?limit=1`, writer));
  const { metadata } = await list.json();
  const address = new URL(`${API}namespaces/${WATCHED}/imagestreams?watch=true&resourceVersion=${metadata.resourceVersion}`, url);
  const counter = newCounter();
  const started = performance.now();
  const open = await Promise.all(Array.from({ length: count }, () => watch(address, counter.add)));
  const opened = performance.now() - started;
  const write = (step) => label(writer, WATCHED, "web-00000", { step: `${step}` });

  const times = [];
  for (let step = 0; step < changes; step += 1) {
    const from = performance.now();
    const delivered = counter.after(count, () => times.push(performance.now() - from));
    await write(step);
    await delivered;
    await pause(BETWEEN_CHANGES_MS);
  }
  const from = performance.now();
  const delivered = counter.after(count * burst, () => {});
  await Promise.all(Array.from({ length: burst }, (_, step) => write(`burst-${step}`)));
  await delivered;
  const seconds = (performance.now() - from) / 1000;
  for (const request of open) request.destroy();
  return {
    watches: count,
    opened,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    worst: Math.max(...times),
    deliveriesPerSecond: (count * burst) / seconds,
  };
}

/** Counts events of all watches together. */
function newCounter() {
  let add = () => {};
  return {
    add: () => add(),
    /** Calls back for each event from now on, and ends with the one of this number. */
    after: (count, each) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error("a change did not reach every watch")), PATIENCE_MS);
        let left = count;
        add = () => {
          each();
          left -= 1;
          if (left > 0) return;
          clearTimeout(late);
          resolve();
        };
      }),
  };
}

/** What a process holds in memory; only Linux tells. */
function residentBytes(pid) {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(kilobytes) * 1024;
  } catch {
    return NaN;
  }
}
