// Two ways to work with a page: with a pointer, and with the keyboard alone.

import { see, seeHeading } from "./console.mjs";

/** A field by its label, whatever kind of field it is. */
export const field = (page, label) => page.locator("main").getByLabel(label, { exact: true });

/** Clicks and types as somebody with a mouse does. */
export function pointer(page) {
  return {
    name: "pointer",
    menu: async (action) => {
      await page.getByRole("button", { name: "Actions", exact: true }).click();
      await page.getByRole("link", { name: action, exact: true }).click();
      await seeHeading(page, action);
    },
    fill: (label, text) => field(page, label).fill(text),
    check: (label) => field(page, label).check(),
    uncheck: (label) => field(page, label).uncheck(),
    choose: (label) => field(page, label).check(),
    press: (name) => page.locator("main").getByRole("button", { name, exact: true }).click(),
    follow: (name) => page.getByRole("link", { name, exact: true }).click(),
  };
}

/** Never touches the pointer. */
export function keyboard(page) {
  const key = (name) => page.keyboard.press(name);
  const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
  /** Goes on with `step` until something has the focus. */
  const until = async (locator, step) => {
    await see(locator);
    for (let steps = 0; steps < 120; steps += 1) {
      if (await isFocused(locator.first())) return;
      await key(step);
    }
    throw new Error(`the keyboard never came to ${locator}`);
  };
  const tabTo = (locator) => until(locator, "Tab");
  const choose = async (label) => {
    const wanted = field(page, label);
    await see(wanted);
    const name = await wanted.getAttribute("name");
    // Tab comes to the chosen one of a group or to its first; arrows go on from there.
    for (let steps = 0; steps < 120; steps += 1) {
      if (await page.evaluate((group) => document.activeElement?.name === group, name)) break;
      await key("Tab");
    }
    if (!(await wanted.isChecked()) && (await isFocused(wanted))) await key("Space");
    for (let steps = 0; steps < 40 && !(await wanted.isChecked()); steps += 1) await key("ArrowDown");
  };
  const turn = async (label, on) => {
    const box = field(page, label);
    await tabTo(box);
    if ((await box.isChecked()) !== on) await key("Space");
  };
  return {
    name: "keyboard",
    menu: async (action) => {
      // Whoever sees no menu presses again, as long as the page is still being drawn.
      const toggle = page.getByRole("button", { name: "Actions", exact: true });
      await see(toggle);
      const isOpen = async () => (await toggle.getAttribute("aria-expanded")) === "true";
      for (let presses = 0; presses < 20 && !(await isOpen()); presses += 1) await key("a");
      const link = page.getByRole("link", { name: action, exact: true });
      await until(link, "ArrowDown");
      await key("Enter");
      await seeHeading(page, action);
    },
    fill: async (label, text) => {
      await tabTo(field(page, label));
      await key("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    check: (label) => turn(label, true),
    uncheck: (label) => turn(label, false),
    choose,
    press: async (name) => {
      await tabTo(page.locator("main").getByRole("button", { name, exact: true }));
      await key("Enter");
    },
    follow: async (name) => {
      await tabTo(page.getByRole("link", { name, exact: true }));
      await key("Enter");
    },
  };
}

/** The alert that tells of a change, and the page behind it. */
export const seeDone = (page, what) => see(page.getByRole("group", { name: `Done: ${what}` }));
