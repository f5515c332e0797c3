// The tables that a person reads, in Markdown, so that they can stand in the README as they are.

import { growth } from "./statistics.mjs";

const GOALS = { firstCold: 1.5, firstWarm: 1.2, all: 1.2, memory: 60 };
const LARGE = 10_000;

const grouped = (number, digits = 0) =>
  Number.isFinite(number)
    ? number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })
    : "–";
const ms = (number) => grouped(number);
const kilobytes = (bytes) => grouped(bytes / 1000, bytes < 100_000 ? 1 : 0);
const percent = (share) => `${grouped(share * 100, 1)} %`;
const ratio = (app, floor) => (Number.isFinite(app / floor) ? `${grouped(app / floor, 2)}×` : "–");
const cpu = (slowdown) => (slowdown > 1 ? `${slowdown}× slower` : "plain");

function table(heads, rows) {
  // The first column names the row, the others are numbers.
  const line = heads.map((_, index) => (index === 0 ? "---" : "---:"));
  return [heads, line, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What the README shows: one line for each page, each time beside its ratio to the floor. */
function summary({ pages, memory }) {
  const heads = ["Page", "First content, cold", "warm", "Everything, cold", "warm", "KB, cold", "API requests", "MB"];
  const plain = pages.filter(({ slowdown }) => slowdown === 1);
  const rows = [...new Set(plain.map(({ page }) => page))].map((name) => {
    const [cold, warm] = ["cold", "warm"].map((cache) => plain.find((one) => one.page === name && one.cache === cache));
    const beside = ({ app, floor }, figure) => `${ms(app[figure])} ms (${ratio(app[figure], floor[figure])})`;
    const held = memory.find(({ page }) => page === name);
    return [
      name,
      beside(cold, "first"),
      beside(warm, "first"),
      beside(cold, "all"),
      beside(warm, "all"),
      kilobytes(cold.app.bytes),
      cold.app.apiRequests,
      held ? grouped(held.app.total - held.empty, 1) : "–",
    ];
  });
  return `In brackets how many times the floor's; MB are those over an empty page.\n\n${table(heads, rows)}`;
}

function pages({ pages }) {
  const heads = ["Page", "Visit", "CPU", "First content", "Floor", "Ratio", "Everything", "Floor", "Ratio", "Long tasks"];
  const rows = pages.map(({ page, cache, slowdown, app, floor }) => [
    page,
    cache,
    cpu(slowdown),
    ms(app.first),
    ms(floor.first),
    ratio(app.first, floor.first),
    ms(app.all),
    ms(floor.all),
    ratio(app.all, floor.all),
    `${app.longTasks} (${ms(app.longestTask)}), ${floor.longTasks} (${ms(floor.longestTask)})`,
  ]);
  return `Times in ms since navigation began, of the frame that shows it; long tasks: how many (the longest) of app, floor.\n\n${table(heads, rows)}`;
}

function wire({ pages }) {
  const heads = ["Page", "Visit", "First paint", "API first asked", "Requests", "of them API", "KB", "of them API", "Floor: requests", "Floor: KB", "Elements"];
  const rows = pages
    .filter(({ slowdown }) => slowdown === 1)
    .map(({ page, cache, app, floor }) => [
      page,
      cache,
      ms(app.painted),
      ms(app.asked),
      app.requests,
      app.apiRequests,
      kilobytes(app.bytes),
      kilobytes(app.apiBytes),
      floor.requests,
      kilobytes(floor.bytes),
      app.elements,
    ]);
  return `Over the wire, headers included; KB are thousands of bytes. Times of the app in ms.\n\n${table(heads, rows)}`;
}

function memory({ memory }) {
  const heads = ["Page", "Heap", "Document", "Wasm", "Over an empty page", "At most", "Floor over an empty page", "Floor at most"];
  const rows = memory.map(({ page, empty, app, floor }) => [
    page,
    ...[app.heap, app.dom, app.wasm, app.total - empty, app.peak, floor.total - empty, floor.peak].map((one) => grouped(one, 1)),
  ]);
  return `Memory in MB, when everything is shown and garbage is collected; "at most" is the heap's peak with garbage, and wasm.\n\n${table(heads, rows)}`;
}

function interaction({ typing, scrolling }) {
  const parts = [];
  if (typing.length > 0) {
    const heads = ["Keystroke to filtered rows, ms", "CPU", "p50", "p95", "Worst", "Keys", "Plain rows, all others with each key: p50", "p95", "Worst"];
    const times = ({ p50, p95, worst }) => [ms(p50), ms(p95), ms(worst)];
    const rows = typing.map((one) => [one.page, cpu(one.slowdown), ...times(one), one.keys, ...times(one.floor)]);
    parts.push(table(heads, rows));
  }
  if (scrolling.length > 0) {
    const heads = ["Scrolling", "CPU", "Frames over 16.7 ms", "Plain rows", "p95, ms", "Plain rows", "Worst, ms", "Plain rows", "Frames without rows", "Frames", "Pixels"];
    const rows = scrolling.map((one) => [
      one.page,
      cpu(one.slowdown),
      percent(one.late),
      percent(one.floor.late),
      grouped(one.p95, 1),
      grouped(one.floor.p95, 1),
      grouped(one.worst, 1),
      grouped(one.floor.worst, 1),
      percent(one.blank),
      one.frames,
      grouped(one.pixels),
    ]);
    parts.push(table(heads, rows));
  }
  return parts.join("\n\n");
}

function storm({ storm }) {
  if (!storm) return "";
  const heads = ["Watch storm: events a second", "p50, ms", "p95, ms", "Worst, ms", "Held"];
  const rows = storm.rates.map(({ sent, p50, p95, worst, held }) => [grouped(sent), ms(p50), ms(p95), ms(worst), held ? "yes" : "no"]);
  return `From an event to the frame that shows it, while others of streams of 20 tags come in; held ${grouped(storm.held)} a second, lists read again ${storm.listsAgain}.\n\n${table(heads, rows)}`;
}

function proxied({ proxy }) {
  if (!proxy) return "";
  const { direct, proxy: through } = proxy;
  const heads = ["The proxy", "Direct", "Through it", "Added", "Ratio"];
  const row = (name, of, show = ms) => [
    name,
    show(of(direct)),
    show(of(through)),
    show(of(through) - of(direct)),
    ratio(of(through), of(direct)),
  ];
  const rows = [
    row(`list of ${grouped(proxy.streams)} streams, ms to its end`, ({ list }) => list.all),
    row("the same, ms to the answer's head", ({ list }) => list.first, (one) => grouped(one, 1)),
    row("the same, MB a second", ({ list }) => list.bytesPerSecond / 1e6),
    row("one stream, ms, p50", ({ small }) => small.p50, (one) => grouped(one, 2)),
    row("one stream, ms, p95", ({ small }) => small.p95, (one) => grouped(one, 2)),
    row(`${direct.watches.watches} watches opened, ms`, ({ watches }) => watches.opened),
    row("a change at all of them, ms, p50", ({ watches }) => watches.p50, (one) => grouped(one, 1)),
    row("a change at all of them, ms, p95", ({ watches }) => watches.p95, (one) => grouped(one, 1)),
    row("events delivered a second", ({ watches }) => watches.deliveriesPerSecond),
  ];
  const memory = `The server's memory: ${grouped(proxy.residentIdle / 1e6)} MB at first, ${grouped(proxy.residentAfter / 1e6)} MB after all of it.`;
  return `${table(heads, rows)}\n\n${memory}`;
}

function grown({ pages, memory, scales }) {
  const rows = [];
  const add = (name, points, show) => {
    if (points.filter(([, cost]) => Number.isFinite(cost)).length < 2) return;
    const of = new Map(points);
    rows.push([name, ...scales.map((scale) => (of.has(scale) ? show(of.get(scale)) : "–")), grouped(growth(points), 2)]);
  };
  const cold = (kind, side, figure) =>
    pages
      .filter((one) => one.kind === kind && one.cache === "cold" && one.slowdown === 1)
      .map((one) => [one.size, one[side][figure]]);
  for (const [kind, side, figure, name, show] of [
    ["list", "app", "first", "list, first content, ms", ms],
    ["list", "floor", "first", "the floor's", ms],
    ["list", "app", "all", "list, everything, ms", ms],
    ["list", "floor", "all", "the floor's", ms],
    ["list", "app", "elements", "list, elements", grouped],
    ["list", "app", "apiRequests", "list, API requests", grouped],
    ["tag", "app", "first", "tag, first content, ms", ms],
    ["tag", "app", "all", "tag, everything, ms", ms],
    ["tag", "app", "apiRequests", "tag, API requests", grouped],
  ]) {
    add(name, cold(kind, side, figure), show);
  }
  const held = memory.filter(({ kind }) => kind === "list");
  add("list, MB over an empty page", held.map(({ size, app, empty }) => [size, app.total - empty]), (one) => grouped(one, 1));
  if (rows.length === 0) return "";
  const heads = ["Growth with the cluster's streams", ...scales.map((scale) => grouped(scale)), "Slope"];
  return `Slope: the exponent that fits; 0 does not grow, 1 grows as the cluster does.\n\n${table(heads, rows)}`;
}

function goals({ pages, memory }) {
  const rows = [];
  const add = (name, value, limit, show) => rows.push([name, show(value), `≤ ${show(limit)}`, value <= limit ? "met" : "missed"]);
  const times = (value) => `${grouped(value, 2)}×`;
  for (const { page, cache, slowdown, kind, size, app, floor } of pages) {
    if (slowdown !== 1) continue;
    const limit = cache === "cold" ? GOALS.firstCold : GOALS.firstWarm;
    add(`${page}, first content, ${cache}`, app.first / floor.first, limit, times);
    if (kind === "list" && size >= LARGE) add(`${page}, everything, ${cache}`, app.all / floor.all, GOALS.all, times);
  }
  for (const { page, app, empty } of memory) {
    add(`${page}, memory over an empty page`, app.total - empty, GOALS.memory, (one) => `${grouped(one, 1)} MB`);
  }
  return rows.length > 0 ? table(["Goal", "Measured", "Goal", "Result"], rows) : "";
}

/** Everything as text. */
export function report(result) {
  const { machine, date, command, commit } = result;
  const about = `${date.slice(0, 10)}, ${machine.cores} cores (${machine.processor}), ${machine.memory}, ${machine.browser}, commit ${commit}: \`${command}\``;
  const parts = [summary, pages, wire, memory, interaction, storm, proxied, grown, goals].map((part) => part(result));
  // A table ends with its rule where it has no rows.
  const isEmpty = (text) => text === "" || text.split("\n").at(-1).startsWith("| ---");
  return [about, ...parts.filter((text) => !isEmpty(text))].join("\n\n") + "\n";
}
