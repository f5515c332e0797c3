// What the browser tests share: one server and one browser per file, a fresh page per test that
// must end without a script error, a message of the console or a breach of the page's policy.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

import { root, startServer } from "./server.mjs";

// Each window of a new visitor would load the browser's own page for its address bar: some two
// hundred files and a second of work beside what is tested. Only the last list of features counts,
// so those that Playwright switches off for quiet stand here again.
const NOT_NEEDED = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
];
const FLAGS = [
  `--disable-features=${NOT_NEEDED}`,
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];
// Long enough for a cold start on a busy machine; nothing waits for it when all is well.
const PATIENCE_MS = 15_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function launch() {
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: [...FLAGS, ...asRoot],
  });
}

/** Makes the memory of the program known to the page, as `wasmMemory`: the program keeps it to itself. */
export function noticeMemory(page) {
  return page.addInitScript(() => {
    for (const start of ["instantiate", "instantiateStreaming"]) {
      const original = WebAssembly[start];
      WebAssembly[start] = async (...given) => {
        const made = await original.apply(WebAssembly, given);
        // A module that is compiled already gives the instance itself.
        const parts = Object.values((made.instance ?? made).exports);
        globalThis.wasmMemory ??= parts.find((one) => one instanceof WebAssembly.Memory);
        return made;
      };
    }
  });
}

/** Remembers what a visitor chose on an earlier visit. */
async function remember(context, choices) {
  await context.addInitScript((entries) => {
    for (const [key, value] of entries) {
      // Only before the first page of the visit: later choices are the test's own.
      if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
    }
  }, Object.entries(choices));
}

/**
 * Opens a browser of its own for one visitor.
 *
 * `language` is the browser's, `system` its colour scheme; `chosen` is what the visitor chose
 * earlier (`{ theme, language, identity }`); `now` stops the page's clock at that time; `timezone`
 * is where the visitor lives.
 */
