// Where each field of `oc describe` is on a page. The table is the documentation, and each row of it
// is looked for in the built app: the page, the section, the term, and what stands there.

import assert from "node:assert/strict";
import { ADMIN, see, suite } from "./console.mjs";

const { visitor } = suite();

const stream = (path) => `k8s/ns/${path.replace("/", "/imagestreams/")}`;
const tag = (path) => `k8s/ns/${path.replace("/", "/imagestreamtags/").replace(":", "%3A")}`;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const AGE = /ago/;

// Each row: the field as oc names it, the page, the section, the term and what stands there. A term
// of a table is the head of its column.
const STREAM = [
  ["Name", stream("shop/web"), "heading 1", null, "web"],
  ["Namespace", stream("shop/web"), "banner", "Project:", "shop"],
  ["Created", stream("shop/web"), "Details", "Created", AGE],
  ["Labels", stream("shop/web"), "Details", "Labels", "app=web"],
  ["Labels, none", stream("default/python"), "Details", "Labels", "None"],
  ["Description", stream("shop/web"), "Details", "Description", "What customers see"],
  ["Annotations", stream("shop/web"), "Details", "Annotations", "Shop front end"],
  ["Image Repository, internal", stream("shop/web"), "Repository", "Image repository", "image-registry.openshift-image-registry.svc:5000/shop/web"],
  ["Image Repository, public", stream("shop/web"), "Repository", "Public image repository", "None"],
  ["Image Lookup, false", stream("shop/web"), "Repository", "Image lookup", "Off"],
  ["Image Lookup, true", stream("shop/frontend"), "Repository", "Image lookup", /^On: .*frontend/],
  ["Unique Images", stream("shop/web"), "Repository", "Unique images", /\d+ images/],
  ["Tags", stream("shop/web"), "Repository", "Unique images", /10 tags$/],
  ["Tags, none", stream("shop/empty"), "Tags", null, "This stream has no tags"],
  ["spec.dockerImageRepository (not in oc)", stream("data-platform/whole-repository"), "Repository", "Source repository (deprecated)", "quay.io/acme/shop-cart"],
  ["stream's insecure annotation (not in oc)", stream("infra-monitoring/collector"), "Repository", "Import", "Insecure"],
];

// The tag sections of a stream are the rows of its table.
const ROWS = [
  ["title", "shop/web", "2.0.0", "Name", "2.0.0"],
  ["title (aliases)", "shop/web", "2.0.0", "Name", "Aliases: latest"],
  ["alias", "shop/web", "latest", "Name", "Alias of 2.0.0"],
  ["no spec tag", "openshift/cli", "latest", "Follows", "Pushed image"],
  ["tag without source image", "openshift/nginx", "1.28", "Follows", "No source"],
  ["tagged from <stream tag>", "shop/base-ruby", "builder", "Follows", "openshift/ruby:3.3-ubi9"],
  ["tagged from <image>", "shop/web", "production", "Follows", /^web@[0-9a-f]{12}/],
  ["tagged from <registry>", "shop/web", "1.0.0", "Follows", "quay.io/acme/shop-web:1.0.0"],
  ["reference to registry", "shop/third-party", "postgres", "Follows", "Reference"],
  ["reference to", "shop/third-party", "proxy", "Follows", "Reference"],
  ["updates automatically from registry", "shop/web", "edge", "Follows", "Scheduled"],
  ["will use insecure HTTPS or HTTP connections", "infra-monitoring/agent", "v2", "Follows", "Insecure"],
  ["prefer registry pullthrough", "openshift/ruby", "3.3-ubi9", "Follows", "Local"],
  ["whole manifest list (not in oc)", "default/busybox", "latest", "Follows", "All platforms"],
  ["description", "openshift/ruby", "3.3-ubi9", "Description", /Ruby/],
  ["importing latest image ...", "shop/new-service", "latest", "State", "Importing"],
  ["! error: Import failed (reason)", "shop/cart", "stable", "State", "Import failed: NotFound"],
  ["age of the failure", "shop/cart", "stable", "State", /began .*ago/],
  ["* <image>, current", "shop/web", "1.0.0", "Current image", /[0-9a-f]{12}/],
  ["age of the current image", "shop/web", "1.0.0", "Last update", AGE],
  ["length of the history", "shop/web", "production", "History", "4"],
];

