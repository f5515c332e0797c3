// When something is wrong, the page says what, why and how to go on.

import assert from "node:assert/strict";
import {
  ADMIN,
  FAILED_REQUESTS,
  assertAccessibleInBothThemes,
  assertFits,
  refuseWatches,
  see,
  seeHeading,
  suite,
} from "./console.mjs";

const { visitor } = suite();
const failing = { expected: FAILED_REQUESTS };
const alone = (page, name) => page.getByRole("heading", { name });

visitor("an address that names no page", ADMIN, async (page) => {
  await page.goto("k8s/cluster/nodes");
  await see(alone(page, "There is no such page"));
  await page.getByRole("main").getByRole("link", { name: /image streams/i }).first().click();
  await seeHeading(page, "Image streams");
});

visitor("a stream that does not exist", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/pithon");
  await see(alone(page, /There is no image stream pithon/));
  await see(page.getByRole("main").getByRole("link", { name: "python", exact: true }));
});

visitor("a tag that does not exist", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python%3A9.9");
  await see(alone(page, /There is no tag python:9\.9/));
  await page.goto("k8s/ns/shop/imagestreamtags/web%3A1.4.1");
  await see(page.getByRole("main").getByRole("link", { name: "web:1.4.0", exact: true }));
  await assertAccessibleInBothThemes(page);
});

visitor("an image and a project that do not exist", { ...ADMIN, ...failing }, async (page) => {
  await page.goto(`k8s/ns/default/imagestreamimages/python@sha256:${"0".repeat(64)}`);
  await see(alone(page, /There is no image python@sha256:0+ in project default/));
  await page.goto("k8s/ns/no-such-project/imagestreams/python");
  await see(alone(page, /There is no (image stream python in )?project no-such-project/));
});

// What the page says, and what it says to do about it.
const ANSWERS = [
  ["error-500", /The cluster has a problem \(HTTP 500\)/, /tries again by itself/],
  ["error-503", /The cluster cannot be reached/, /\(HTTP 503\)/],
  ["error-504", /The cluster cannot be reached/, /\(HTTP 504\)/],
  ["error-429", /The cluster asks to wait/, /tries again in 2 seconds/],
  ["error-401", /You are not logged in/, /Choose another identity/],
  ["gone-410", /changed too much/, /Try again/],
  ["not-json", /A web page came instead of data/, /Reload the page to log in again/],
  ["cut", /The server cannot be reached/, /tries again by itself/],
];

for (const [name, title, advice] of ANSWERS) {
  visitor(`a stream that answers with ${name}`, failing, async (page) => {
    await page.goto(`k8s/ns/faults/imagestreams/${name}`);
    await see(alone(page, title));
    await see(page.getByRole("alert").getByText(advice));
    await see(page.getByRole("button", { name: "Try again" }));
    await assertAccessibleInBothThemes(page);
  });
}

visitor("the same answers for a tag, in Korean and on a narrow screen", { ...failing, language: "ko-KR", width: 400 }, async (page) => {
  for (const [name] of ANSWERS) {
    await page.goto(`k8s/ns/faults/imagestreamtags/${name}%3Alatest`);
    await see(page.getByRole("alert").getByRole("heading", { name: /[가-힣]/ }));
    await see(page.getByRole("button", { name: "다시 시도" }));
    await assertFits(page);
  }
});

visitor("after 429 the page waits as long as it was told", failing, async (page) => {
  const path = /\/apis\/.*\/imagestreams\/python$/;
  const times = [];
  await refuseWatches(page);
  await page.route(path, (route) => {
    times.push(Date.now());
    if (times.length > 1) return route.continue();
    const headers = { "retry-after": "2" };
    const status = { kind: "Status", apiVersion: "v1", status: "Failure", code: 429 };
    return route.fulfill({ status: 429, headers, json: status });
  });
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(alone(page, "The cluster asks to wait"));
  await see(page.getByRole("link", { name: "3.5", exact: true }));
  const waited = times[1] - times[0];
  assert.ok(waited >= 2000 && waited < 10_000, `waited ${waited} ms`);
});

visitor("an outage leaves what is shown, says so, and ends by itself", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(page.getByRole("link", { name: "3.5", exact: true }));
  await page.route("**/apis/**", (route) => route.abort("internetdisconnected"));
  await page.getByRole("button", { name: "Refresh" }).click();
  const warning = page.getByText(/The server cannot be reached\. What you see is from/);
  await see(warning);
  await see(page.getByRole("link", { name: "3.5", exact: true }));
  await assertAccessibleInBothThemes(page);
  await page.unroute("**/apis/**");
  await warning.waitFor({ state: "detached" });
  await see(page.getByRole("link", { name: "3.5", exact: true }));
});

