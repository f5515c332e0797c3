// Scrolling through a long list: frames that came late, and frames without rows.

import { percentile } from "./statistics.mjs";
import { newVisitor, open } from "./visit.mjs";

// A frame has 16.7 ms; the clock of frames wavers by some tenths.
const LATE_MS = 17.5;
const PIXELS_PER_SECOND = 4_000;

/** Runs in the page: takes the time between frames, and looks whether rows are where they should be. */
function watchFrames() {
  const row = "tr, [role=row]";
  const { painted } = globalThis.benchProbe;
  const frames = [];
  let blank = 0;
  let running = true;
  let last;
  const step = (now) => {
    if (!running) return;
    if (last !== undefined) frames.push(now - last);
    last = now;
    // After painting, when looking costs no layout of its own.
    painted(() => {
      if (!document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest(row)) blank += 1;
    });
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  globalThis.benchFrames = () => {
    running = false;
    return { frames, blank };
  };
}

/** The farthest that anything in the page is scrolled. */
const scrolled = (tab) =>
  tab.evaluate(() => Math.max(...[...document.querySelectorAll("*")].map((element) => element.scrollTop)));

export async function scrolling(browser, url, page, { slowdown, seconds = 3 }) {
  const visitor = await newVisitor(browser, url);
  const { tab, session } = await open(visitor, page, "app", { slowdown });
  await tab.evaluate(watchFrames);
  await session.send("Input.synthesizeScrollGesture", {
    x: 640,
    y: 450,
    yDistance: -PIXELS_PER_SECOND * seconds,
    speed: PIXELS_PER_SECOND,
    gestureSourceType: "mouse",
  });
  const { frames, blank } = await tab.evaluate(() => globalThis.benchFrames());
  const pixels = await scrolled(tab);
  await visitor.close();
  if (pixels < 100) throw new Error(`${page.name} could not be scrolled`);
  return {
    frames: frames.length,
    pixels,
    late: frames.filter((time) => time > LATE_MS).length / frames.length,
    p95: percentile(frames, 0.95),
    worst: Math.max(...frames),
    blank: blank / frames.length,
  };
}
