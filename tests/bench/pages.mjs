// The pages that are measured: where app and floor have them, and by what one sees that the page
// shows its first content, and that it shows everything. Words and roles only, as people read them.

const grouped = (number) => number.toLocaleString("en");

/** The list of all streams of a cluster of so many. */
export const listOf = (streams) => ({
  name: `list, ${grouped(streams)} streams`,
  kind: "list",
  size: streams,
  app: "k8s/all-namespaces/imagestreams",
  floor: "floor.html?page=list",
  wanted: {
    first: { selector: "main a", text: "^(web|api|worker|batch|ui|gateway|cache|model)-\\d{5}$" },
    all: { selector: "main [role=status]", text: `^${grouped(streams)} image streams$` },
  },
});

const streamPage = (name, tags, first) => ({
  name: `stream, ${grouped(tags)} tags`,
  kind: "stream",
  size: tags,
  app: `k8s/ns/scale-000/imagestreams/${name}`,
  floor: `floor.html?page=stream&ns=scale-000&name=${name}`,
  wanted: {
    first: { selector: "main a", text: first },
    all: { selector: "main", text: `${grouped(tags)} tags` },
  },
});

export const STREAM = streamPage("web-00000", 20, "^(latest|1\\.\\d\\.\\d)$");
export const WIDE_STREAM = streamPage("five-thousand-tags", 5000, "^build-\\d{5}$");

const DIGEST = "sha256:[0-9a-f]{64}";

/** The page of a tag; `size` is that of the cluster around it. */
export const tagIn = (streams) => ({
  name: streams ? `tag, among ${grouped(streams)} streams` : "tag",
  kind: "tag",
  size: streams,
  app: "k8s/ns/scale-000/imagestreamtags/web-00000%3Alatest",
  floor: "floor.html?page=tag&ns=scale-000&name=web-00000%3Alatest",
  wanted: {
    first: { selector: "main", text: DIGEST },
    // The image's configuration; in the app also who else has the layers.
    all: { selector: "main", text: "APP_VERSION", app: "Only here[\\s\\S]*APP_VERSION" },
  },
});

/** What to look for on one side, `app` or `floor`. */
export const wantedOn = (page, side) =>
  Object.fromEntries(
    Object.entries(page.wanted).map(([name, { selector, text, ...of }]) => [
      name,
      { selector, text: of[side] ?? text },
    ]),
  );
