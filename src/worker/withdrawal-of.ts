import { commandRole } from "../config/policy/command-role.ts";
import { mayUse } from "../github/commands/authorize.ts";
import { rowOf } from "../github/commands/table.ts";
import type { InstallationGitHub } from "../github/github.ts";
import type { Withdrawal } from "../github/report/render/render-withdrawn.ts";
import type { Run } from "../jobs/run.ts";
import type { WorkerParts } from "./parts.ts";
import { readLayers } from "./read-layers.ts";

/**
 * Why a run that somebody asked for is not to be begun after all: its turn may come hours later, and what was true then need not be
 * true now. Undefined: it is.
 */
export async function withdrawalOf(
  parts: WorkerParts,
  github: InstallationGitHub,
  { asker, pull, commit, repository, installation }: Run,
  signal: AbortSignal,
): Promise<Withdrawal | undefined> {
  if (!asker) return undefined;
  const { login, command } = asker;
  const found = await readLayers(parts, { installation, repository }, signal);
  const role = commandRole(found.broken ? [] : found.layers, command, rowOf(command).role);
  if (!(await mayUse(github, repository, login, role, signal))) return { kind: "not-allowed", login };
  if (pull === null) return undefined;
  const now = await github.pulls.pull(repository, pull, signal);
  if (!now?.isOpen) return { kind: "closed", login };
  return now.head === commit ? undefined : { kind: "moved", login, head: now.head };
}
