import type { Entry } from "../../../config/config.ts";

/**
 * What becomes of a tag that somebody else has changed: it is put back, somebody is told, or it stays, for with `on-change: keep` nothing
 * at the destination is ever overwritten, whoever put it there.
 */
export function fateOf({ onChange, onDrift }: Pick<Entry, "onChange" | "onDrift">) {
  if (onChange === "keep") return "kept";
  return onDrift === "restore" ? "restored" : "reported";
}
