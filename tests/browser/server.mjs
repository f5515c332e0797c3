// Starts the server as a user does, with the demo cluster and the built app.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program =
  process.env.CONSOLE_SERVER ?? join(root, "target/server/imagestream-console");
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+[^\s"]*/;

/** Starts the server with the demo cluster and the built app on a free port. */
export function startServer(...options) {
  return startProgram(["--demo", "--dist", "dist", "--port", "0", ...options]);
}

/** Starts the server. `url` ends with a slash; `stop` waits for its end. */
export async function startProgram(options) {
  if (!existsSync(join(root, "dist/index.html")) || !existsSync(program)) {
    throw new Error("nothing is built yet: run `cargo xtask test --only browser`");
  }
  const child = spawn(program, options, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let log = "";
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      log += chunk;
      const found = ADDRESS.exec(log);
      if (found) resolve(found[0].replace(/\/?$/, "/"));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${log}`)));
  });
  return {
    url,
    pid: child.pid,
    log: () => log,
    stop: async () => {
      if (child.exitCode === null) child.kill("SIGINT");
      await exited;
    },
  };
}
