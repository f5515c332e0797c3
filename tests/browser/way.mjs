// What lies between a browser and the server, for tests to meddle with: it cuts watches, refuses
// them, holds them back, cuts lines into pieces, repeats and adds lines.

import { createServer, request } from "node:http";
import { once } from "node:events";

const isWatch = (url) => url.searchParams.get("watch") === "true";
const isList = (url) => /\/imagestreams$/.test(url.pathname) && !isWatch(url);

/** Starts the way to `target`. Its `url` ends with a slash. */
export async function startWay(target) {
  const way = {
    /** Every API request, in order: `{ url, watch, list, at }`. */
    seen: [],
    /** Takes the next watch: `{ status, headers, body }`, or "drop" to lose it. */
    refuse: [],
    /**
     * What happens to a write: "lose" drops it before it reaches the server, "cut" lets it through
     * and drops the answer, `{ status, body }` answers in the server's place.
     */
    meddle: () => undefined,
    /**
     * What a reading waits for: `{ before }` it reaches the server, or `{ after }` the server has
     * answered it.
     */
    detain: () => ({}),
    /** Answers a reading in the server's place: `{ status, body }`. */
    answer: () => undefined,
    /** Lets pages of lists have so many objects at most. */
    pageObjects: 0,
    /** Readings whose answers wait, in order. */
    detained: [],
    /** Hands the bytes of watches on in pieces of so many, each by itself. */
    pieceBytes: 0,
    /** Every line that watches told. */
    lines: [],
    /** Keeps the bytes of watches until they end. */
    holdsBack: false,
    watches: new Set(),
  };
  let upstream = new URL(target);

  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url, upstream);
    if (/\/apis?\//.test(url.pathname)) {
      const { method } = incoming;
      way.seen.push({ method, url, watch: isWatch(url), list: isList(url), at: Date.now() });
    }
    const refusal = isWatch(url) ? way.refuse.shift() : undefined;
    if (refusal === "drop") return incoming.socket.destroy();
    if (refusal) {
      outgoing.writeHead(refusal.status, { "content-type": "application/json", ...refusal.headers });
      return outgoing.end(refusal.body ?? "");
    }
    const trick = incoming.method === "GET" ? way.answer(url) : way.meddle(incoming.method, url);
    if (trick === "lose") return incoming.socket.destroy();
    const { before, after } = incoming.method === "GET" ? way.detain(url) : {};
    if (trick?.status) {
      incoming.resume();
      const answer = () => {
        // Browsers keep some refusals for later, such as a 410, unless they are told not to.
        outgoing.writeHead(trick.status, { "content-type": "application/json", "cache-control": "no-store" });
        outgoing.end(JSON.stringify(trick.body));
      };
      return before ? before.then(answer) : answer();
    }
    const headers = { ...incoming.headers, host: upstream.host };
    if (headers.origin) headers.origin = upstream.origin;
    // Lines of watches are read and added here, which cannot be done to a compressed one.
    if (isWatch(url)) delete headers["accept-encoding"];
    if (way.pageObjects && url.searchParams.has("limit")) url.searchParams.set("limit", way.pageObjects);
    const path = url.pathname + url.search;
    const passed = request(
      { host: upstream.hostname, port: upstream.port, path, method: incoming.method, headers },
      async (answer) => {
        if (after) {
          way.detained.push(url);
          await after;
        }
        if (trick === "cut") return answer.resume().on("end", () => incoming.socket.destroy());
        if (!isWatch(url)) {
          outgoing.writeHead(answer.statusCode, answer.headers);
          return answer.pipe(outgoing);
        }
        pass(answer, outgoing, url);
      },
    );
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    if (before) before.then(() => incoming.pipe(passed));
    else incoming.pipe(passed);
  });

  function pass(answer, outgoing, url) {
    const held = [];
    const watch = {
      url,
      /** Adds lines of its own. */
      say: (text) => outgoing.write(text),
      /** Ends the connection as a network does. */
      cut: () => outgoing.destroy(),
      /** Ends the answer as a server or an impatient proxy does, with all that was held back. */
      end: () => {
        if (held.length > 0 && !outgoing.headersSent) outgoing.writeHead(answer.statusCode, answer.headers);
        for (const chunk of held) outgoing.write(chunk);
        outgoing.end();
      },
    };
    way.watches.add(watch);
    outgoing.on("close", () => way.watches.delete(watch));
    if (!way.holdsBack) {
      outgoing.writeHead(answer.statusCode, answer.headers);
      outgoing.flushHeaders();
    }
    let rest = "";
    answer.on("data", async (chunk) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop();
      way.lines.push(...lines);
      if (way.holdsBack) return held.push(chunk);
      if (!way.pieceBytes) return outgoing.write(chunk);
      answer.pause();
      for (let at = 0; at < chunk.length; at += way.pieceBytes) {
        outgoing.write(chunk.subarray(at, at + way.pieceBytes));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      answer.resume();
    });
    answer.on("end", watch.end);
    answer.on("error", watch.cut);
  }

  server.on("connection", (socket) => socket.setNoDelay(true));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  way.url = `http://127.0.0.1:${server.address().port}/`;
  way.to = (target) => (upstream = new URL(target));
  way.target = () => upstream.href;
  way.stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  /** Waits until something is so. */
  way.until = async (what, holds) => {
    const end = Date.now() + 15_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  /** Waits for the one watch of a page. */
  way.open = async () => {
    await way.until("a watch is open", () => way.watches.size === 1);
    return [...way.watches][0];
  };
  way.count = (kind) => way.seen.filter((one) => one[kind]).length;
  return way;
}

