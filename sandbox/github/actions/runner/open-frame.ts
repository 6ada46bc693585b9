import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Contexts } from "../evaluate.ts";
import type { JobTemplate } from "../workflow-file.ts";
import type { Frame, JobScene } from "./job-scene.ts";
import { textEntries } from "./text-entries.ts";
import { tokenPermissions } from "./token-permissions.ts";

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "X64", arm64: "ARM64" };

/**
 * What the steps of a job begin with: its `GITHUB_TOKEN` with the rights that the file says, the repository's secrets, which the log
 * will not show, and the environment of workflow and job.
 */
export async function openFrame(
  template: JobTemplate,
  scene: Pick<JobScene, "job" | "machine" | "folders" | "log">,
  {
    contexts,
    signal,
  }: { readonly contexts: Contexts & { readonly github: object }; readonly signal: AbortSignal },
): Promise<Frame> {
  const { job, machine, folders, log } = scene;
  const { repository, workflow } = job.run;
  const token = job.issueToken(tokenPermissions(workflow.file.permissions, template.permissions));
  const secrets = { ...machine.secrets.get(repository.fullName), GITHUB_TOKEN: token };
  for (const secret of Object.values(secrets)) log.mask(secret);
  const eventPath = join(folders.temp, "event.json");
  const { github } = contexts;
  await writeFile(eventPath, JSON.stringify("event" in github ? github.event : {}));
  const known = {
    ...contexts,
    github: { ...github, token, job: template.id, workspace: folders.workspace, event_path: eventPath },
    secrets,
    runner: {
      name: job.runner?.name ?? "",
      os: "Linux",
      arch: ARCHITECTURES[process.arch] ?? "X64",
      environment: "github-hosted",
      temp: folders.temp,
      tool_cache: folders.toolCache,
    },
  };
  const ofWorkflow = textEntries(workflow.file.env, known);
  const env = { ...ofWorkflow, ...textEntries(template.env, { ...known, env: ofWorkflow }) };
  return { contexts: known, env, steps: {}, status: "success", signal };
}
