import { mayUse } from "../github/commands/authorize.ts";
import { roleFor } from "../github/commands/role-for.ts";
import type { InstallationGitHub } from "../github/github.ts";
import type { Withdrawal } from "../github/report/render/render-withdrawn.ts";
import type { Run } from "../jobs/run.ts";
import type { FoundLayers } from "./read-layers.ts";

/**
 * Why a run that somebody asked for is not to be begun after all: its turn may come hours later, and what was true then need not be
 * true now. Undefined: it is. `layersOf` reads the policies that bind its repository.
 */
export async function withdrawalOf(
  github: InstallationGitHub,
  { asker, pull, commit, repository }: Run,
  layersOf: () => Promise<FoundLayers>,
  signal: AbortSignal,
): Promise<Withdrawal | undefined> {
  if (!asker) return undefined;
  const { login, command } = asker;
  const found = await layersOf();
  const role = roleFor(command, found.broken ? [] : found.layers);
  if (!(await mayUse(github, repository, login, role, signal))) return { kind: "not-allowed", login };
  if (pull === null) return undefined;
  const now = await github.pulls.pull(repository, pull, signal);
  if (!now?.isOpen) return { kind: "closed", login };
  return now.head === commit ? undefined : { kind: "moved", login, head: now.head };
}
