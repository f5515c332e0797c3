// PatternFly names every value over up to four custom properties, so that pages may change each. This
// sheet changes few: what has one value everywhere is written where it is used, and its name goes.

/** Rules for the whole page: what they set has the same value for every element. */
const ROOT = /^(:root|:where\(:root\)|:where\(\.pf-v6-theme-dark\)|\.pf-v6-theme-dark|:where\(\.pf-v6-theme-dark\) *)$/;
const LONGEST = 80;
const names = (value) => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);
const isConditional = (rule) => rule.parent.type === "atrule";

/** Whether a rule sets a property for each element that can use it: the page, or its own component. */
function isBase(rule, property) {
  if (rule.selectors.every((selector) => ROOT.test(selector))) return true;
  const [, component] = /^--(pf-v6-[a-z]-[a-z-]+?)--/.exec(property) ?? [];
  return component !== undefined && rule.selectors.length === 1 && rule.selector === `.${component}`;
}

/** Writes constants where they are used. Properties in `kept` are read by somebody else. */
export function inlineConstants(sheet, kept) {
  const definitions = new Map();
  sheet.walkDecls(/^--/, (declaration) => {
    definitions.set(declaration.prop, [...(definitions.get(declaration.prop) ?? []), declaration]);
  });
  const isOfPage = (name) =>
    (definitions.get(name) ?? []).every(
      ({ parent }) => parent.type === "rule" && parent.selectors.every((selector) => ROOT.test(selector)),
    );
  const known = new Map();
  /** The value of a constant; null for what may change from element to element. */
  function constant(name, path = []) {
    if (known.has(name)) return known.get(name);
    const [definition, ...others] = definitions.get(name) ?? [];
    let value = null;
    const fits =
      definition?.parent.type === "rule" &&
      others.length === 0 &&
      !kept.has(name) &&
      !path.includes(name) &&
      !isConditional(definition.parent) &&
      isBase(definition.parent, name);
    if (fits) {
      const written = replace(definition.value, [...path, name]);
      const isFixed = names(written).every(isOfPage) && written.trim() !== "" && !/^(initial|inherit|unset)$/.test(written);
      if (isFixed && written.length <= LONGEST) value = written;
    }
    known.set(name, value);
    return value;
  }
  function replace(text, path) {
    let out = "";
    let rest = text;
    for (let at = rest.indexOf("var("); at >= 0; at = rest.indexOf("var(")) {
      const end = closing(rest, at + 3);
      const inner = rest.slice(at + 4, end);
      const [, name, fallback] = /^\s*(--[\w-]+)\s*(?:,([\s\S]*))?$/.exec(inner);
      const value = constant(name, path);
      out += rest.slice(0, at);
      if (value !== null) out += value;
      else out += fallback === undefined ? `var(${name})` : `var(${name},${replace(fallback, path)})`;
      rest = rest.slice(end + 1);
    }
    return out + rest;
  }
  sheet.walkDecls((declaration) => {
    if (declaration.value.includes("var(")) declaration.value = replace(declaration.value, []);
  });
}

function closing(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")" && (depth -= 1) === 0) return at;
  }
  throw new Error(`no end of ${text}`);
}
