// Who looks, in which language, with which theme, on which screen.

import assert from "node:assert/strict";
import {
  ADMIN,
  FAILED_REQUESTS,
  PAGES,
  assertAccessible,
  assertFits,
  see,
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

visitor("no English is left on a Korean page", { language: "ko-KR" }, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeHeading(page, "python");
  const names = await page.getByRole("button").evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute("aria-label") ?? button.textContent.trim()),
  );
  const words = names.filter((name) => /^[A-Za-z ]{4,}$/.test(name));
  assert.deepEqual(words, [], "buttons without a Korean name");
  assert.match(await page.getByRole("main").innerText(), KOREAN);
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
