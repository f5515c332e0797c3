// The floor: the least that plain JavaScript needs to show what the app's pages show. It fetches,
// parses, keeps what is shown of each object, and draws the rows that fit on a screen. It stands in
// the page itself (see site.mjs), so that a page costs one request and what it asks of the API.
"use strict";

const ROWS_SHOWN = 50;
const FIRST_CHUNK = 50;
const CHUNK = 500;
const API = "apis/image.openshift.io/v1/";
const find = (selector) => document.querySelector(selector);
const asked = new URLSearchParams(location.search);

function cell(kind, text, address) {
  const made = document.createElement(kind);
  if (!address) {
    made.textContent = text;
    return made;
  }
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  made.append(link);
  return made;
}

function drawHeads(names) {
  const row = document.createElement("tr");
  row.append(...names.map((name) => cell("th", name)));
  find("thead").replaceChildren(row);
}

function drawRows(rows) {
  const drawn = rows.slice(0, ROWS_SHOWN).map(([name, ...rest]) => {
    const row = document.createElement("tr");
    row.append(cell("th", name, "#"), ...rest.map((text) => cell("td", text)));
    return row;
  });
  find("tbody").replaceChildren(...drawn);
}

function drawFacts(facts) {
  find("dl").replaceChildren(...facts.flatMap(([name, text]) => [cell("dt", name), cell("dd", text)]));
}

async function get(path) {
  const answer = await fetch(API + path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

/** The newest import of any tag. */
function updatedOf(stream) {
  let newest = "";
  for (const { items } of stream.status.tags ?? []) {
    const created = items?.[0]?.created ?? "";
    if (created > newest) newest = created;
  }
  return newest;
}

function streamRow(stream) {
  const { name, namespace, labels } = stream.metadata;
  return [
    name,
    namespace,
    String(stream.spec.tags?.length ?? 0),
    updatedOf(stream),
    stream.status.dockerImageRepository ?? "",
    Object.entries(labels ?? {})
      .map((pair) => pair.join("="))
      .join(", "),
  ];
}

const byName = (one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0);

// What the page keeps of all it read, as a page does that can be searched and sorted.
let kept = [];

/** All streams, chunk by chunk. The next chunk is asked for before this one is parsed. */
async function list() {
  find("h1").textContent = "Image streams";
  drawHeads(["Name", "Project", "Tags", "Updated", "Repository", "Labels"]);
  const rows = (kept = []);
  let coming = get(`imagestreams?limit=${FIRST_CHUNK}`);
  while (coming) {
    const text = await (await coming).text();
    // The list speaks of itself before its objects.
    const next = /"continue":"([^"]+)"/.exec(text.slice(0, 1000))?.[1];
    coming = next && get(`imagestreams?limit=${CHUNK}&continue=${encodeURIComponent(next)}`);
    for (const stream of JSON.parse(text).items) rows.push(streamRow(stream));
    rows.sort(byName);
    drawRows(rows);
    const count = `${rows.length.toLocaleString("en")} image streams`;
    find("[role=status]").textContent = coming ? `${count} so far` : count;
  }
}

async function stream(namespace, name) {
  const { metadata, spec, status } = await (await get(`namespaces/${namespace}/imagestreams/${name}`)).json();
  find("h1").textContent = name;
  drawFacts([
    ["Created", metadata.creationTimestamp],
    ["Repository", status.dockerImageRepository],
  ]);
  drawHeads(["Tag", "Source", "Updated", "Image"]);
  const sources = new Map((spec.tags ?? []).map((tag) => [tag.name, tag.from?.name ?? ""]));
  drawRows(
    (status.tags ?? []).map(({ tag, items }) => [
      tag,
      sources.get(tag) ?? "",
      items?.[0]?.created ?? "",
      items?.[0]?.image ?? "",
    ]),
  );
  find("[role=status]").textContent = `${sources.size.toLocaleString("en")} tags`;
}

async function tag(namespace, name) {
  const object = await (await get(`namespaces/${namespace}/imagestreamtags/${encodeURIComponent(name)}`)).json();
  const { metadata, image } = object;
  const { Config: config, Created: created, Architecture: architecture, Size: size } = image.dockerImageMetadata;
  find("h1").textContent = name;
  drawFacts([
    ["Follows", object.tag?.from?.name ?? ""],
    ["Updated", metadata.creationTimestamp],
    ["Image", image.metadata.name],
    ["Docker image", image.dockerImageReference],
    ["Size", `${(size / 1e6).toFixed(2)} MB`],
    ["Image created", created],
    ["Architecture", architecture],
    ["Entrypoint", (config.Entrypoint ?? []).join(" ")],
    ["Command", (config.Cmd ?? []).join(" ")],
    ["User", config.User],
    ["Environment", (config.Env ?? []).join("\n")],
    ["Labels", Object.entries(config.Labels ?? {}).map((pair) => pair.join("=")).join("\n")],
  ]);
  drawHeads(["Layer", "Size"]);
  drawRows((image.dockerImageLayers ?? []).map((layer) => [layer.name, String(layer.size)]));
}

const pages = { list, stream, tag };
pages[asked.get("page")]?.(asked.get("ns"), asked.get("name"));
