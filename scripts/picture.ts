import { writeFile } from "node:fs/promises";
import { runDemo } from "../sandbox/demo/run-demo.ts";
import { drawTerminal } from "./picture/draw-terminal.ts";

/** Gives the demo, and draws what its three runs print as docs/demo.svg. */
const columns = 100;
const writes: string[] = [];
const stdout = { write: (text: string) => writes.push(text), isTTY: true, columns };
const stderr = { write: () => {} };
const { signal } = new AbortController();

process.exitCode = await runDemo({ stdout, stderr, signal, variables: { FORCE_COLOR: "1" } });
const at = (words: string) => writes.findIndex((text) => text.includes(words));
const runs = writes.slice(at("1. The first run"), at("Next: ")).join("").trim();
const title = "Three runs of ghcr-mirror, as npm run demo prints them";
await writeFile(new URL("../docs/demo.svg", import.meta.url), drawTerminal(runs, { columns, title }));
