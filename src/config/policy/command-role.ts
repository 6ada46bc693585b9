import { type PolicyLayer, ROLES, type Role } from "./policy.ts";

/**
 * The least role that a command takes: the organization's policy sets it, above or below `usual`, and the repository's own can only raise
 * what then holds.
 */
export function commandRole(layers: readonly PolicyLayer[], command: string, usual: Role): Role {
  const said = (kind: PolicyLayer["kind"]) =>
    layers.find((layer) => layer.kind === kind)?.policy.commands.get(command)?.role;
  const set = said("organization") ?? usual;
  const own = said("own") ?? set;
  return ROLES.indexOf(own) > ROLES.indexOf(set) ? own : set;
}
