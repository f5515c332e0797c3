// What runs inside a measured page, before its own scripts: it stamps when the page shows what it is
// about. App and floor are stamped by the same code and by what a person could read there.

/**
 * `wanted` names moments: each is reached when an element of `selector` has a text that matches
 * `text`. The time is that of the frame that showed it, after layout and painting.
 */
export function probe(wanted) {
  const open = Object.entries(wanted).map(([name, { selector, text }]) => ({
    name,
    selector,
    text: new RegExp(text),
  }));
  const marks = {};
  const longTasks = [];
  const memories = new Set();
  let finish;
  const done = new Promise((resolve) => (finish = resolve));
  let left = open.length;

  /** Calls back after the next frame is painted. */
  const painted = (callback) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => callback(performance.now());
      port2.postMessage(null);
    });
  const reached = ({ selector, text }) => {
    for (const element of document.querySelectorAll(selector)) {
      if (text.test(element.textContent)) return true;
    }
    return false;
  };
  const observer = new MutationObserver(() => {
    for (let index = open.length - 1; index >= 0; index -= 1) {
      if (!reached(open[index])) continue;
      const [{ name }] = open.splice(index, 1);
      painted((now) => {
        marks[name] = now;
        left -= 1;
        if (left === 0) finish();
      });
    }
    if (open.length === 0) observer.disconnect();
  });
  observer.observe(document, { childList: true, characterData: true, subtree: true });

  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) longTasks.push(duration);
  }).observe({ type: "longtask", buffered: true });

  // The memory of every WebAssembly instance, whichever way it is made.
  const note = (exports, imports) => {
    for (const module of [exports, ...Object.values(imports ?? {})]) {
      for (const value of Object.values(module ?? {})) {
        if (value instanceof WebAssembly.Memory) memories.add(value);
      }
    }
  };
  for (const way of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[way];
    WebAssembly[way] = async (source, imports) => {
      const made = await original.call(WebAssembly, source, imports);
      note((made.instance ?? made).exports, imports);
      return made;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(original, [module, imports]) {
      const instance = new original(module, imports);
      note(instance.exports, imports);
      return instance;
    },
  });

  // Where a page only watches, its one request never ends, and timings of resources never tell of it.
  let asked = NaN;
  const { fetch } = globalThis;
  globalThis.fetch = function (resource, options) {
    const { pathname } = new URL(resource.url ?? resource, document.baseURI);
    if (Number.isNaN(asked) && /\/apis?\//.test(pathname)) asked = performance.now();
    return fetch.call(this, resource, options);
  };
  globalThis.benchProbe = {
    done,
    painted,
    wasmBytes: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    figures: () => ({
      ...marks,
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      asked,
      longTasks: longTasks.length,
      longTaskTime: longTasks.reduce((sum, duration) => sum + duration, 0),
      longestTask: Math.max(0, ...longTasks),
      elements: document.getElementsByTagName("*").length,
    }),
  };
}
