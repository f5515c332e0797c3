// Demo clusters of a certain size, as processes of their own.

import { startProgram } from "../browser/server.mjs";

const API = "apis/image.openshift.io/v1/";
const GIANTS = ["five-thousand-tags", "two-thousand-imports"];

/**
 * A cluster of exactly so many streams of 20 tags: what the demo has besides is deleted, or ten
 * streams would be measured among sixty. With `giants`, the stream of 5,000 tags stays.
 */
export async function startCluster(site, streams, { giants = false } = {}) {
  const options = ["--demo", "--as", "admin", "--demo-scale", `${streams}x20`, "--port", "0", "--dist", site];
  const server = await startProgram(options);
  try {
    await deleteOthers(server.url, giants);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function call(url, path, options) {
  const answer = await fetch(new URL(API + path, url), options);
  if (!answer.ok) throw new Error(`${options?.method ?? "GET"} ${path}: ${answer.status}`);
  return answer.json();
}

async function deleteOthers(url, giants) {
  const others = `labelSelector=${encodeURIComponent("scale!=true")}`;
  const { items } = await call(url, `imagestreams?${others}`);
  const projects = new Set(items.map(({ metadata }) => metadata.namespace));
  for (const project of projects) {
    await call(url, `namespaces/${project}/imagestreams?${others}`, { method: "DELETE" });
  }
  for (const name of giants ? [] : GIANTS) {
    await call(url, `namespaces/scale-000/imagestreams/${name}`, { method: "DELETE" });
  }
}

/** Changes a label of a stream. */
export const label = (url, namespace, name, labels) =>
  call(url, `namespaces/${namespace}/imagestreams/${name}`, {
    method: "PATCH",
    headers: { "content-type": "application/merge-patch+json" },
    body: JSON.stringify({ metadata: { labels } }),
  });

/** How many streams there are. */
export async function countStreams(url) {
  const { metadata, items } = await call(url, "imagestreams?limit=1");
  return items.length + (metadata.remainingItemCount ?? 0);
}
