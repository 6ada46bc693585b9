import { commandRole } from "../../config/policy/command-role.ts";
import type { PolicyLayer } from "../../config/policy/policy.ts";
import type { Role } from "../threads.ts";
import type { CommandName } from "./command.ts";
import { rowOf } from "./table.ts";

/** The least role that a command takes under these policies. */
export function roleFor(command: CommandName, layers: readonly PolicyLayer[]): Exclude<Role, "none"> {
  return commandRole(layers, command, rowOf(command).role);
}
