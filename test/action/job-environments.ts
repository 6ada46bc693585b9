import { type JobEnvironment, readJobEnvironment } from "../../src/environment/job-environment.ts";

/** What a job of run 17 of `Acme/mirrors` is told, changed by `changes`. */
export function jobEnvironment(changes: Readonly<Record<string, string | undefined>> = {}): JobEnvironment {
  const job = readJobEnvironment({
    MIRROR_RUN: "0193f4a2-7b1c-7d3e-8f00-1234567890ab",
    MIRROR_COMMIT: "0123456789abcdef0123456789abcdef01234567",
    MIRROR_CONFIG: ".github/mirror.yml",
    MIRROR_DESTINATION: "ghcr.io/acme",
    MIRROR_RESULTS: "/nonexistent",
    GITHUB_REPOSITORY: "Acme/mirrors",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_NUMBER: "17",
    GITHUB_RUN_ATTEMPT: "1",
    ...changes,
  });
  if (!job) throw new Error("MIRROR_RESULTS is missing");
  return job;
}
