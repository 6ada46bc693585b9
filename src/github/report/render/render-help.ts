import type { PolicyLayer } from "../../../config/policy/policy.ts";
import { roleFor } from "../../commands/role-for.ts";
import { COMMANDS } from "../../commands/table.ts";
import { isAtLeast, type Role } from "../../threads.ts";
import type { LongPart } from "./fit-parts.ts";
import { advice, code, row, tableHead } from "./markdown.ts";

/** All commands, and which of them somebody with this role may use under these policies. */
export function helpTable(role: Role, layers: readonly PolicyLayer[]): LongPart {
  return {
    head: tableHead(["command", "what it does", "where", "least role", "you"]),
    rows: COMMANDS.map(({ name, usage, summary, where }) => {
      const least = roleFor(name, layers);
      return row([code(usage), advice(summary), where, least, isAtLeast(role, least) ? "✓" : "–"]);
    }),
    foot: "\nA command stands on a line of its own. `image` is a glob on `source:tag`: `redis:7`, `docker.io/library/*`.",
    more: (missing) => row([`… and ${missing} more`, "", "", "", ""]),
  };
}
