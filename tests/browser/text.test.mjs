// The text tab prints what `oc describe` prints.

import assert from "node:assert/strict";
import { see, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();

visitor("the stream's text has oc's lines in oc's order", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python/text");
  await seeHeading(page, "python");
  const text = await page.getByText(/^Name:\s+python/).first().innerText();
  assert.match(text, /^Name:\t*\s*python\nNamespace:\s+default\nCreated:\s+/);
  assert.match(text, /\nLabels:\s+<none>\n/);
  assert.match(text, /openshift\.io\/image\.dockerRepositoryCheck=2017-10-02T17:05:11Z/);
  assert.match(text, /\nUnique Images:\s+1\nTags:\s+1\n\n3\.5\n {2}tagged from centos\/python-35-centos7\n/);
});

visitor("the tag's text has oc's lines in oc's order", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5/text");
  await seeHeading(page, "python:3.5");
  const text = await page.getByText(/^Image Name:\s+/).first().innerText();
  assert.match(text, /^Image Name:\s+sha256:[0-9a-f]{64}\nDocker Image:\s+centos\/python-35-centos7@/);
  assert.match(text, /\nArch:\s+amd64\nEntrypoint:\s+container-entrypoint\nCommand:\s+\/bin\/sh -c /);
});

visitor("the command stands beside the text and can be copied", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python/text");
  await see(page.getByText("oc describe is/python -n default").or(page.getByText(/oc describe/)));
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).length > 0);
});
