// One measured visit of one page.

import { meter } from "../browser/console.mjs";
import { wantedOn } from "./pages.mjs";
import { probe } from "./probe.mjs";

// A visit that takes longer measures nothing any more.
const PATIENCE_MS = 180_000;
const SAMPLE_MS = 50;
const MB = 1e6;

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A visitor with an empty cache. */
export function newVisitor(browser, url) {
  return browser.newContext({ baseURL: url, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
}

/**
 * Opens a page and waits until it shows everything. Returns it with its CDP session and what went
 * over the wire; whoever opened it closes it.
 */
export async function open(visitor, page, side, { slowdown = 1, before } = {}) {
  const tab = await visitor.newPage();
  await tab.addInitScript(probe, wantedOn(page, side));
  const wire = await meter(tab);
  const session = await visitor.newCDPSession(tab);
  if (slowdown > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await before?.(session);
  await tab.goto(page[side], { waitUntil: "commit" });
  const late = setTimeout(() => void tab.close(), PATIENCE_MS);
  try {
    await tab.evaluate(() => globalThis.benchProbe.done);
  } catch (error) {
    throw new Error(`${page.name} (${side}) did not show everything in ${PATIENCE_MS / 1000} s`, { cause: error });
  } finally {
    clearTimeout(late);
  }
  return { tab, session, wire };
}

/** A timed visit. */
export async function visit(visitor, page, side, options) {
  const { tab, wire } = await open(visitor, page, side, options);
  // What is read for later, such as fonts of words that come last, belongs to the cost as well.
  await Promise.race([wire.settled(/./), pause(2_000)]);
  const figures = await tab.evaluate(() => globalThis.benchProbe.figures());
  await tab.close();
  const api = wire.api();
  const sum = (requests) => requests.reduce((bytes, request) => bytes + request.bytes, 0);
  return {
    ...figures,
    bytes: wire.bytes(),
    apiBytes: sum(api),
    requests: wire.all().length,
    apiRequests: api.length,
  };
}

/**
 * A visit that looks at memory, and not at time: looking costs time. In MB, after a collection of
 * garbage: `heap` of JavaScript, `dom` of the document, `wasm` of all instances; `total` is the sum.
 * `peak` is the most that the heap had while the page came in, garbage included.
 */
export async function memoryVisit(visitor, page, side) {
  let peak = 0;
  let looking = true;
  let looked;
  const { tab, session } = await open(visitor, page, side, {
    before: (session) => {
      looked = (async () => {
        while (looking) {
          peak = Math.max(peak, (await session.send("Runtime.getHeapUsage")).usedSize);
          await pause(SAMPLE_MS);
        }
      })();
    },
  });
  looking = false;
  await looked;
  const wasm = await tab.evaluate(() => globalThis.benchProbe.wasmBytes());
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await heapAfterCollection(session);
  await tab.close();
  const [heap, dom] = [usedSize + backingStorageSize, embedderHeapUsedSize];
  const bytes = { heap, dom, wasm, total: heap + dom + wasm, peak: peak + wasm };
  return Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, value / MB]));
}

async function heapAfterCollection(session) {
  await session.send("HeapProfiler.collectGarbage");
  return session.send("Runtime.getHeapUsage");
}

/** What a page without anything takes, in MB. */
export async function emptyMemory(visitor) {
  const tab = await visitor.newPage();
  await tab.goto("empty.html");
  const session = await visitor.newCDPSession(tab);
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await heapAfterCollection(session);
  await tab.close();
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / MB;
}
