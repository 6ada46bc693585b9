// Installs what package-lock.json names, unless that has been done since it last changed. npm runs this before each of the
// project's scripts, on whatever Node it finds: hence plain JavaScript. What is said goes to stderr, because stdout may be
// a program's input.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 24;
const root = new URL("../", import.meta.url);

if (modifiedAt("node_modules/.package-lock.json") <= modifiedAt("package-lock.json")) install();
requireNode();

function install() {
  console.error("Installing dependencies (once) …");
  // On an old Node npm would warn of every package that asks for a newer one, which is just being installed.
  const { status } = spawnSync("npm ci --no-audit --no-fund --loglevel=error", {
    cwd: fileURLToPath(root),
    stdio: ["ignore", process.stderr, process.stderr],
    shell: true,
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** npm looks into node_modules/.bin first, where an optional dependency may have put a newer Node. */
function requireNode() {
  const isNewEnough = Number.parseInt(process.versions.node, 10) >= OLDEST_NODE;
  if (isNewEnough || existsSync(new URL("node_modules/.bin/node", root))) return;
  console.error(`ghcr-mirror: needs Node ${OLDEST_NODE} or newer; this is ${process.version}`);
  process.exit(1);
}

function modifiedAt(file) {
  return statSync(new URL(file, root), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
