import { describe, expect, it } from "vitest";
import { WHOLE } from "../../src/action/part.ts";
import { readTask } from "../../src/action/read-task.ts";
import { InputError } from "../../src/workflow/input-error.ts";
import { jobEnvironment } from "./job-environments.ts";

const task = (changes: Readonly<Record<string, string | undefined>> = {}) =>
  readTask(jobEnvironment(changes));
const PART = '["1 of 2", "docker.io/library/redis:7"]';

describe("readTask", () => {
  it("understands what the workflow passes on", () => {
    expect(task({ MIRROR_ONLY: '["*redis*"]' })).toEqual({
      run: "0193f4a2-7b1c-7d3e-8f00-1234567890ab",
      commit: "0123456789abcdef0123456789abcdef01234567",
      config: ".github/mirror.yml",
      repository: "Acme/mirrors",
      skip: [],
      cleared: [],
      reserve: 20,
      remove: [],
      destination: "ghcr.io/acme",
      only: ["*redis*"],
      registry: "ghcr.io",
      owner: "acme",
      part: WHOLE,
      parallel: 4,
      bytesPerJob: undefined,
      carrier: {
        kind: "actions",
        repository: { owner: "Acme", name: "mirrors" },
        number: 17,
        url: "https://github.com/Acme/mirrors/actions/runs/4711",
      },
      attempt: 1,
      apiUrl: "https://api.github.com",
    });
  });

  it("lets a part do what it names, and share it no further", () => {
    expect(task({ MIRROR_PART: PART, MIRROR_ONLY: '["*"]', MIRROR_PARALLEL: "4" })).toMatchObject({
      only: ["docker.io/library/redis:7"],
      part: { index: 1, count: 3 },
      parallel: 0,
    });
  });

  it("knows the registry and the API of GitHub Enterprise", () => {
    const server = {
      GITHUB_SERVER_URL: "https://git.corp.example",
      GITHUB_API_URL: "https://git.corp.example/api/v3/",
    };
    const { registry, apiUrl, carrier } = task({
      ...server,
      MIRROR_DESTINATION: "containers.git.corp.example/acme",
    });
    expect(registry).toBe("containers.git.corp.example");
    expect(apiUrl).toBe("https://git.corp.example/api/v3");
    expect(carrier.url).toBe("https://git.corp.example/Acme/mirrors/actions/runs/4711");
  });

  it("takes another registry where the machine says where that is", () => {
    const changes = { GITHUB_SERVER_URL: "http://127.0.0.1:3000" };
    const endpoints = new Map([["ghcr.io", new URL("http://127.0.0.1:5000")]]);
    expect(readTask(jobEnvironment(changes), endpoints).registry).toBe("ghcr.io");
  });

  it.each<[changes: Record<string, string | undefined>, words: string]>([
    [{ MIRROR_DESTINATION: "ghcr.io/other" }, "destination is not of Acme"],
    [{ MIRROR_DESTINATION: "evil.example/acme" }, "destination is not on GitHub's own registry"],
    [{ MIRROR_DESTINATION: "docker.io/acme" }, "destination is not on GitHub's own registry"],
    [
      { MIRROR_DESTINATION: "containers.git.corp.example/acme" },
      "destination is not on GitHub's own registry",
    ],
    [{ GITHUB_SERVER_URL: "https://git.corp.example" }, "destination is not on GitHub's own registry"],
    [{ MIRROR_RUN: undefined }, "run is not a UUID"],
    [{ MIRROR_COMMIT: "main" }, "commit is not a full SHA"],
    [{ MIRROR_ONLY: '["[a"]' }, 'only has "[a", which is no glob'],
    [{ MIRROR_PART: "x" }, "part is not"],
    [{ MIRROR_PARALLEL: "many" }, "parallel is not a whole number"],
    [{ MIRROR_PARALLEL: "257" }, "parallel is not a whole number from 0 to 256"],
    [{ MIRROR_BYTES_PER_JOB: "-1" }, "MIRROR_BYTES_PER_JOB is not a whole number"],
    [{ GITHUB_REPOSITORY: undefined }, "GITHUB_REPOSITORY is not the name"],
    [{ GITHUB_REPOSITORY: "a/b/../c" }, "GITHUB_REPOSITORY is not the name"],
    [{ GITHUB_API_URL: "api.github.com" }, "GITHUB_API_URL is not a web address"],
    [{ GITHUB_API_URL: "ftp://api.github.com" }, "GITHUB_API_URL is not a web address"],
  ])("refuses %j", (changes, words) => {
    expect(() => task(changes)).toThrow(InputError);
    expect(() => task(changes)).toThrow(words);
  });
});
