// For everyone: focus, headings and landmarks, motion, times, themes, room on the screen; and axe on
// every tab in both themes.

import assert from "node:assert/strict";
import { ADMIN, FAILED_REQUESTS, PAGES, assertAccessibleInBothThemes, assertFits, see, seeContent, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const TAG = "k8s/ns/default/imagestreamtags/python%3A3.5";
const STREAM = "k8s/ns/shop/imagestreams/web";
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

visitor("focus goes to the heading of the page one goes to, and stays on its tabs", {}, async (page) => {
  await page.goto("k8s/ns/default/imagestreams");
  await page.getByRole("link", { name: "python", exact: true }).press("Enter");
  await seeHeading(page, "python");
  await page.waitForFunction(() => document.activeElement.matches("h1"));
  await page.getByRole("link", { name: "History", exact: true }).press("Enter");
  await see(page.getByRole("table", { name: "History" }));
  assert.equal(await focused(page), "History");
});

visitor("the first stop of Tab skips to the content", {}, async (page) => {
  await page.goto(TAG);
  await seeContent(page);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  assert.match(page.url(), /python%3A3\.5$/);
});

visitor("going back leads to where one had scrolled", { ...ADMIN, height: 400 }, async (page) => {
  await page.goto("k8s/all-namespaces/imagestreams");
  const far = page.getByRole("link", { name: "web", exact: true });
  await see(far);
  await far.scrollIntoViewIfNeeded();
  const top = () => far.evaluate((link) => link.getBoundingClientRect().top);
  const before = await top();
  await far.click();
  await seeHeading(page, "web");
  await page.goBack();
  await see(far);
  await page.waitForFunction(
    ([wanted]) => {
      const link = [...document.querySelectorAll("main tbody a")].find(({ textContent }) => textContent === "web");
      return link && Math.abs(link.getBoundingClientRect().top - wanted) < 2;
    },
    [before],
  );
});

visitor("times are the reader's own, with UTC in the tooltip", { timezone: "Asia/Seoul" }, async (page) => {
  await page.goto(TAG);
  const time = page.getByRole("region", { name: "Image", exact: true }).locator("time").first();
  await see(time);
  const [shown, tooltip, exact] = await time.evaluate((one) => [one.innerText, one.title, one.dateTime]);
  const local = new Date(exact).toLocaleTimeString("en-US", { timeZone: "Asia/Seoul" });
  assert.ok(shown.includes(local), `${shown} has no ${local}`);
  assert.equal(tooltip, `${exact.slice(0, 10)} ${exact.slice(11, 19)} UTC`);
});

visitor("each page has its landmarks and headings in order", ADMIN, async (page) => {
  for (const [address, heading] of PAGES) {
    await page.goto(address);
    await seeHeading(page, heading);
    await seeContent(page);
    for (const landmark of ["banner", "main"]) assert.equal(await page.getByRole(landmark).count(), 1, `${landmark} of ${address}`);
    const levels = await page.getByRole("heading").evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1, `${levels} on ${address}`);
    assert.ok(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1), `${levels} on ${address}`);
  }
});

visitor("nothing moves for who asked for that", {}, async (page) => {
  await page.goto(STREAM);
  await seeContent(page);
  await page.getByRole("button", { name: /^Project:/ }).click();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
      const longest = (list) => Math.max(...list.split(",").map(Number.parseFloat));
      return longest(transitionDuration) > 0.01 || (animationName !== "none" && longest(animationDuration) > 0.01);
    }).length,
  );
  assert.equal(moving, 0);
});

visitor("the theme follows the system as it turns dark", {}, async (page) => {
  await page.goto(STREAM);
  await seeContent(page);
  const dark = () => page.evaluate(() => document.documentElement.classList.contains("pf-v6-theme-dark"));
  assert.equal(await dark(), false);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.documentElement.classList.contains("pf-v6-theme-dark"));
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("Light", { exact: true }).click();
  await page.waitForFunction(() => !document.documentElement.classList.contains("pf-v6-theme-dark"));
  await page.emulateMedia({ colorScheme: "light" });
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await dark(), false, "a chosen theme stays");
});

visitor("the project key works while Korean is typed", { language: "ko-KR" }, async (page) => {
  await page.goto(STREAM);
  await seeContent(page);
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ㅜ", bubbles: true })));
  await see(page.getByRole("searchbox", { name: "프로젝트 이름 필터 또는 입력" }));
});

// The warning of the project, too, stands on this page.
visitor("the essentials of a tag need no scrolling at 1400 px", { width: 1400, height: 900 }, async (page) => {
  await page.goto(TAG);
  await see(page.getByRole("region", { name: "Layers" }).getByText("Only here"));
  for (const name of ["Tag", "Image", "Configuration", "Pull", "Layers"]) {
    const box = await page.getByRole("region", { name, exact: true }).boundingBox();
    assert.ok(box.y + box.height <= 900, `${name} ends at ${box.y + box.height}`);
  }
});

const EVERY_TAB = [
  `${TAG}/history`,
  `${TAG}/yaml`,
  `${STREAM}/history`,
  `${STREAM}/yaml`,
  `${STREAM}/text`,
  "k8s/ns/default/imagestreamtags/busybox%3Alatest",
  "k8s/ns/secured/imagestreamtags/signed%3A1.1",
  "k8s/ns/shop/imagestreamtags/new-service%3Alatest/text",
  "k8s/ns/infra-monitoring/imagestreams/collector",
];
for (const address of EVERY_TAB) {
  visitor(`axe finds nothing grave on ${address}, and it fits every width`, { ...ADMIN, expected: FAILED_REQUESTS }, async (page) => {
    await page.goto(address);
    await seeContent(page);
    await assertAccessibleInBothThemes(page);
    for (const width of [3840, 1400, 1024, 780, 400]) {
      await page.setViewportSize({ width, height: 900 });
      await assertFits(page);
    }
  });
}
