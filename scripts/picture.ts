import { writeFile } from "node:fs/promises";
import { runDemo } from "../sandbox/demo/run-demo.ts";
import { drawTerminal } from "./picture/draw-terminal.ts";

/** Gives the demo, and draws how its conversation begins, a config and the workflow, as docs/demo.svg. */
const columns = 100;
const writes: string[] = [];
const stdout = { write: (text: string) => writes.push(text), isTTY: true, columns };
const { stderr } = process;
const { signal } = new AbortController();
const variables = { FORCE_COLOR: "1" };

process.exitCode = await runDemo({ stdout, stderr, signal, variables, ending: "leave" });
const at = (words: string) => writes.findIndex((text) => text.includes(words));
const conversation = writes.slice(at("1. Somebody"), at("3. Somebody")).join("").trim();
const title = "A conversation with ghcr-mirror, as npm run demo prints it";
await writeFile(new URL("../docs/demo.svg", import.meta.url), drawTerminal(conversation, { columns, title }));
