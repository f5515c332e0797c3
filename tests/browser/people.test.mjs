// Who looks, in which language, with which theme, on which screen.

import assert from "node:assert/strict";
import {
  ADMIN,
  FAILED_REQUESTS,
  PAGES,
  assertAccessible,
  assertFits,
  see,
  seeContent,
  seeHeading,
  suite,
} from "./console.mjs";

const { visitor } = suite();
const KOREAN = /[\uac00-\ud7a3]/;
const isDark = (page) =>
  page.evaluate(() => document.documentElement.classList.contains("pf-v6-theme-dark"));
const background = (page) =>
  page.evaluate(() => {
    const [, lightness] = /rgba?\((\d+)/.exec(getComputedStyle(document.body.querySelector(".pf-v6-c-page__main-section, main")).backgroundColor) ?? [];
    return Number(lightness);
  });

visitor("a Korean browser gets Korean", { language: "ko-KR" }, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeHeading(page, "이미지 스트림");
  assert.equal(await page.getAttribute("html", "lang"), "ko");
  await page.goto("k8s/ns/default/imagestreamtags/python%3A3.5");
  await seeHeading(page, "python:3.5");
  await see(page.getByText("엔트리포인트"));
});

visitor("another language is chosen and remembered", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeHeading(page, "Image streams");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("한국어").click();
  await seeHeading(page, "이미지 스트림");
  await page.reload();
  await seeHeading(page, "이미지 스트림");
});

visitor("a dark system gets the dark theme", { system: "dark" }, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeHeading(page, "Image streams");
  assert.equal(await isDark(page), true);
  assert.ok((await background(page)) < 80);
});

visitor("another theme is chosen and remembered", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await seeHeading(page, "Image streams");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("Dark", { exact: true }).click();
  await page.waitForFunction(() => document.documentElement.classList.contains("pf-v6-theme-dark"));
  await page.reload();
  await seeHeading(page, "Image streams");
  assert.equal(await isDark(page), true);
});

for (const system of ["light", "dark"]) {
  for (const [address, heading] of PAGES) {
    visitor(`axe finds nothing grave on ${address}, ${system}`, { ...ADMIN, system }, async (page) => {
      await page.goto(address);
      await seeHeading(page, heading);
      await assertAccessible(page);
    });
  }
}

for (const language of ["en-US", "ko-KR"]) {
  for (const [address] of PAGES) {
    const narrow = { ...ADMIN, width: 400, height: 800, language };
    visitor(`400 px are enough for ${address}, ${language}`, narrow, async (page) => {
      await page.goto(address);
      await see(page.getByRole("heading", { level: 1 }));
      await page.locator("main:not([aria-busy=true])").waitFor();
      await assertFits(page);
    });
  }
}

// Pages that together show nearly every word of the app.
const WALK = [
  ...PAGES.map(([address]) => address),
  "k8s/ns/shop/imagestreams/web/history",
  "k8s/ns/shop/imagestreams/web/yaml",
  "k8s/ns/shop/imagestreams/empty",
  "k8s/ns/vacant/imagestreams",
  "k8s/ns/shop/imagestreams/no-such-stream",
  "k8s/ns/shop/imagestreamtags/catalog%3Achicken",
  "k8s/ns/data-platform/imagestreamtags/etl%3Alatest",
  "k8s/ns/secured/imagestreamtags/signed%3A1.1",
  "k8s/ns/default/imagestreamtags/busybox%3Alatest",
  "k8s/ns/faults/imagestreams/error-500",
  "k8s/ns/faults/imagestreams/gone-410",
];
// What is said by the app itself, not by the cluster.
const OWN = [
  "main h2",
  "main th[scope=col]",
  "main dt",
  "main .pf-v6-c-tabs a",
  "main summary",
  "main [role=alert] > p",
  "button",
  "[aria-label]",
  "[placeholder]",
];
// Names of formats and programs.
const SAME = /^(YAML|podman|docker|admin|한국어|English|ImageStream Console|[A-Z]{2,3}|[^A-Za-z]*)$/;

visitor("no English is left in Korean", { ...ADMIN, language: "ko-KR", expected: FAILED_REQUESTS }, async (page) => {
  const left = new Set();
  for (const address of WALK) {
    await page.goto(address);
    await seeContent(page);
    const texts = await page.locator(OWN.join(", ")).evaluateAll((elements) =>
      elements.flatMap((element) => {
        const said = element.getAttribute("aria-label") ?? element.getAttribute("placeholder");
        return (said ?? element.innerText ?? "").trim();
      }),
    );
    for (const text of texts) if (!KOREAN.test(text) && !SAME.test(text)) left.add(`${text} (${address})`);
  }
  assert.deepEqual([...left], []);
});

visitor("a viewer reads", { chosen: { identity: "viewer" } }, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeHeading(page, "python");
  await see(page.getByRole("link", { name: "3.5", exact: true }));
});

const nobody = { chosen: { identity: "nobody" }, expected: FAILED_REQUESTS };
visitor("somebody without rights is told which one is missing", nobody, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await see(page.getByRole("heading", { name: "You may not see this" }));
  await see(page.getByText(/list.*imagestreams.*default/));
  await assertAccessible(page);
});
