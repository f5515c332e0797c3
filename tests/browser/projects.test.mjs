// Choosing a project, and the warning in those that the cluster itself runs in.

import assert from "node:assert/strict";
import { ADMIN, FAILED_REQUESTS, assertAccessibleInBothThemes, meter, see, seeContent, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const projects = (page) => page.getByRole("group", { name: "Projects" });
const warning = (page, name) => page.getByText(`${name} is a highly privileged project`);

visitor("a project is found and chosen with the keyboard alone", ADMIN, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeContent(page);
  await page.keyboard.press("n");
  const field = page.getByRole("searchbox", { name: "Filter or type a project name" });
  await see(field);
  await see(projects(page).getByRole("button", { name: "vacant" }));
  await assertAccessibleInBothThemes(page);
  await page.keyboard.type("DATA");
  await projects(page).getByRole("button", { name: "vacant" }).waitFor({ state: "detached" });
  assert.equal(await projects(page).getByRole("button", { name: "data-platform" }).count(), 1);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/k8s/ns/data-platform/imagestreams");
  await see(page.getByRole("link", { name: "etl", exact: true }));
});

visitor("arrows walk the projects, Escape goes back to where one was", ADMIN, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeContent(page);
  await page.keyboard.press("n");
  await see(projects(page).getByRole("button", { name: "shop" }));
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "All projects");
  await page.keyboard.press("Escape");
  await projects(page).waitFor({ state: "detached" });
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent), /default/);
});

visitor("the key that opens the projects and the next ones need no pause between them", ADMIN, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeContent(page);
  // Both happen before any timer or frame.
  const focused = await page.evaluate(async () => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true }));
    for (let turn = 0; turn < 20; turn += 1) await undefined;
    return document.activeElement.getAttribute("aria-label");
  });
  assert.equal(focused, "Filter or type a project name");
});

visitor("the last project is remembered", {}, async (page) => {
  await page.goto("k8s/ns/shop/imagestreams/web");
  await seeHeading(page, "web");
  await page.goto("");
  await page.waitForURL("**/k8s/ns/shop/imagestreams");
});

const nobody = { chosen: { identity: "nobody" }, expected: FAILED_REQUESTS };
visitor("who sees no project types its name", nobody, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await see(page.getByRole("heading", { name: "You may not see this" }));
  await page.getByRole("button", { name: /^Project:/ }).click();
  await see(page.getByText("No project is listed for you. Type a name and press Enter."));
  await page.keyboard.type("openshift");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/k8s/ns/openshift/imagestreams");
  await see(page.getByRole("link", { name: "ruby", exact: true }));
});

for (const address of ["imagestreams", "imagestreams/collector", "imagestreamtags/collector%3A0.1"]) {
  visitor(`a cold link to ${address} of a labelled project warns`, ADMIN, async (page) => {
    await page.goto(`k8s/ns/infra-monitoring/${address}`);
    await seeContent(page);
    await page.mouse.move(200, 200);
    await see(warning(page, "infra-monitoring"));
    await see(page.getByText(/Do not run workloads in it and do not share access to it/));
    await see(page.getByText(/pod security admission, security context constraints, cluster resource quotas and image reference resolution/));
  });
}

visitor("the labels of a project are asked for once, after everything else", ADMIN, async (page) => {
  const wire = await meter(page);
  const asked = () => wire.api().filter(({ url }) => url.pathname.includes("/project.openshift.io/"));
  await page.goto("k8s/ns/infra-monitoring/imagestreamtags/collector%3A0.1");
  await seeContent(page);
  await wire.settled(/\/layers$/);
  assert.equal(asked().length, 0, "a page of three requests waits for its reader");
  await page.keyboard.press("Shift");
  await see(warning(page, "infra-monitoring"));
  assert.equal(asked().length, 1, wire.table());
  const reads = wire.api().filter(({ url }) => !url.searchParams.has("watch"));
  assert.match(reads.at(-1).url.pathname, /\/projects\/infra-monitoring$/);
  await page.goto("k8s/ns/infra-monitoring/imagestreams/agent");
  await see(warning(page, "infra-monitoring"));
  await page.goto("k8s/ns/shop/imagestreams/web");
  await wire.settled(/\/projects\/shop$/);
  await page.goto("k8s/ns/shop/imagestreams/cart");
  await see(page.getByRole("link", { name: "stable", exact: true }));
  assert.equal(await warning(page, "shop").count(), 0);
  assert.equal(asked().length, 2, wire.table());
});

visitor("who may not read the project is not troubled with that", nobody, async (page) => {
  await page.route("**/project.openshift.io/**", (route) => route.abort());
  await page.goto("k8s/ns/openshift/imagestreams/ruby");
  await see(warning(page, "openshift"));
  await see(page.getByRole("link", { name: "3.3-ubi9", exact: true }));
});
