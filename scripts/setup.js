// Installs what package-lock.json names, unless node_modules holds that. npm runs this before each of the project's
// scripts, on whatever Node it finds: hence plain JavaScript. What is said goes to stderr, because stdout may be a
// program's input.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 24;
const root = new URL("../", import.meta.url);

const wanted = packagesOf("package-lock.json");
const installed = packagesOf("node_modules/.package-lock.json");

if (!isInstalled()) {
  if (isLink("node_modules")) leaveLinkAlone();
  else install();
}
requireNode();

/** Optional packages may be for other systems; those for development are left out as a whole where npm is told to. */
function isInstalled() {
  if (installed.size === 0) return false;
  const hasDev = [...installed.values()].some(({ dev }) => dev);
  const isLeftOut = ({ optional, dev }) => optional || (dev && !hasDev);
  const isSame = (one, other) => one.version === other?.version && one.integrity === other?.integrity;
  return (
    [...installed].every(([path, found]) => isSame(found, wanted.get(path))) &&
    [...wanted].every(([path, entry]) => installed.has(path) || isLeftOut(entry))
  );
}

/** npm would empty the folder behind it, which belongs to another checkout. */
function leaveLinkAlone() {
  const missing = [...wanted].filter(([path, { optional }]) => !optional && !existsSync(new URL(path, root)));
  const what =
    missing.length > 0 ? `lacks ${missing.length} of its packages` : "is not all as package-lock.json has it";
  console.error(`node_modules is a link, through which nothing is installed; what it leads to ${what}`);
  if (missing.length > 0) process.exit(1);
}

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

/** What npm wrote down, by path and without the project itself; nothing where that cannot be read. */
function packagesOf(lockFile) {
  try {
    const { packages } = JSON.parse(readFileSync(new URL(lockFile, root), "utf8"));
    return new Map(Object.entries(packages).filter(([path]) => path !== ""));
  } catch {
    return new Map();
  }
}

function isLink(path) {
  return lstatSync(new URL(path, root), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