const nobody = { ...failing, chosen: { identity: "nobody" } };
for (const [address, right] of [
  ["k8s/ns/shop/imagestreams", "list imagestreams"],
  ["k8s/ns/shop/imagestreams/web", "get imagestreams"],
  ["k8s/ns/shop/imagestreamtags/web%3Alatest", "get imagestreams"],
]) {
  visitor(`what is missing to see ${address}, and who can give it`, nobody, async (page) => {
    await page.goto(address);
    await see(alone(page, "You may not see this"));
    await see(page.getByText(`The right to ${right} in project shop is missing.`));
    await see(page.getByText("oc policy add-role-to-user view nobody -n shop", { exact: true }));
    await assertAccessibleInBothThemes(page);
  });
}

visitor("all projects are for those who may see them", nobody, async (page) => {
  await page.goto("k8s/all-namespaces/imagestreams");
  await see(page.getByText("oc adm policy add-cluster-role-to-user view nobody", { exact: true }));
  await see(page.getByRole("main").getByText("Choose a project in which you have rights"));
});

visitor("who may not list all projects at once chooses among theirs", failing, async (page) => {
  await page.goto("k8s/all-namespaces/imagestreams");
  await see(page.getByRole("heading", { name: "Your projects" }));
  await assertAccessibleInBothThemes(page);
  // What is missing stands back, and is there for who wants more.
  const command = page.getByText("oc adm policy add-cluster-role-to-user view developer", { exact: true });
  assert.equal(await command.isVisible(), false);
  await page.getByText("What is missing for all projects").click();
  await see(command);
  await page.getByRole("main").getByRole("link", { name: "shop", exact: true }).click();
  await see(page.getByRole("link", { name: "web", exact: true }));
});

visitor("without the right to read layers, only what is shared is missing", failing, async (page) => {
  await page.route(/\/imagestreams\/python\/layers$/, (route) =>
    route.fulfill({ status: 403, json: { kind: "Status", apiVersion: "v1", status: "Failure", code: 403 } }),
  );
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  const layers = page.getByRole("region", { name: "Layers" });
  await see(layers.getByText("72.26MB", { exact: true }));
  await see(layers.getByText(/the right to get imagestreams\/layers is missing/));
  await see(layers.getByText("oc policy add-role-to-user system:image-puller developer -n default", { exact: true }));
  await assertAccessibleInBothThemes(page);
});

visitor("a page that could not be read is not said to catch up", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/pithon");
  await see(alone(page, /There is no image stream pithon/));
  assert.equal(await page.getByText("Catching up").isVisible(), false);
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(page.getByText("Live", { exact: true }));
});

// The document's own functions are broken, so that drawing the next page ends in a real panic.
visitor("a panic leaves a page with a report", { expected: [/panicked at/] }, async (page) => {
  const errors = [];
  page.removeAllListeners("pageerror");
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto("k8s/ns/default/imagestreams");
  await see(page.getByRole("link", { name: "python", exact: true }));
  await page.evaluate(() => {
    Document.prototype.createElementNS = () => {
      throw new DOMException("broken by a test");
    };
  });
  await page.getByRole("link", { name: "python", exact: true }).click();
  await seeHeading(page, "The app has stopped because of a fault of its own");
  const report = page.getByText(/^ImageStream Console \d+\.\d+\.\d+\npanicked at /);
  await see(report);
  assert.match(await report.textContent(), /page: \/k8s\/ns\/default\/imagestreams\/python/);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.waitForFunction(async () => /panicked/.test(await navigator.clipboard.readText()));
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    await report.textContent(),
  );
  await assertAccessibleInBothThemes(page);
  await page.getByRole("button", { name: "Reload" }).click();
  await seeHeading(page, "python");
  await see(page.getByRole("link", { name: "3.5", exact: true }));
});

visitor("without a network the page says so and goes on by itself", failing, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await see(page.getByRole("link", { name: "python", exact: true }));
  await page.route("**/apis/**", (route) => route.abort("internetdisconnected"));
  await page.getByRole("link", { name: "python", exact: true }).click();
  await see(alone(page, "The server cannot be reached"));
  await page.unroute("**/apis/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await seeHeading(page, "python");
});

visitor("a malformed object names the field that cannot be read", failing, async (page) => {
  await refuseWatches(page);
  await page.route(/\/apis\/.*\/imagestreams\/python$/, async (route) => {
    const answer = await route.fetch();
    const stream = await answer.json();
    stream.spec.tags = "not a list";
    await route.fulfill({ response: answer, json: stream });
  });
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(page.getByText(/spec\.tags/));
});

visitor("a slow answer shows that it is coming", failing, async (page) => {
  await refuseWatches(page);
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route(/\/apis\/.*\/imagestreams\/python$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("k8s/ns/default/imagestreams/python");
  await see(page.getByRole("status").filter({ hasText: "Loading" }));
  answer();
  await seeHeading(page, "python");
  await see(page.getByRole("link", { name: "3.5", exact: true }));
  assert.equal(await page.getByRole("status").filter({ hasText: "Loading" }).count(), 0);
});
