// The document that this product answers, from its first command to its last: by form with a
// pointer, and by the keyboard alone.

import assert from "node:assert/strict";
import { FAILED_REQUESTS, see, seeHeading, suite } from "./console.mjs";
import { keyboard, pointer, seeDone } from "./hands.mjs";
import { writer } from "./way.mjs";

const STREAM = "k8s/ns/default/imagestreams/python";
const COPY = "Another tag: copy the image it has now";
const EXTERNAL = "An external image";
const SCHEDULED = "Import again periodically (--scheduled)";

for (const hands of [pointer, keyboard]) {
  // Each walk begins on a cluster of its own.
  const { visitor, shared } = suite();
  visitor(`the whole document by ${hands.name}`, { expected: FAILED_REQUESTS }, (page) =>
    walk(page, hands(page), writer(shared.server.url)),
  );
}

async function walk(page, hand, api) {
  const tag = async (name) => {
    const { spec } = await api.get("default", "python");
    return spec.tags.find((one) => one.name === name);
  };
  const current = async (name) => {
    const { status } = await api.get("default", "python");
    return status.tags.find((one) => one.tag === name)?.items[0].image;
  };

  // oc describe is/python
  await page.goto(STREAM);
  await seeHeading(page, "python");
  await hand.follow("Text");
  await see(page.getByText("tagged from centos/python-35-centos7"));
  await hand.follow("Details");

  // oc tag python:3.5 python:latest
  await hand.menu("Add tag");
  await hand.fill("Tag", "latest");
  await hand.choose(COPY);
  await hand.fill("Source tag", "3.5");
  await see(page.getByText("oc tag python:3.5 python:latest -n default"));
  await hand.press("Add tag");
  await seeDone(page, "tag latest of python added");
  await seeHeading(page, "python:latest");
  assert.equal(await current("latest"), await current("3.5"));

  // oc tag docker.io/python:3.6.0 python:3.6
  await page.goto(STREAM);
  await seeHeading(page, "python");
  await hand.menu("Add tag");
  await hand.fill("Tag", "3.6");
  await hand.choose(EXTERNAL);
  await hand.fill("Image", "docker.io/python:3.6.0");
  await see(page.getByText("oc tag docker.io/python:3.6.0 python:3.6 -n default"));
  await hand.press("Add tag");
  await seeDone(page, "tag 3.6 of python added");
  await see(page.getByText("Up to date"));

  // oc tag python:3.6 python:latest
  await page.goto("k8s/ns/default/imagestreamtags/python%3Alatest");
  await seeHeading(page, "python:latest");
  await hand.menu("Retarget tag");
  await hand.choose(COPY);
  await hand.fill("Source tag", "3.6");
  await see(page.getByText("oc tag python:3.6 python:latest -n default"));
  await hand.press("Retarget tag");
  await seeDone(page, "tag latest of python retargeted");
  assert.equal(await current("latest"), await current("3.6"));

  // oc tag -d python:3.6
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.6");
  await seeHeading(page, "python:3.6");
  await hand.menu("Delete tags");
  await see(page.getByText("oc tag -d python:3.6 -n default"));
  await hand.press("Delete tags");
  await seeDone(page, "3.6 of python deleted");
  assert.equal(await tag("3.6"), undefined);

  // oc tag docker.io/python:3.6.0 python:3.6 --scheduled
  await page.goto(STREAM);
  await seeHeading(page, "python");
  await hand.menu("Add tag");
  await hand.fill("Tag", "3.6");
  await hand.choose(EXTERNAL);
  await hand.fill("Image", "docker.io/python:3.6.0");
  await hand.check(SCHEDULED);
  await see(page.getByText("oc tag docker.io/python:3.6.0 python:3.6 --scheduled -n default"));
  await see(page.getByText("15 minutes by default").first());
  await hand.press("Add tag");
  await seeDone(page, "tag 3.6 of python added");
  assert.equal((await tag("3.6")).importPolicy.scheduled, true);

  // The same again without --scheduled; here everything else about the tag stays.
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.6");
  await seeHeading(page, "python:3.6");
  // The import of the new tag is a change of the stream as well: who sends while it lands is told of both.
  await see(page.getByText(/^sha256:/).first());
  await hand.menu("Schedule imports");
  await hand.choose("Off");
  await hand.press("Schedule imports");
  await seeDone(page, "3.6 of python unscheduled");
  assert.equal((await tag("3.6")).importPolicy.scheduled, undefined);
}

