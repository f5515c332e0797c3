// Every form and what opens over pages: for everyone, on narrow screens, in both languages.

import assert from "node:assert/strict";
import { FAILED_REQUESTS, assertAccessibleInBothThemes, assertFits, see, seeHeading, suite } from "./console.mjs";

const { visitor } = suite();
const CHANGE = "k8s/ns/default/imagestreams/python/change/";

/** Every form, filled so that it shows all it can. The heading is in both languages. */
const FORMS = [
  ["k8s/ns/default/imagestreams/~new?stream=fresh&from=image&image=docker.io/library/busybox:latest&tag=latest&label=a%3Db", "Create image stream", "이미지 스트림 만들기"],
  [`${CHANGE}add-tag?tag=latest&from=tag&from-tag=3.5`, "Add tag", "태그 추가"],
  [`${CHANGE}add-tag?tag=a%20b&from=image&image=registry.example.com/private/app:1.0`, "Add tag", "태그 추가"],
  [`${CHANGE}retarget?tag=3.5&from=image&image=docker.io/python:3.6.0&scheduled=true`, "Retarget tag", "태그 대상 변경"],
  [`${CHANGE}options?tag=3.5&import-mode=PreserveOriginal&annotation=description%3Dx`, "Change tag options", "태그 옵션 변경"],
  [`${CHANGE}schedule?tags=3.5&on=true`, "Schedule imports", "가져오기 예약"],
  [`${CHANGE}import-again?tags=*`, "Import again", "다시 가져오기"],
  [`${CHANGE}roll-back?tag=3.5&history=0`, "Roll back tag", "태그 롤백"],
  [`${CHANGE}delete-tags?tags=3.5`, "Delete tags", "태그 삭제"],
  [`${CHANGE}delete?confirm=python`, "Delete image stream", "이미지 스트림 삭제"],
  [`${CHANGE}lookup?on=true`, "Image lookup", "이미지 조회"],
  [`${CHANGE}labels?label=a%3Db`, "Edit labels", "레이블 편집"],
  [`${CHANGE}annotations?annotation=a%3Db`, "Edit annotations", "주석 편집"],
  [`${CHANGE}tag-annotations?tag=3.5&annotation=a%3Db`, "Edit tag annotations", "태그 주석 편집"],
  ["k8s/ns/default/secrets/~new?host=registry.example.com&user=robot&secret=robot", "Create registry secret", "레지스트리 시크릿 만들기"],
  [`${CHANGE}import-repository?repository=quay.io/acme/releases`, "Import repository", "리포지토리 가져오기"],
  [`${CHANGE}look-at-image?image=docker.io/python:3.6.0`, "Look at image", "이미지 살펴보기"],
  [`${CHANGE}look-at-repository?repository=quay.io/acme/releases`, "Look at repository", "리포지토리 살펴보기"],
  ["k8s/ns/shop/scheduled-tags", "Scheduled tags", "예약된 태그"],
  ["changes", "Changes of this visit", "이번 방문의 변경 내역"],
];

/** Waits until the form has its preview, and the registry has answered. */
async function settled(page) {
  const waiting = /Asking the registry|Reading the image stream|레지스트리에 요청하는 중|이미지 스트림을 읽는 중/;
  await page.waitForFunction((text) => !new RegExp(text).test(document.querySelector("main").innerText), waiting.source);
}

for (const [address, heading, korean] of FORMS) {
  visitor(`axe finds nothing grave on ${address}`, { expected: FAILED_REQUESTS }, async (page) => {
    await page.goto(address);
    await seeHeading(page, heading);
    await settled(page);
    await assertAccessibleInBothThemes(page);
  });
  const narrow = { language: "ko-KR", width: 400, height: 800, expected: FAILED_REQUESTS };
  visitor(`400 px and Korean do for ${address}`, narrow, async (page) => {
    await page.goto(address);
    await seeHeading(page, korean);
    await settled(page);
    await assertFits(page);
    const own = await page.evaluate(() => {
      const words = [];
      // Labels, headings and buttons are ours; values, commands and requests are not.
      for (const element of document.querySelectorAll("main :is(label, legend, h2, h3, button, summary)")) {
        if (element.querySelector("bdi, code, [dir=auto]")) continue;
        words.push(element.innerText.trim());
      }
      return words.filter((text) => /^[A-Za-z ,.]{12,}$/.test(text));
    });
    assert.deepEqual(own, [], "these words are English");
  });
}

visitor("axe finds nothing grave on menus of actions", { expected: FAILED_REQUESTS }, async (page) => {
  await page.goto("k8s/ns/default/imagestreams/python");
  await seeHeading(page, "python");
  await page.getByRole("button", { name: "Actions for 3.5" }).click();
  await see(page.getByRole("link", { name: "Retarget tag" }));
  await assertAccessibleInBothThemes(page);
});

visitor("axe finds nothing grave on a viewer's forms", { chosen: { identity: "viewer" }, expected: FAILED_REQUESTS }, async (page) => {
  await page.goto(`${CHANGE}labels?label=a%3Db`);
  await see(page.getByRole("group", { name: "You may not do this" }));
  await assertAccessibleInBothThemes(page);
});