/** Writes through the API of the demo cluster, as another person would. */
export function writer(url, identity = "admin") {
  const api = new URL("apis/image.openshift.io/v1/", url);
  const call = async (method, path, body, type = "application/json") => {
    const answer = await fetch(new URL(path, api), {
      method,
      headers: { authorization: `Bearer ${identity}-token`, ...(body && { "content-type": type }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const streams = (namespace) => `namespaces/${namespace}/imagestreams`;
  return {
    call,
    get: (namespace, name) => call("GET", `${streams(namespace)}/${name}`),
    create: (namespace, name, labels = {}) =>
      call("POST", streams(namespace), {
        apiVersion: "image.openshift.io/v1",
        kind: "ImageStream",
        metadata: { name, namespace, labels },
      }),
    label: (namespace, name, labels) =>
      call(
        "PATCH",
        `${streams(namespace)}/${name}`,
        { metadata: { labels } },
        "application/merge-patch+json",
      ),
    remove: (namespace, name) => call("DELETE", `${streams(namespace)}/${name}`),
    /** Asks for a tag, as `oc tag --reference` does. */
    refer: (namespace, stream, tag, source) =>
      call("PUT", `namespaces/${namespace}/imagestreamtags/${stream}:${tag}`, {
        apiVersion: "image.openshift.io/v1",
        kind: "ImageStreamTag",
        metadata: { name: `${stream}:${tag}`, namespace },
        tag: { name: tag, reference: true, from: { kind: "DockerImage", name: source } },
      }),
    /** Asks for a tag whose image the cluster imports, as `oc tag` does. */
    follow: (namespace, stream, tag, source, importPolicy = {}) =>
      call("PUT", `namespaces/${namespace}/imagestreamtags/${stream}:${tag}`, {
        apiVersion: "image.openshift.io/v1",
        kind: "ImageStreamTag",
        metadata: { name: `${stream}:${tag}`, namespace },
        tag: { name: tag, from: { kind: "DockerImage", name: source }, importPolicy },
      }),
    /** Waits until a tag has an image, or another than that of this digest. */
    image: async (namespace, stream, tag, not) => {
      for (const end = Date.now() + 15_000; Date.now() < end; ) {
        const { status } = await call("GET", `${streams(namespace)}/${stream}`);
        const image = status.tags?.find((one) => one.tag === tag)?.items?.[0]?.image;
        if (image && image !== not) return image;
      }
      throw new Error(`waited in vain for an image of ${stream}:${tag}`);
    },
    untag: (namespace, stream, tag) =>
      call("DELETE", `namespaces/${namespace}/imagestreamtags/${stream}:${tag}`),
  };
}
