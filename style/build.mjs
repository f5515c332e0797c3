// Makes the one style sheet of the app: PatternFly's files from npm, cut down to what the view uses,
// then our own rules. Trunk runs this before every build (see Trunk.toml).
//
// Class names must stand literally in src/view/**/*.rs, start/*.js or index.html: a name put together at run
// time is not found here and loses its rules.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { browserslistToTargets, transform } from "lightningcss";
import { PurgeCSS } from "purgecss";
import postcss from "postcss";
import subsetFont from "subset-font";
import { inlineConstants } from "./constants.mjs";

const BUDGET_BROTLI_BYTES = 16_000;
const OWN_SHEETS = ["base.css", "shell.css", "page.css", "parts.css", "live.css", "view.css", "change.css"];
// Themes PatternFly ships and this product does not offer.
const UNUSED_THEMES = /\.pf-v6-theme-(felt|glass|high-contrast)|\.pf-v6-m-dir-rtl|\[dir=rtl\]/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const patternfly = join(root, "node_modules/@patternfly/patternfly");
const out = join(root, "target/style");

const read = (...path) => readFileSync(join(...path), "utf8");

function filesUnder(folder, ending) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Every text in which a class name counts as used. */
function contents() {
  const files = [join(root, "index.html"), ...filesUnder(join(root, "start"), ".js"), ...filesUnder(join(root, "src"), ".rs")];
  return files.map((file) => read(file)).join("\n");
}

/** PatternFly's rules whose every class is used somewhere. */
async function used(css, content) {
  const [purged] = await new PurgeCSS().purge({
    content: [{ raw: content, extension: "txt" }],
    css: [{ raw: css }],
    defaultExtractor: (text) => text.match(/pf-[A-Za-z0-9_-]+|[a-z][a-z0-9-]*/g) ?? [],
    // Elements the browser or the app makes without a literal `<tag` in a class list.
    safelist: { standard: ["html", "body", /^:/] },
    keyframes: true,
  });
  return purged.css;
}

/** Drops other themes, icon fonts and PatternFly's own font faces (we declare the one we ship). */
function dropUnwanted(sheet) {
  sheet.walkAtRules("font-face", (rule) => rule.remove());
  sheet.walkRules((rule) => {
    if (rule.parent?.name?.endsWith("keyframes")) return;
    const kept = rule.selectors.filter((selector) => !UNUSED_THEMES.test(selector));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
}

const references = (text) => text.match(/--[A-Za-z0-9_-]+/g) ?? [];

/** Drops custom properties that no rule reaches, directly or through other custom properties. */
function dropUnreachedProperties(sheet, roots) {
  const mentions = new Map();
  const reached = new Set(roots);
  sheet.walkDecls((declaration) => {
    const names = references(declaration.value);
    if (!declaration.prop.startsWith("--")) names.forEach((name) => reached.add(name));
    else mentions.set(declaration.prop, [...(mentions.get(declaration.prop) ?? []), ...names]);
  });
  const queue = [...reached];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const next of mentions.get(name) ?? []) {
      if (!reached.has(next)) {
        reached.add(next);
        queue.push(next);
      }
    }
  }
  sheet.walkDecls(/^--/, (declaration) => {
    if (!reached.has(declaration.prop)) declaration.remove();
  });
  sheet.walkAtRules("property", (rule) => {
    if (!reached.has(rule.params)) rule.remove();
  });
}

function dropEmpty(sheet) {
  sheet.walkRules((rule) => {
    if (rule.nodes.every((node) => node.type === "comment")) rule.remove();
  });
  let again = true;
  while (again) {
    again = false;
    sheet.walkAtRules((rule) => {
      if (rule.nodes?.length === 0) {
        rule.remove();
        again = true;
      }
    });
  }
}

/** The code points of the font that are shipped, from the `unicode-range` of base.css. */
function shippedCharacters() {
  const [, ranges] = /unicode-range:([^;]+);/.exec(read(root, "style/base.css"));
  return ranges
    .split(",")
    .map((range) => range.trim().replace("U+", "").split("-").map((code) => parseInt(code, 16)))
    .flatMap(([first, last = first]) =>
      Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
    )
    .join("");
}

/** Cuts the text font to what is used, under a name made of its content: cached for ever. */
async function font() {
  const whole = readFileSync(join(patternfly, "assets/fonts/RedHatText/RedHatTextVF.woff2"));
  const bytes = await subsetFont(whole, shippedCharacters(), {
    targetFormat: "woff2",
    // The weights that PatternFly's tokens name.
    variationAxes: { wght: { min: 400, max: 600 } },
    // Of other forms of letters only the digits of one width. The distances of single pairs of letters
    // were 3.6 kB, nearly a third, and are hardly seen at the sizes of this text.
    keepFeatures: ["tnum"],
    dropTables: ["GPOS", "GDEF"],
    noHinting: true,
  });
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const name = `red-hat-text-${hash}.woff2`;
  rmSync(join(out, "fonts"), { recursive: true, force: true });
  mkdirSync(join(out, "fonts"), { recursive: true });
  writeFileSync(join(out, "fonts", name), bytes);
  if (!read(root, "index.html").includes(`./fonts/${name}`)) {
    throw new Error(`index.html must preload ./fonts/${name}`);
  }
  return name;
}

const sources = read(root, "style/components.txt")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"));
const content = contents();
const own = OWN_SHEETS.map((name) => read(root, "style", name)).join("\n");

const sheet = postcss.parse(
  await used(sources.map((name) => read(patternfly, name)).join("\n"), content),
);
dropUnwanted(sheet);
sheet.append(postcss.parse(own.replaceAll("FONT_FILE", await font())));
const readByView = new Set(references(content));
dropUnreachedProperties(sheet, readByView);
inlineConstants(sheet, readByView);
dropUnreachedProperties(sheet, readByView);
dropEmpty(sheet);

const whole = sheet.toString();
const { code } = transform({
  filename: "app.css",
  code: Buffer.from(whole),
  minify: true,
  // Browsers with nesting, :has and container queries: PatternFly 6 needs them anyway.
  targets: browserslistToTargets(["chrome 117", "firefox 128", "safari 17"]),
});
writeFileSync(join(out, "app.css"), code);

const size = brotliCompressSync(code).length;
console.log(`style: ${code.length} bytes, ${size} with brotli (budget ${BUDGET_BROTLI_BYTES})`);
if (size > BUDGET_BROTLI_BYTES) {
  console.error("style: over budget; look for a component that is not worth its bytes");
  process.exit(1);
}
