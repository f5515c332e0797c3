// From a keystroke in the search field to the frame that shows its rows; beside it what a few lines of
// plain JavaScript need where each key changes every row that can be seen.

import { percentile } from "./statistics.mjs";
import { newVisitor, open, pause } from "./visit.mjs";

const PHRASES = ["worker-0001", "1.0.5"];
// As fast as a good typist; what follows later than this counts for the next key, as it would be felt.
const BETWEEN_KEYS_MS = 120;

/**
 * Runs in the page: stamps each keystroke and the last change of rows or counts that it led to and
 * that can be seen. Rows beyond the edges of the window may come later; nobody waits for them.
 */
function watchKeys() {
  const shownIn = "table, [role=table], [role=grid], [role=status]";
  const { painted } = globalThis.benchProbe;
  const keys = [];
  let pressed = 0;
  const stamp = (key, isSeen) =>
    painted((now) => {
      if (isSeen()) key.shown = now;
    });
  addEventListener("keydown", (event) => (pressed = event.timeStamp), true);
  addEventListener(
    "input",
    () => {
      // A keystroke that changes no row is answered by the next frame.
      const key = { pressed, shown: NaN };
      keys.push(key);
      stamp(key, () => true);
    },
    true,
  );
  const element = (node) => (node instanceof Element ? node : node.parentElement);
  const isSeen = (node) => {
    const at = element(node);
    // What is gone was perhaps seen. What only keeps room for rows is none.
    if (!at?.isConnected) return true;
    const { top, bottom } = at.getBoundingClientRect();
    return !at.hasAttribute("aria-hidden") && bottom > 0 && top < innerHeight;
  };
  const nodes = ({ type, target, addedNodes, removedNodes }) =>
    type === "childList" ? [...addedNodes, ...removedNodes] : [target];
  new MutationObserver((changes) => {
    const changed = changes.filter(({ target }) => element(target)?.closest(shownIn)).flatMap(nodes);
    if (keys.length > 0 && changed.length > 0) stamp(keys.at(-1), () => changed.some(isSeen));
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  globalThis.benchKeys = () => keys.map(({ pressed, shown }) => shown - pressed);
}

/**
 * Runs in the page: a field of its own, and in place of the table a copy with as many rows as fit into
 * the window. Each key puts others of the same markup in their place, with other numbers.
 */
function plainRows() {
  const table = document.querySelector("main table");
  const plain = table.cloneNode(true);
  table.replaceWith(plain);
  const body = plain.tBodies[0];
  const row = [...body.rows].find((row) => !row.hasAttribute("aria-hidden"));
  const { top, height } = row.getBoundingClientRect();
  const held = Math.ceil((innerHeight - top) / height);
  const markup = row.outerHTML;
  const made = document.createElement("template");
  let number = 10_000;
  const show = () => {
    const rows = Array.from({ length: held }, () => markup.replaceAll(/\d{5}/g, (number += 1)));
    made.innerHTML = rows.join("");
    body.replaceChildren(made.content);
  };
  show();
  const field = document.createElement("input");
  field.addEventListener("input", show);
  document.querySelector("[role=searchbox]").replaceWith(field);
  field.focus();
}

/** The app's own rows, and as `floor` the plain ones. */
export async function typing(browser, url, page, settings) {
  const own = await type(browser, url, page, settings);
  return { ...own, floor: await type(browser, url, page, { ...settings, plain: true }) };
}

async function type(browser, url, page, { slowdown, phrases = PHRASES, plain = false }) {
  const visitor = await newVisitor(browser, url);
  const { tab } = await open(visitor, page, "app", { slowdown });
  await tab.getByRole("searchbox").first().focus();
  if (plain) await tab.evaluate(plainRows);
  await tab.evaluate(watchKeys);
  for (const phrase of phrases) {
    for (const key of [...phrase, ...Array(phrase.length).fill("Backspace")]) {
      await tab.keyboard.press(key);
      await pause(BETWEEN_KEYS_MS);
    }
  }
  await pause(1_000);
  const times = await tab.evaluate(() => globalThis.benchKeys());
  await visitor.close();
  return {
    keys: times.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    worst: Math.max(...times),
    times,
  };
}
