// A secret for a registry: what is stored, and that its password stays nowhere.

import assert from "node:assert/strict";
import { see, seeHeading } from "./console.mjs";
import { alert, button, changing } from "./changing.mjs";
import { field, seeDone } from "./hands.mjs";

const change = changing("secrets");
const PASSWORD = "pa55-w0rd-of-a-robot";
const FORM = "k8s/ns/shop/secrets/~new?host=registry.example.com:5000&user=robot&secret=";

/** Everything that a page keeps or shows, with what is in its fields. */
const everything = (page) =>
  page.evaluate(async () => {
    const entries = (storage) => Object.entries(storage).flat();
    const databases = await indexedDB.databases();
    const caches = await globalThis.caches?.keys();
    const fields = [...document.querySelectorAll("input, textarea")].map((one) => one.value);
    return JSON.stringify([
      document.documentElement.outerHTML, location.href, history.state, document.cookie, document.title, fields,
      entries(localStorage), entries(sessionStorage), databases, caches,
    ]);
  });

async function assertNowhere(page, way, heard) {
  assert.ok(!(await everything(page)).includes(PASSWORD), "the page keeps the password");
  const base64 = Buffer.from(PASSWORD).toString("base64");
  for (const { url } of way.seen) assert.ok(!url.href.includes(PASSWORD) && !url.href.includes(base64), url.href);
  assert.ok(!heard.some((text) => text.includes(PASSWORD)), "the console was told the password");
}

const listen = (page) => {
  const heard = [];
  page.on("console", (message) => heard.push(message.text()));
  return heard;
};
const stored = (api, name) => api.call("GET", `/api/v1/namespaces/shop/secrets/${name}`);

change("what is stored, and that the password is nowhere afterwards", {}, async ({ page, way, api, go, stream, hand }) => {
  const heard = listen(page);
  await go(FORM + stream);
  await seeHeading(page, "Create registry secret");
  await hand.fill("Password or token", PASSWORD);
  assert.equal(await field(page, "Password or token").getAttribute("type"), "password");
  // What is shown of the request has a stand-in for it.
  await page.getByText("HTTP request").click();
  await see(page.getByText("$REGISTRY_PASSWORD").first());
  const shown = await page.evaluate(() => document.documentElement.outerHTML + location.href);
  assert.ok(!shown.includes(PASSWORD) && !shown.includes(Buffer.from(`robot:${PASSWORD}`).toString("base64")));
  await button(page, "Create registry secret").click();
  await seeDone(page, `secret ${stream} created`);
  await assertNowhere(page, way, heard);
  const secret = await stored(api, stream);
  assert.equal(secret.type, "kubernetes.io/dockerconfigjson");
  const config = JSON.parse(Buffer.from(secret.data[".dockerconfigjson"], "base64").toString());
  const [[host, entry]] = Object.entries(config.auths);
  assert.equal(host, "registry.example.com:5000");
  assert.equal(Buffer.from(entry.auth, "base64").toString(), `robot:${PASSWORD}`);
  // The list of changes has the command without it, and takes the secret back.
  await button(page, "Undo").click();
  await seeHeading(page, "Changes of this visit");
  await see(page.getByText(`oc create secret docker-registry ${stream}`).first());
  await assertNowhere(page, way, heard);
  const undo = page.getByRole("group", { name: `Undo: secret ${stream} created` });
  await undo.getByRole("button", { name: "Undo", exact: true }).click();
  await see(page.getByText("undone", { exact: true }));
  await assert.rejects(stored(api, stream), /404/);
});

change("a name that is taken: all fields stay but the password", {}, async ({ page, way, api, go, stream, hand }) => {
  const heard = listen(page);
  await api.call("POST", "/api/v1/namespaces/shop/secrets", { apiVersion: "v1", kind: "Secret", metadata: { name: stream }, type: "Opaque" });
  await go(FORM + stream);
  await seeHeading(page, "Create registry secret");
  await hand.fill("Password or token", PASSWORD);
  await button(page, "Create registry secret").click();
  await see(alert(page, "This name is taken; nothing was written"));
  assert.equal(await field(page, "User name").inputValue(), "robot");
  assert.equal(await field(page, "Registry host").inputValue(), "registry.example.com:5000");
  assert.equal(await field(page, "Password or token").inputValue(), "");
  await assertNowhere(page, way, heard);
  assert.equal((await stored(api, stream)).type, "Opaque");
  await hand.fill("Name of the secret", `${stream}-free`);
  await button(page, "Create registry secret").click();
  assert.equal(await field(page, "Password or token").getAttribute("aria-invalid"), "true");
  await hand.fill("Password or token", PASSWORD);
  await button(page, "Create registry secret").click();
  await seeDone(page, `secret ${stream}-free created`);
});

for (const [trick, told, there] of [
  ["cut", "The connection broke, but it did happen.", true],
  ["lose", "The connection broke, and it did not happen. You can send it again.", false],
]) {
  change(`a secret whose connection broke: ${trick}`, {}, async ({ page, way, api, go, stream, hand }) => {
    const heard = listen(page);
    await go(FORM + stream);
    await seeHeading(page, "Create registry secret");
    await hand.fill("Password or token", PASSWORD);
    way.meddle = (method, url) => (/\/secrets$/.test(url.pathname) ? trick : undefined);
    await button(page, "Create registry secret").click();
    await see(alert(page, told));
    await assertNowhere(page, way, heard);
    if (there) assert.equal((await stored(api, stream)).type, "kubernetes.io/dockerconfigjson");
    else await assert.rejects(stored(api, stream), /404/);
  });
}