export async function visit(browser, url, options = {}) {
  const { language = "en-US", system = "light", width = 1280, height = 900, chosen, now, timezone = "UTC" } = options;
  const context = await browser.newContext({
    baseURL: url,
    locale: language,
    colorScheme: system,
    reducedMotion: "reduce",
    timezoneId: timezone,
    viewport: { width, height },
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  context.setDefaultTimeout(PATIENCE_MS);
  if (chosen) {
    const choices = Object.entries(chosen).map(([key, value]) => [`console.${key}`, value]);
    await remember(context, Object.fromEntries(choices));
  }
  const page = await context.newPage();
  if (now) await page.clock.setFixedTime(now);
  return page;
}

/** Collects what a page complains about. `expected` holds patterns that a test brings about. */
function complaints(page, expected) {
  const found = [];
  const note = (text) => {
    if (!expected.some((pattern) => pattern.test(text))) found.push(text);
  };
  page.on("pageerror", (error) => note(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") note(message.text());
  });
  return found;
}

/** What Chromium itself prints about an answer that is an error: tests of errors expect it. */
export const FAILED_REQUESTS = [/^Failed to load resource/];

/**
 * Lets nobody watch, as roles without that right do: pages then read what they show by plain
 * requests, which a test can meddle with.
 */
export const refuseWatches = (page) =>
  page.route(/[?&]watch=true/, (route) =>
    route.fulfill({
      status: 403,
      json: { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Forbidden", code: 403 },
    }),
  );

/** Registers one server and one browser for a file of tests. */
export function suite(...serverOptions) {
  const shared = {};
  before(async () => {
    [shared.server, shared.browser] = await Promise.all([startServer(...serverOptions), launch()]);
  });
  after(async () => {
    await shared.browser?.close();
    await shared.server?.stop();
  });
  /** A test with a page of its own. `options` as for `visit`, and `expected` complaints. */
  function visitor(name, options, body) {
    test(name, async () => {
      const page = await visit(shared.browser, shared.server.url, options);
      const found = complaints(page, options.expected ?? []);
      try {
        await body(page, shared);
      } catch (error) {
        const folder = join(root, "target/browser");
        mkdirSync(folder, { recursive: true });
        const picture = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, "-")}.png`);
        await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
        error.message += `\n(picture: ${picture}; complaints: ${JSON.stringify(found)})`;
        throw error;
      } finally {
        await page.context().close();
      }
      assert.deepEqual(found, [], "the page complained");
    });
  }
  return { visitor, shared };
}

/** Waits until a person can see it. */
export async function see(locator) {
  await locator.first().waitFor({ state: "visible" });
}

/** Waits for the page's main heading; without a name for any. */
export async function seeHeading(page, name) {
  await see(page.getByRole("heading", { level: 1, ...(name && { name }) }));
}

/** Waits until the page shows what it is about, or what stands in its place. */
export async function seeContent(page) {
  await see(page.getByRole("heading", { level: 1 }));
  await see(page.locator("main :is(table, pre, dl, [role=alert], .console-fault, .console-body p)"));
}

/** Fails on findings that keep people out. */
export async function assertAccessible(page) {
  // `evaluate` runs outside of the page's policy, a script element would not.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"] }),
  );
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
  assert.deepEqual(grave, [], `axe on ${page.url()}`);
}

/** The same in both themes, without another visit. */
export async function assertAccessibleInBothThemes(page) {
  await assertAccessible(page);
  // Colours pass over into each other, and each such end can begin another in what inherits it;
  // what counts is where they arrive.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const turn = () =>
    page.evaluate(async () => {
      document.documentElement.classList.toggle("pf-v6-theme-dark");
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      const ends = (animation) => animation.effect?.getComputedTiming().iterations !== Infinity;
      let still = 0;
      while (still < 5) {
        await frame();
        still = document.getAnimations().some(ends) ? 0 : still + 1;
      }
    });
  await turn();
  await assertAccessible(page);
  await turn();
  await page.emulateMedia({ reducedMotion: null });
}

/** Fails if the page can be scrolled sideways. */
export async function assertFits(page) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("body *")].filter((element) => {
      const style = getComputedStyle(element);
      if (element.scrollWidth <= element.clientWidth || element.clientWidth === 0) return false;
      return style.overflowX === "visible" && element.getBoundingClientRect().right > limit + 1;
    });
    const areas = [document.documentElement, document.body, ...document.querySelectorAll("main")];
    const scrolled = areas.filter((area) => area.scrollWidth > area.clientWidth + 1);
    return scrolled.map(
      (area) =>
        `${area.tagName} is ${area.scrollWidth} wide, has ${area.clientWidth}: ` +
        out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)).join(" | "),
    );
  });
  assert.deepEqual(wide, [], `sideways scroll on ${page.url()}`);
}

/** Counts what goes over the wire from now on. */
export async function meter(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const requests = new Map();
  let changed = () => {};
  const on = (event, note) =>
    session.on(`Network.${event}`, (data) => {
      note(data, requests.get(data.requestId));
      changed();
    });
  on("requestWillBeSent", ({ requestId, request }) => {
    requests.set(requestId, { url: new URL(request.url), method: request.method, bytes: 0 });
  });
  on("dataReceived", ({ encodedDataLength }, request) => {
    if (request) request.bytes += encodedDataLength;
  });
  on("loadingFinished", ({ encodedDataLength }, request) => {
    if (request) Object.assign(request, { bytes: encodedDataLength, finished: true });
  });
  // What was given up, or ended before the browser noted its end, is not waited for either.
  on("loadingFailed", (_, request) => {
    if (request) request.finished = true;
  });
  const all = () => [...requests.values()];
  const isApi = ({ url }) => /\/(apis?|version)(\/|$)/.test(url.pathname);
  const isWatch = ({ url }) => url.searchParams.has("watch");
  return {
    all,
    api: () => all().filter(isApi),
    bytes: () => all().reduce((sum, { bytes }) => sum + bytes, 0),
    /** Waits until `expected` was asked for and everything but watches has come. */
    settled: async (expected) => {
      const pending = () => all().some((request) => !request.finished && !isWatch(request));
      while (pending() || !all().some(({ url }) => expected.test(url.pathname))) {
        await new Promise((resolve) => (changed = resolve));
      }
    },
    table: () =>
      all()
        .map(({ url, method, bytes }) => `${method} ${url.pathname}${url.search} ${bytes}`)
        .join("\n"),
  };
}

/** Pages of the demo cluster, each with its main heading. */
export const PAGES = [
  ["k8s/all-namespaces/imagestreams", "Image streams"],
  ["k8s/ns/default/imagestreams", "Image streams"],
  ["k8s/ns/default/imagestreams/python", "python"],
  ["k8s/ns/default/imagestreams/python/text", "python"],
  ["k8s/ns/default/imagestreamtags/python%3A3.5", "python:3.5"],
  ["k8s/ns/default/imagestreamtags/python%3A3.5/text", "python:3.5"],
];

/** Who may see a page: the list of all projects takes rights that a developer has not. */
export const ADMIN = { chosen: { identity: "admin" } };
