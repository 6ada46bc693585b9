import type { Fault } from "../fault.ts";
import { quote } from "../quote.ts";

const REGISTRY = "ghcr.io/";

/** What keeps a pattern from ever matching a destination below the organization: a grant of it would grant nothing. */
export function faultOfDestination(pattern: string): Fault | undefined {
  if (!pattern.startsWith(REGISTRY)) return;
  const [, ...below] = pattern.slice(REGISTRY.length).split("/");
  const hint = `write ${quote(below.join("/") || "**")}`;
  return { position: 0, message: "a pattern on destinations begins below the organization", hint };
}
