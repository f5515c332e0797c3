// An image of another project: the source is picked or typed, and what is missing to pull from it is
// told before anything is sent.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { alert, button, changing, form, row, specTag, statusTag, writes } from "./changing.mjs";
import { field, seeDone } from "./hands.mjs";

const change = changing("copies");

/** What the browser suggests at a field, once all of `words` are among it. */
async function suggested(page, label, ...words) {
  const list = await field(page, label).getAttribute("list");
  const options = page.locator(`datalist#${list} option`);
  for (const word of words) await options.and(page.locator(`[value="${word}"]`)).first().waitFor({ state: "attached" });
  return options.evaluateAll((all) => all.map((one) => one.value));
}

const RULES = "apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
const ROLE_BINDING = (namespace) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;

change("project, stream and tag of a source are suggested, one after the other", {}, async ({ page, api, go, stream, hand }) => {
  await go(form(stream, "add-tag", "?tag=nightly"));
  await seeHeading(page, "Add tag");
  await hand.choose("Another tag: copy the image it has now");
  assert.ok((await suggested(page, "Project of the source", "infra-monitoring", "shop")).includes("data-platform"));
  await hand.fill("Project of the source", "infra-monitoring");
  assert.deepEqual((await suggested(page, "Image stream of the source", "agent", "collector")).toSorted(), ["agent", "collector"]);
  await hand.fill("Image stream of the source", "agent");
  assert.ok((await suggested(page, "Source tag", "v2", "v3")).length >= 2);
  await hand.fill("Source tag", "v3");
  await see(page.getByText(/^Now [0-9a-f]{12}$/));
  await see(row(page, "nightly", /agent@sha256/));
  await see(page.getByText(`oc tag infra-monitoring/agent:v3 ${stream}:nightly -n shop`));
  await button(page, "Add tag").click();
  await seeDone(page, `tag nightly of ${stream} added`);
  const agent = await api.get("infra-monitoring", "agent");
  const image = agent.status.tags.find(({ tag }) => tag === "v3").items[0].image;
  assert.deepEqual((await specTag(api, stream, "nightly")).from, {
    kind: "ImageStreamImage",
    name: `agent@${image}`,
    namespace: "infra-monitoring",
  });
  assert.equal((await statusTag(api, stream, "nightly")).items[0].image, image);
});

change("without the right to pull from the source, that is said before, and who can give it", {}, async ({ page, way, go, stream }) => {
  // No role of the cluster lets people read streams without pulling, so this right is taken away here.
  await page.route(`**/${RULES}`, async (route) => {
    const answer = await route.fetch();
    const review = await answer.json();
    if (JSON.parse(route.request().postData()).spec.namespace === "infra-monitoring") {
      const { status } = review;
      status.resourceRules = status.resourceRules.filter(({ resources }) => !resources?.includes("imagestreams/layers"));
    }
    await route.fulfill({ response: answer, json: review });
  });
  const query = "?tag=v&from=tag&from-project=infra-monitoring&from-stream=agent&from-tag=v3";
  await go(form(stream, "add-tag", query));
  const missing = alert(page, "You may not do this");
  await see(missing.getByText("You may not get imagestreams/layers agent in project infra-monitoring."));
  await see(missing.getByText("oc policy add-role-to-user system:image-puller developer -n infra-monitoring", { exact: true }));
  assert.equal(await button(page, "Add tag").isDisabled(), true);
  assert.deepEqual(writes(way), []);
});

change("a source that one may not even read, until an administrator gives the right", {}, async ({ page, api, go, stream, hand }) => {
  const vault = `${stream}-vault`;
  await api.call("POST", "/apis/project.openshift.io/v1/projectrequests", {
    apiVersion: "project.openshift.io/v1",
    kind: "ProjectRequest",
    metadata: { name: vault },
  });
  await api.create(vault, "gold");
  await api.follow(vault, "gold", "bar", "docker.io/library/busybox:latest");
  await go(form(stream, "add-tag", "?tag=bar&from=tag"));
  await hand.fill("Project of the source", vault);
  await hand.fill("Image stream of the source", "gold");
  await hand.fill("Source tag", "bar");
  const missing = alert(page, "You may not do this");
  await see(missing.getByText(`You may not get imagestreams gold in project ${vault}.`));
  await see(missing.getByText(`You may not get imagestreams/layers gold in project ${vault}.`));
  const command = `oc policy add-role-to-user registry-viewer developer -n ${vault}`;
  await see(missing.getByText(command, { exact: true }));
  assert.equal(await button(page, "Add tag").isDisabled(), true);
  // What the command does.
  await api.call("POST", ROLE_BINDING(vault), {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "registry-viewer" },
    roleRef: { kind: "ClusterRole", apiGroup: "rbac.authorization.k8s.io", name: "registry-viewer" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "developer" }],
  });
  await page.waitForURL(/from-tag=bar/);
  await page.reload();
  await see(row(page, "bar", /gold@sha256/));
  await button(page, "Add tag").click();
  await seeDone(page, `tag bar of ${stream} added`);
});

change("a digest of another project's history, by a unique beginning of it", {}, async ({ page, api, go, stream, hand }) => {
  const { status } = await api.get("infra-monitoring", "agent");
  const { image } = status.tags.find(({ tag }) => tag === "v2").items[0];
  await go(form(stream, "add-tag", "?tag=pinned"));
  await hand.choose("A digest: an image that a stream has or had");
  await hand.fill("Project of the source", "infra-monitoring");
  await hand.fill("Image stream of the source", "agent");
  await suggested(page, "Digest", image);
  await hand.fill("Digest", "sha256:not-hexadecimal");
  await see(page.getByText("No image of the stream begins with this digest."));
  await hand.fill("Digest", image.slice(0, 20));
  await see(row(page, "pinned", image.slice(7, 19)));
  await button(page, "Add tag").click();
  await seeDone(page, `tag pinned of ${stream} added`);
  assert.equal((await statusTag(api, stream, "pinned")).items[0].image, image);
});
