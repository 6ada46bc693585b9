import { describe, expect, it } from "vitest";
import { JobError } from "../../src/action/job-error.ts";
import { jobKeychain } from "../../src/action/job-keychain.ts";
import { readTask } from "../../src/action/read-task.ts";
import { jobEnvironment } from "./job-environments.ts";

const TASK = readTask(jobEnvironment());
const auth = (login: string) => ({ auth: Buffer.from(login).toString("base64") });
const CONFIG = JSON.stringify({
  auths: { "ghcr.io": auth("ada:pat"), "https://index.docker.io/v1/": auth("ada:hub") },
});
const login = async (registry: string, repository: string, config = CONFIG) => {
  const credential = await jobKeychain(TASK, "ghs_job", config).resolve(registry, repository);
  return credential?.kind === "password" ? `${credential.username}:${credential.password}` : credential;
};

describe("jobKeychain", () => {
  it.each<[registry: string, repository: string, expected: string | undefined]>([
    ["ghcr.io", "acme/redis", "x-access-token:ghs_job"],
    ["ghcr.io", "acme-too/redis", "ada:pat"],
    ["ghcr.io", "acme", "ada:pat"],
    ["docker.io", "library/redis", "ada:hub"],
    ["docker.io", "acme/redis", "ada:hub"],
    ["quay.io", "acme/redis", undefined],
  ])("to %s for %s", async (registry, repository, expected) => {
    expect(await login(registry, repository)).toBe(expected);
  });

  it("is nobody elsewhere without a Docker config", async () => {
    expect(await login("docker.io", "library/redis", "")).toBeUndefined();
    expect(await login("ghcr.io", "acme/redis", "")).toBe("x-access-token:ghs_job");
  });

  it.each(['{"auths": hunter2}', "hunter2", "[]", '{"auths": "hunter2"}'])(
    "says that %s cannot be read, without it",
    (config) => {
      const create = () => jobKeychain(TASK, "ghs_job", config);
      expect(create).toThrow(JobError);
      expect(create).toThrow(/MIRROR_DOCKER_CONFIG.*Docker config\.json/);
      expect(create).toThrow(/^(?!.*(?:hunter2|ghs_job))/);
    },
  );
});
