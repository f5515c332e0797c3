// Tests of forms that change something: each has a stream of its own, a way between page and
// server, and the pen of another person.

import { FAILED_REQUESTS, see, seeHeading, suite } from "./console.mjs";
import { pointer } from "./hands.mjs";
import { startWay, writer } from "./way.mjs";

/** Registers tests of one file: `change(name, options, body)`. Streams begin with `prefix`. */
export function changing(prefix) {
  const { visitor, shared } = suite();
  let names = 0;
  return (name, options, body) => {
    visitor(name, { ...options, expected: FAILED_REQUESTS }, async (page) => {
      const way = await startWay(shared.server.url);
      const api = writer(shared.server.url);
      names += 1;
      const stream = `${prefix}-${names}`;
      try {
        await api.create("shop", stream);
        await body({ page, way, api, stream, hand: pointer(page), go: (address) => page.goto(way.url + address) });
      } finally {
        await way.stop();
      }
    });
  };
}

/** The address of a form of a stream in the project `shop`. */
export const form = (stream, action, query = "") => `k8s/ns/shop/imagestreams/${stream}/change/${action}${query}`;
/** What was written so far; reviews and imports are not counted. */
export const writes = (way) =>
  way.seen.filter(({ method, url }) => method !== "GET" && !/reviews$|imports$/.test(url.pathname));
/** What registries were asked for so far. */
export const imports = (way) => way.seen.filter(({ method, url }) => method === "POST" && /imports$/.test(url.pathname));
export const specTag = async (api, stream, tag) =>
  (await api.get("shop", stream)).spec.tags?.find((one) => one.name === tag);
export const statusTag = async (api, stream, tag) =>
  (await api.get("shop", stream)).status.tags?.find((one) => one.tag === tag);
export const button = (page, name) => page.locator("main").getByRole("button", { name, exact: true });
export const alert = (page, name) => page.getByRole("group", { name });
export const row = (page, ...texts) =>
  texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole("row"));

/** Changes a stream as another person would, field by field. */
export const patch = (api, stream, change) =>
  api.call("PATCH", `namespaces/shop/imagestreams/${stream}`, change, "application/merge-patch+json");

/** Takes back what the notice on top of the page tells of. */
export async function takeBack(page, what) {
  await button(page, "Undo").click();
  await seeHeading(page, "Changes of this visit");
  const undo = page.getByRole("group", { name: `Undo: ${what}` });
  await undo.getByRole("button", { name: "Undo", exact: true }).click();
  await see(page.getByText("undone", { exact: true }));
}

/** Asks again and again until something is so. */
export async function until(what, holds) {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Waits until these tags have an image. */
export const imported = (api, stream, tags, entries = 1) =>
  until(`${tags} were imported`, async () => {
    const { status } = await api.get("shop", stream);
    return tags.every((name) => status.tags?.some(({ tag, items }) => tag === name && (items?.length ?? 0) >= entries));
  });
