#!/usr/bin/env node
// Starts src/cli.ts where Node alone would not: installed below node_modules, whose TypeScript Node refuses to read, and
// on a Node that is too old, where an optional dependency of ours may hold a newer one. Plain JavaScript for that reason.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 24;
const self = fileURLToPath(import.meta.url);
const sources = new URL("../src/", import.meta.url).href;

if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  cacheCompiledCode();
  if (/[\\/]node_modules[\\/]/.test(self)) stripOurTypes();
  await import(`${sources}cli.ts`);
} else {
  const node = findNewerNode();
  if (node) {
    runOn(node);
  } else {
    console.error(`ghcr-mirror: needs Node ${OLDEST_NODE} or newer; this is ${process.version}`);
    process.exitCode = 2;
  }
}

function cacheCompiledCode() {
  try {
    // Node's own default lies below the shared temporary folder, where others could prepare it.
    module.enableCompileCache(join(homedir(), ".cache", "ghcr-mirror"));
  } catch {
    // A user without a home folder starts more slowly.
  }
}

function stripOurTypes() {
  const { emitWarning } = process;
  process.emitWarning = () => {}; // "stripTypeScriptTypes is an experimental feature", said at its first use
  module.stripTypeScriptTypes("");
  process.emitWarning = emitWarning;
  module.registerHooks({
    load(url, context, nextLoad) {
      if (!url.startsWith(sources) || !url.endsWith(".ts")) return nextLoad(url, context);
      const source = module.stripTypeScriptTypes(readFileSync(new URL(url), "utf8"));
      return { format: "module", source, shortCircuit: true };
    },
  });
}

function findNewerNode() {
  try {
    return module.createRequire(self).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`ghcr-mirror: cannot run ${node}: ${error.message}`);
    process.exitCode = 2;
  });
  child.on("close", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGKILL" ? 137 : 1);
  });
}
