// A storm of changes in a followed list: how many the page takes in a second, and how long each
// takes to be seen. The changes are put into the page's own watch, at rates that no simulated
// cluster could keep up beside a browser on the same machine.

import { startWay } from "../browser/way.mjs";
import { percentile } from "./statistics.mjs";
import { newVisitor, open, pause } from "./visit.mjs";

const RATES = [100, 300, 1_000, 3_000, 10_000];
const SECONDS = 3;
const PROBE_EVERY_MS = 100;
const TICK_MS = 10;
const CHANGED_STREAMS = 200;
/** Beyond this a page is behind; people notice it. */
const HELD_MS = 250;
const LOST_MS = 20_000;
const VERSION = "@version@";
const STEP = "@step@";

/** Runs in the page: stamps when the label of each step is first seen. */
function watchSteps() {
  const { painted } = globalThis.benchProbe;
  const seen = new Map();
  let waiting = [];
  const tell = () => {
    const newest = Math.max(-1, ...seen.keys());
    waiting = waiting.filter(([step, resolve]) => (newest >= step ? resolve() : true));
  };
  new MutationObserver(() => {
    for (const [, text] of document.querySelector("main").textContent.matchAll(/storm=(\d+)/g)) {
      const step = Number(text);
      if (seen.has(step)) continue;
      seen.set(step, NaN);
      painted((now) => {
        seen.set(step, performance.timeOrigin + now);
        tell();
      });
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  globalThis.benchSteps = {
    seen: () => [...seen],
    until: (step) => new Promise((resolve) => (waiting.push([step, resolve]), tell())),
  };
}

/** The line of a watch that tells of a change, with places for what differs each time. */
function change(stream, labelled) {
  const metadata = { ...stream.metadata, resourceVersion: VERSION };
  if (labelled) metadata.labels = { ...metadata.labels, storm: STEP };
  return `${JSON.stringify({ type: "MODIFIED", object: { kind: "ImageStream", apiVersion: "image.openshift.io/v1", ...stream, metadata } })}\n`;
}

export async function storm(browser, url, page, { rates = RATES, seconds = SECONDS, slowdown }) {
  const way = await startWay(url);
  const visitor = await newVisitor(browser, way.url);
  try {
    const answer = await fetch(new URL(`apis/image.openshift.io/v1/imagestreams?limit=${CHANGED_STREAMS}`, url));
    const { items, metadata } = await answer.json();
    const { tab } = await open(visitor, page, "app", { slowdown });
    const isWatch = ({ url: { pathname } }) => pathname.endsWith("/imagestreams");
    await way.until("the list is followed", () => [...way.watches].some(isWatch));
    const watch = [...way.watches].find(isWatch);
    await tab.evaluate(watchSteps);
    // The first row by name is on the screen.
    const shown = items.reduce((one, other) => (other.metadata.name < one.metadata.name ? other : one));
    const sender = newSender(watch, items, shown, BigInt(metadata.resourceVersion));
    const lists = way.count("list");
    const measured = [];
    for (const rate of rates) {
      measured.push(await atRate(tab, sender, rate, seconds));
      if (!measured.at(-1).held) break;
    }
    return {
      held: Math.max(0, ...measured.filter(({ held }) => held).map(({ sent }) => sent)),
      rates: measured,
      listsAgain: way.count("list") - lists,
    };
  } finally {
    await visitor.close();
    await way.stop();
  }
}

function newSender(watch, items, shown, start) {
  const probe = change(shown, true);
  const others = items.filter((item) => item !== shown).map((item) => change(item, false));
  let version = start;
  let step = 0;
  let next = 0;
  const numbered = (line) => line.replace(VERSION, String((version += 1n)));
  return {
    /** One write, as busy servers do. */
    others: (count) => {
      let text = "";
      for (let index = 0; index < count; index += 1) text += numbered(others[next++ % others.length]);
      if (text) watch.say(text);
    },
    probe: () => {
      watch.say(numbered(probe).replace(STEP, String(step)));
      step += 1;
      return step - 1;
    },
  };
}

async function atRate(tab, sender, rate, seconds) {
  const sent = [];
  let others = 0;
  const started = Date.now();
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = Date.now() - started) {
    const due = Math.floor((elapsed / 1000) * rate) - others;
    sender.others(due);
    others += due;
    if (elapsed >= sent.length * PROBE_EVERY_MS) sent.push([sender.probe(), Date.now()]);
    await pause(TICK_MS);
  }
  const took = (Date.now() - started) / 1000;
  const [last] = sent.at(-1);
  const isSeen = tab.evaluate((step) => globalThis.benchSteps.until(step), last);
  const lost = await Promise.race([isSeen.then(() => false), pause(LOST_MS).then(() => true)]);
  const seen = await tab.evaluate(() => globalThis.benchSteps.seen());
  // Changes between two frames are shown as one: a step is seen when it or a later one is.
  const times = sent.map(([step, at]) => {
    const when = seen.filter(([other]) => other >= step).map(([, time]) => time);
    return Math.min(...when) - at;
  });
  const p95 = percentile(times, 0.95);
  return {
    rate,
    sent: Math.round((others + sent.length) / took),
    p50: percentile(times, 0.5),
    p95,
    worst: Math.max(...times),
    held: !lost && p95 <= HELD_MS,
  };
}