const SIGNED = tag("secured/signed:1.1");
const PYTHON = tag("default/python:3.5");
const RUBY = tag("openshift/ruby:3.3-ubi9");
const TAG = [
  ["Image Name", PYTHON, "Image", "Image name", DIGEST],
  ["Docker Image", PYTHON, "Image", "Docker image", /^centos\/python-35-centos7@sha256:/],
  ["Name", PYTHON, "Image", "Image name", DIGEST],
  ["Created", PYTHON, "Image", "In the cluster since", AGE],
  ["Description", RUBY, "Tag", "Description", /Ruby/],
  ["Annotations", RUBY, "Annotations", null, "image.openshift.io/dockerLayersOrder"],
  ["Layer Size", tag("default/busybox:latest"), "Image", "Image size", /^0B of its own; each platform/],
  ["Image Size", PYTHON, "Image", "Image size", "251.2MB (first layer 2.898MB, last binary layer 72.26MB)"],
  ["Image Size, in n layers", PYTHON, "Layers", null, "5 layers"],
  ["Layers: size", PYTHON, "Layers", "Size", "2.898MB"],
  ["Layers: digest", PYTHON, "Layers", "Digest", /^[0-9a-f]{12}/],
  ["Image Signatures: name", SIGNED, "Image", "Signatures", /@9f3c1e7a5b2d4c6e8f0a1b2c3d4e5f60/],
  ["Image Signatures: type", SIGNED, "Image", "Signatures", "AtomicImageV1"],
  ["Image Signatures: status", SIGNED, "Image", "Signatures", "Verified"],
  ["Image Signatures: unverified", tag("secured/signed:1.0"), "Image", "Signatures", "Unverified"],
  ["Image Signatures: issued by", SIGNED, "Image", "Signatures", "Issued by Acme release key"],
  ["Image Signatures: conditions", SIGNED, "Image", "Signatures", "Trusted=True verified by admin"],
  ["Image Created", PYTHON, "Image", "Image created", AGE],
  ["Author", tag("odd-corners/image-texts:latest"), "Image", "Author", /Mallory/],
  ["Author, none", PYTHON, "Image", "Author", "None"],
  ["Arch", PYTHON, "Image", "Architecture", "amd64"],
  ["Manifests: os/architecture", tag("default/busybox:latest"), "Platforms", "Platform", "linux/amd64"],
  ["Manifests: digest", tag("default/busybox:latest"), "Platforms", "Digest", /^[0-9a-f]{12}/],
  ["Manifests: variant (not in oc)", tag("default/busybox:latest"), "Platforms", null, /\bv[5-8]\b/],
  ["Entrypoint", PYTHON, "Configuration", "Entrypoint", "container-entrypoint"],
  ["Command", PYTHON, "Configuration", "Command", "/bin/sh -c $STI_SCRIPTS_PATH/usage"],
  ["Working Dir", PYTHON, "Configuration", "Working directory", "/opt/app-root/src"],
  ["User", PYTHON, "Configuration", "User", "1001"],
  ["Exposes Ports", PYTHON, "Configuration", "Exposed ports", "8080/tcp"],
  ["Volumes", tag("openshift/postgresql:15-el9"), "Configuration", "Volumes", "/var/lib/pgsql/data"],
  ["Docker Labels", PYTHON, "Docker labels", null, "io.k8s.display-name"],
  ["Environment", PYTHON, "Environment", null, "STI_SCRIPTS_PATH"],
  // What oc prints of a tag in `describe is`, or not at all.
  ["source", RUBY, "Tag", "Follows", "quay.io/sclorg/ruby-33-c9s:latest"],
  ["Tags: (keywords)", RUBY, "Tag", "Keywords", /builder, /],
  ["Supports:", RUBY, "Tag", "Supports", /ruby/],
  ["Example Repo:", RUBY, "Tag", "Example repository", /^https:\/\/github\.com\//],
  ["referencePolicy", RUBY, "Tag", "Reference policy", "Local"],
  ["importPolicy", tag("shop/redis:unstable"), "Tag", "Import", "Legacy, scheduled: Yes, insecure: Yes"],
  ["lookupPolicy", tag("shop/frontend:latest"), "Tag", "Image lookup", /^On/],
  ["generation", PYTHON, "Tag", "Generation", /wanted 3, observed 3/],
  ["conditions", tag("shop/cart:stable"), "Tag", "Conditions", "ImportSuccess=False"],
  ["conditions: message", tag("shop/cart:stable"), "Tag", "Conditions", /not found/],
  ["conditions: since", tag("shop/cart:stable"), "Tag", "Conditions", AGE],
  ["media type", PYTHON, "Image", "Media type", /manifest\.v2\+json/],
  ["history: time", `${PYTHON}/history`, "History", "When", AGE],
  ["history: reference", `${PYTHON}/history`, "History", "Reference", /^centos\/python-35-centos7@sha256:/],
  ["history: digest", `${PYTHON}/history`, "History", "Digest", /[0-9a-f]{12}/],
  ["history: generation", `${PYTHON}/history`, "History", "Generation", "3"],
];

/** What stands under a term of a section: a fact, a column of a table, or the section itself. */
async function shown(page, section, term) {
  if (section === "heading 1") return page.getByRole("heading", { level: 1 });
  if (section === "banner") return page.getByRole("button", { name: term });
  const table = page.getByRole("table", { name: section, exact: true });
  const region = page.getByRole("region", { name: section, exact: true });
  await see(table.or(region));
  if (term === null) return region;
  const within = (await region.count()) > 0 ? region : page.getByRole("main");
  const fact = within.getByRole("term").filter({ hasText: new RegExp(`^${literal(term)}\\s*$`) });
  if ((await fact.count()) > 0) return fact.locator("xpath=following-sibling::dd[1]");
  await see(table.getByRole("columnheader", { name: term, exact: true }));
  return table.locator(`tbody [data-label="${term}"]`).first();
}

const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const says = (text, expected) =>
  typeof expected === "string" ? text.includes(expected) : expected.test(text.trim());

/** The rows of a table whose page shows something else, each with what it shows. */
async function missing(page, rows) {
  const wrong = [];
  let at;
  for (const [field, address, section, term, expected] of rows) {
    if (address !== at) await page.goto((at = address));
    const place = await shown(page, section, term);
    await see(place);
    const text = await place.first().innerText();
    if (!says(text, expected)) wrong.push(`${field} on ${address}: ${JSON.stringify(text)}`);
  }
  return wrong;
}

/** Sorts by page, so that each is opened once. */
const byPage = (rows) => rows.toSorted(([, left], [, right]) => left.localeCompare(right));

function print(title, rows) {
  const width = (column) => Math.max(...rows.map((row) => row[column].length));
  const widths = [0, 1, 2].map(width);
  const line = (row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ");
  console.log([title, ...rows.map(line)].join("\n"));
}

visitor("every field of `oc describe is` has its place", ADMIN, async (page) => {
  assert.deepEqual(await missing(page, byPage(STREAM)), []);
  print("oc describe is", STREAM.map(([field, address, section, term]) => [field, address, section, term ?? ""]));
});

visitor("every line of a tag's section has its place in the row of the tag", ADMIN, async (page) => {
  const wrong = [];
  let at;
  for (const [field, path, name, column, expected] of ROWS.toSorted(([, a], [, b]) => a.localeCompare(b))) {
    if (path !== at) await page.goto(stream((at = path)));
    const table = page.getByRole("table", { name: "Tags", exact: true });
    await see(table.getByRole("columnheader", { name: column }));
    // The head of the row has the name, and behind it that it is an alias or has some.
    const head = page.locator("th", { hasText: new RegExp(`^${literal(name)}(Alias|\\s|$)`) });
    const row = table.getByRole("row").filter({ has: head });
    await see(row);
    const text = (await row.locator(`[data-label="${column}"]`).innerText()).replaceAll(/\s+/g, " ");
    if (!says(text, expected)) wrong.push(`${field} in ${path}:${name}: ${JSON.stringify(text)}`);
  }
  assert.deepEqual(wrong, []);
  print("a tag in oc describe is", ROWS.map(([field, path, name, column]) => [field, `${path}:${name}`, "Tags", column]));
});

visitor("every field of `oc describe istag` has its place", ADMIN, async (page) => {
  assert.deepEqual(await missing(page, byPage(TAG)), []);
  print("oc describe istag", TAG.map(([field, address, section, term]) => [field, address, section, term ?? ""]));
});
