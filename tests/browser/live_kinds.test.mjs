// Each kind of page stays true by itself through a cut, a forgotten version and another server.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { EXPIRED, gone, link, living, state } from "./living.mjs";
import { startServer } from "./server.mjs";
import { writer } from "./way.mjs";

const live = living();
const IMAGE = "docker.io/library/busybox:1.36";
const tag = (number) => `t${number}`;
const version = (watch) => watch.url.searchParams.get("resourceVersion");
const isToldBy = (line) => JSON.parse(line).object.metadata.resourceVersion;

// `first` is what is there when the page is opened; it returns the page's address. `change` is what
// another person does then, `shown` where that is seen, and `lists` how many lists opened the page.
const KINDS = [
  {
    kind: "a tag",
    lists: 0,
    first: async (api, stream) => {
      await api.refer("default", stream, "m", "registry.example/m:0");
      return `imagestreamtags/${stream}%3Am`;
    },
    change: (api, stream, number) => api.refer("default", stream, "m", `registry.example/m:${number}`),
    shown: (page, _, number) => page.getByText(`registry.example/m:${number}`, { exact: true }),
    end: (api, stream) => api.untag("default", stream, "m"),
    ended: (page, stream) => see(page.getByText(`The tag ${stream}:m was deleted`)),
  },
  {
    kind: "an image",
    lists: 0,
    first: async (api, stream) => {
      await api.follow("default", stream, "m", IMAGE);
      return `imagestreamimages/${stream}@${await api.image("default", stream, "m")}`;
    },
    change: async (api, stream, number) => {
      await api.follow("default", stream, tag(number), IMAGE);
      // What comes after a change would tell of it, too.
      await api.image("default", stream, tag(number));
    },
    shown: (page, _, number) => link(page, tag(number)),
    end: (api, stream) => api.remove("default", stream),
    ended: (page, stream) => see(page.getByText(`The image stream ${stream} was deleted`)),
  },
  {
    kind: "a stream",
    lists: 0,
    first: async (api, stream) => {
      await api.refer("default", stream, "m", "registry.example/m:0");
      return `imagestreams/${stream}`;
    },
    change: (api, stream, number) => api.refer("default", stream, tag(number), "registry.example/m:1"),
    shown: (page, _, number) => link(page, tag(number)),
    end: (api, stream) => api.remove("default", stream),
    ended: (page, stream) => see(page.getByText(`The image stream ${stream} was deleted`)),
  },
  {
    kind: "scheduled tags",
    lists: 1,
    first: () => "scheduled-tags",
    change: (api, stream, number) => api.follow("default", stream, tag(number), IMAGE, { scheduled: true }),
    shown: (page, stream, number) => link(page, `${stream}:${tag(number)}`),
    end: (api, stream) => api.remove("default", stream),
    ended: (page, stream) => gone(link(page, `${stream}:${tag(7)}`)),
  },
];

for (const { kind, lists, first, change, shown, end, ended } of KINDS) {
  live(`a page of ${kind} goes on after a cut, a forgotten version and a lost server`, {}, async (test) => {
    const { page, way, go, fresh } = test;
    const servers = [await startServer()];
    try {
      let api = writer(servers[0].url);
      way.to(servers[0].url);
      await api.create("default", fresh);
      const address = await first(api, fresh);
      const sees = (number) => see(shown(page, fresh, number));
      const happens = async (number) => {
        await change(api, fresh, number);
        await sees(number);
      };
      await go(`k8s/ns/default/${address}`);
      await seeHeading(page);
      let watch = await way.open();
      await state(page, "Live");
      await happens(1);

      // Cut: it goes on from where it was, and nothing is listed.
      const heard = way.lines.length;
      watch.cut();
      await way.until("it is watched again", () => way.count("watch") === 2);
      watch = await way.open();
      const resumed = version(way.seen.filter((one) => one.watch)[1]);
      assert.ok(way.lines.slice(0, heard).some((line) => isToldBy(line) === resumed), `from ${resumed}`);
      await happens(2);
      assert.equal(way.count("list"), lists);

      // Forgotten: what no watch tells is found by reading.
      let read;
      const allowed = new Promise((resolve) => (read = resolve));
      way.detain = ({ pathname, searchParams }) =>
        pathname.endsWith("/imagestreams") && !searchParams.has("watch") ? { before: allowed } : {};
      watch.say(EXPIRED);
      await way.until("it is listed again", () => way.count("list") === lists + 1);
      await way.until("the watch is closed", () => way.watches.size === 0);
      await change(api, fresh, 3);
      read();
      await sees(3);
      await way.open();
      await state(page, "Live");
      await happens(4);

      // Lost: what was there stays, and another server's state takes its place.
      await servers[0].stop();
      await state(page, "Offline since");
      await sees(4);
      servers.push(await startServer());
      api = writer(servers[1].url);
      await api.create("default", fresh);
      assert.equal(await first(api, fresh), address);
      await change(api, fresh, 5);
      way.to(servers[1].url);
      await sees(5);
      await gone(shown(page, fresh, 4));
      await state(page, "Live");
      await happens(6);
      await happens(7);

      await end(api, fresh);
      await ended(page, fresh);
    } finally {
      for (const server of servers) await server.stop();
    }
  });
}
