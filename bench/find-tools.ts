import { spawnSync } from "node:child_process";
import type { Tool } from "./tool.ts";

const VERSION = /\d+\.\d+[\w.+-]*/;

/** Whether a tool can be run here: its version as it tells it, or null. */
export interface FoundTool {
  readonly tool: Tool;
  readonly version: string | null;
}

/** Asks every tool for its version. */
export function findTools(tools: readonly Tool[]): FoundTool[] {
  return tools.map((tool) => {
    const [command = "", ...args] = tool.version;
    const { status, stdout } = spawnSync(command, args, { encoding: "utf8", timeout: 10_000 });
    return { tool, version: status === 0 ? (VERSION.exec(stdout)?.[0] ?? "unknown") : null };
  });
}
