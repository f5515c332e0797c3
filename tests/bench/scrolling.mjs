// Scrolling through a long list: frames that came late, and frames without rows; beside it the same
// with rows of the same markup that a few lines of plain JavaScript keep.

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

/**
 * Runs in the page: puts a copy of its table in its place, whose rows are used again and again. Each
 * is as high as the first, and what it says besides its number stays the same.
 */
function plainRows(count) {
  const NEAR = 200;
  const table = document.querySelector("main table");
  const plain = table.cloneNode(true);
  table.replaceWith(plain);
  const body = plain.tBodies[0];
  const row = [...body.rows].find((row) => !row.hasAttribute("aria-hidden"));
  const { height } = row.getBoundingClientRect();
  const space = () => Object.assign(document.createElement("tr"), { className: "console-space" });
  const [above, below] = [space(), space()];
  const held = Math.ceil((innerHeight + 2 * NEAR) / height);
  const rows = Array.from({ length: held }, () => row.cloneNode(true));
  body.replaceChildren(above, ...rows, below);
  const names = new Map(rows.map((row) => [row, row.querySelector("a").lastChild]));
  const name = (row, index) => {
    row.setAttribute("aria-rowindex", index + 2);
    names.get(row).textContent = `web-${String(index).padStart(5, "0")}`;
  };
  let first = 0;
  const show = () => {
    const top = -body.getBoundingClientRect().top;
    const wanted = Math.max(0, Math.min(count - held, Math.floor((top - NEAR) / height)));
    for (; first < wanted; first += 1) {
      const row = above.nextElementSibling;
      name(row, first + held);
      below.before(row);
    }
    for (; first > wanted; first -= 1) {
      const row = below.previousElementSibling;
      name(row, first - 1);
      above.after(row);
    }
    above.style.height = `${first * height}px`;
    below.style.height = `${(count - held - first) * height}px`;
  };
  rows.forEach(name);
  show();
  addEventListener("scroll", show, true);
}

/** The farthest that anything in the page is scrolled. */
const scrolled = (tab) =>
  tab.evaluate(() => Math.max(...[...document.querySelectorAll("*")].map((element) => element.scrollTop)));

/** The app's own rows, and as `floor` the plain ones. */
export async function scrolling(browser, url, page, settings) {
  const own = await scroll(browser, url, page, settings);
  return { ...own, floor: await scroll(browser, url, page, { ...settings, plain: true }) };
}

async function scroll(browser, url, page, { slowdown, seconds = 3, plain = false }) {
  const visitor = await newVisitor(browser, url);
  const { tab, session } = await open(visitor, page, "app", { slowdown });
  if (plain) await tab.evaluate(plainRows, page.size);
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
