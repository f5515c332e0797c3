// What a form says after it was sent: readable for everyone, in both themes, and on narrow screens.

import { assertAccessibleInBothThemes, assertFits, see, seeHeading } from "./console.mjs";
import { alert, changing, form, imported, patch, row } from "./changing.mjs";

const change = changing("outcomes");
const send = (page) => page.locator("main form button[type=submit]").click();
const NARROW = { language: "ko-KR", width: 400, height: 800 };

for (const [how, options] of [["wide", {}], ["narrow, in Korean", NARROW]]) {
  const english = how === "wide";
  const check = async (page) => {
    await assertAccessibleInBothThemes(page);
    await assertFits(page);
  };

  change(`a conflict, ${how}`, options, async ({ page, way, api, go, stream }) => {
    await api.refer("shop", stream, "one", "registry.example/one:1");
    way.holdsBack = true;
    await go(form(stream, "retarget", "?tag=one&from=image&reference=true&image=registry.example/mine:1"));
    await see(row(page, "registry.example/mine:1"));
    await api.refer("shop", stream, "one", "registry.example/theirs:1");
    await send(page);
    await see(alert(page, english ? /^Someone else changed this first/ : /^다른 사람이 먼저 변경/));
    await check(page);
  });

  change(`an import in part, ${how}`, options, async ({ page, api, go, stream }) => {
    const tag = (name, image) => ({ name, from: { kind: "DockerImage", name: image } });
    await patch(api, stream, {
      spec: { tags: [tag("bad", "docker.io/library/no-such-image:latest"), tag("good", "docker.io/library/busybox:latest")] },
    });
    await imported(api, stream, ["good"]);
    await go(form(stream, "import-again", "?tags=*"));
    await seeHeading(page);
    await see(page.locator("main form button[type=submit]:enabled"));
    await send(page);
    await see(alert(page, english ? "Imported in part: 1 of 2 failed" : /^일부만 가져옴/));
    await check(page);
  });

  change(`a lost answer, a list of changes and an undo, ${how}`, options, async ({ page, way, api, go, stream }) => {
    await go(form(stream, "labels", "?label=colour%3Dred"));
    await see(row(page, "colour"));
    way.meddle = (method) => (method === "PATCH" ? "cut" : undefined);
    await send(page);
    await see(alert(page, english ? "The connection broke, but it did happen." : /^연결이 끊어졌지만/));
    await check(page);
    way.meddle = () => undefined;
    await page.getByRole("button", { name: english ? "Undo" : "실행 취소", exact: true }).click();
    await see(page.getByRole("group", { name: english ? /^Undo: / : /^실행 취소: / }).getByRole("table"));
    await check(page);
    await api.label("shop", stream, { colour: null });
  });

  change(`missing rights, ${how}`, { ...options, chosen: { identity: "viewer" } }, async ({ page, go, stream }) => {
    await go(form(stream, "add-tag", "?tag=v&from=tag&from-project=default&from-stream=python&from-tag=3.5"));
    await see(alert(page, english ? "You may not do this" : "이 작업을 수행할 권한이 없습니다"));
    await check(page);
  });
}
