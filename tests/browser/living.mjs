// Tests of pages that follow the server: each has a way of its own between page and server, and the
// pen of another person.

import { FAILED_REQUESTS, see, suite } from "./console.mjs";
import { startWay, writer } from "./way.mjs";

const LIST = "k8s/ns/default/imagestreams";

/** Registers tests of one file: `live(name, options, body)`. Options of the server come first. */
export function living(...serverOptions) {
  const { visitor, shared } = suite(...serverOptions);
  let names = 0;
  return (name, options, body) => {
    visitor(name, { ...options, expected: FAILED_REQUESTS }, async (page) => {
      const way = await startWay(shared.server.url);
      try {
        const api = writer(shared.server.url);
        names += 1;
        await body({ page, way, api, fresh: `live-${names}`, go: (address) => page.goto(way.url + address) });
      } finally {
        await way.stop();
      }
    });
  };
}

export const link = (page, name) => page.getByRole("link", { name, exact: true });
export const row = (page, name) => page.getByRole("row").filter({ has: link(page, name) });
export const state = (page, text) => see(page.locator(".console-live", { hasText: text }));
export const gone = (locator) => locator.waitFor({ state: "detached" });

/** Opens the list and waits until it is followed. */
export async function openList({ go, way, page }) {
  await go(LIST);
  await see(link(page, "python"));
  const watch = await way.open();
  await state(page, "Live");
  return watch;
}

/** The server's word that it has forgotten where a watch is. */
export const EXPIRED = `${JSON.stringify({
  type: "ERROR",
  object: { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Expired", code: 410 },
})}\n`;
