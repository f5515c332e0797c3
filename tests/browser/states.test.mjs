// Every state that a tag can be in: what its page says, why, and what would mend it. Each is also
// looked at with axe in both themes and on a narrow screen.

import assert from "node:assert/strict";
import { FAILED_REQUESTS, assertAccessibleInBothThemes, assertFits, see, seeHeading, suite } from "./console.mjs";

const { visitor } = suite("--as", "admin");
const NONE = "This tag has no image";

// Project, tag, state, why, and what would mend it: a command or an advice.
const WITHOUT_IMAGE = [
  ["shop", "new-service:latest", "Importing", /has not finished yet/, [/comes by itself/]],
  ["data-platform", "features:latest", "Import failed: NotFound", /feature-store:latest.* not found/, [/Point the tag at one that exists/, "oc tag SOURCE features:latest -n data-platform --source=docker"]],
  ["data-platform", "etl:latest", "Import failed: Unauthorized", /registry\.example\.com/, [/wants a login/, /^oc create secret docker-registry registry-login --docker-server=registry\.example\.com /]],
  ["data-platform", "blocked:latest", "Import failed: Forbidden", /blocked/, []],
  ["data-platform", "quota:latest", "Import failed: Forbidden", /quota|limit/i, []],
  ["data-platform", "ml-base:latest", "Import failed: InternalError", /certificate/, [/certificate is not trusted/, "oc tag selfsigned.example.com/team/tool:latest ml-base:latest -n data-platform --insecure"]],
  ["data-platform", "plain-http:latest", "Import failed: InternalError", /HTTP/, [/--insecure$/]],
  ["data-platform", "embeddings:latest", "Import failed: InternalError", /toomanyrequests/i, [/limits how often/]],
  ["data-platform", "airflow:latest", "Import failed: InternalError", /down\.example\.com/, [/can reach its registry/, "oc import-image airflow:latest -n data-platform"]],
  ["shop", "catalog:next", "Source has no image", /does not exist or has no image/, [/Give the tag that it follows an image/]],
  ["shop", "catalog:from-nowhere", "Source has no image", /does not exist or has no image/, [/Give it an image/]],
  ["shop", "catalog:chicken", null, /./, []],
  ["openshift", "nginx:1.28", "No image", /has no source/, [/Push an image/]],
];
const page_of = (project, tag) => `k8s/ns/${project}/imagestreamtags/${encodeURIComponent(tag)}`;

for (const [project, tag, state, why, mends] of WITHOUT_IMAGE) {
  visitor(`${project}/${tag} has no image`, { expected: FAILED_REQUESTS }, async (page) => {
    await page.goto(page_of(project, tag));
    await seeHeading(page, tag);
    const reason = page.getByRole("main").locator(".pf-v6-c-alert", { hasText: NONE });
    await see(reason);
    if (state) await see(page.getByRole("main").getByText(state, { exact: true }));
    assert.match(await reason.innerText(), why);
    for (const mend of mends) await see(reason.getByText(mend, { exact: typeof mend === "string" }));
    if (mends.length === 0) assert.ok((await reason.getByRole("listitem").count()) > 0, "nothing mends it");
    await assertAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 400, height: 800 });
    await assertFits(page);
  });
}

// Tags that have an image, and what is particular about them.
const WITH_IMAGE = [
  ["default", "python:3.5", ["Up to date"]],
  ["shop", "web:edge", ["Up to date", "Scheduled"]],
  ["shop", "cart:stable", ["Import failed: NotFound", "Scheduled"]],
  ["shop", "redis:unstable", ["Up to date", "Scheduled", "Insecure"]],
  ["shop", "third-party:postgres", ["Reference only", "Reference"]],
  ["shop", "third-party:mirror", ["Reference only", "Insecure"]],
  ["infra-monitoring", "collector:0.2", ["Scheduled", "Insecure", "Local", "All platforms"]],
  ["shop", "checkout", ["Pushed image"]],
];

for (const [project, tag, labels] of WITH_IMAGE) {
  visitor(`${project}/${tag} is ${labels.join(", ")}`, { expected: FAILED_REQUESTS }, async (page) => {
    const kind = tag.includes(":") ? "imagestreamtags" : "imagestreams";
    await page.goto(`k8s/ns/${project}/${kind}/${encodeURIComponent(tag)}`);
    await seeHeading(page, tag);
    for (const label of labels) await see(page.getByRole("main").getByText(label, { exact: true }));
    await assertAccessibleInBothThemes(page);
    await page.setViewportSize({ width: 400, height: 800 });
    await assertFits(page);
  });
}

visitor("a tag whose import fails keeps its image, says so, and what would mend it", {}, async (page) => {
  await page.goto(page_of("shop", "cart:stable"));
  const trouble = page.getByRole("group", { name: "The last import failed; the tag keeps the image from before" });
  await see(trouble.getByText(/not found/));
  await see(page.getByRole("region", { name: "Layers" }).getByRole("table"));
  const command = trouble.getByText("oc import-image cart:stable -n shop", { exact: true });
  assert.equal(await command.isVisible(), false);
  await trouble.getByText("What would mend it").click();
  await see(command);
  await see(trouble.getByText(/scheduled, so the cluster tries again by itself/));
  await assertAccessibleInBothThemes(page);
});

visitor("a link to a tag that is followed leads there, also in another project", {}, async (page) => {
  await page.goto(page_of("shop", "base-ruby:builder"));
  await page.getByRole("region", { name: "Tag", exact: true }).getByRole("link", { name: "openshift/ruby:3.3-ubi9" }).click();
  await seeHeading(page, "ruby:3.3-ubi9");
  assert.match(page.url(), /\/k8s\/ns\/openshift\/imagestreamtags\/ruby%3A3\.3-ubi9$/);
});

visitor("a stream without tags and a project without streams say how to begin", {}, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams/empty");
  await see(page.getByText("This stream has no tags"));
  await see(page.getByText("oc tag SOURCE empty:latest -n shop", { exact: true }));
  await assertAccessibleInBothThemes(page);
  await page.goto("k8s/ns/vacant/imagestreams");
  await see(page.getByRole("heading", { name: "No image streams" }));
  await see(page.getByText(/^oc tag /));
  await assertAccessibleInBothThemes(page);
});
