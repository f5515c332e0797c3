// For `cargo xtask dev`: the server puts the base path and its facts into the page it serves. Trunk
// serves the page itself there, so this hook asks the server what it would have put in.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const server = process.env.CONSOLE_DEV_SERVER;
if (server) {
  const served = await (await fetch(server)).text();
  const filled = /<base [^>]*>(\s*<meta name="console-config"[^>]*>)?/.exec(served);
  if (!filled) throw new Error(`${server} serves no page with a base`);
  const index = join(process.env.TRUNK_STAGING_DIR, "index.html");
  const page = readFileSync(index, "utf8");
  writeFileSync(index, page.replace('<base href="./" />', () => filled[0]));
}
