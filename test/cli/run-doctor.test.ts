import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { CommandLine } from "../../src/cli/command-line.ts";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { type Examine, runDoctor } from "../../src/cli/run-doctor.ts";
import type { Finding, FindingState } from "../../src/doctor/finding.ts";
import { readDoctorEnvironment, readEnvironment } from "../../src/env.ts";
import { rsaPem } from "../environment/keys.ts";
import { recorder } from "./recorder.ts";

const TOKEN = `ghp_${"a".repeat(36)}`;
const finding = (state: FindingState): Finding => ({ name: `Of ${state}`, state, words: "It is so." });

function lineOf(argv: readonly string[], variables: Readonly<Record<string, string>>): CommandLine {
  return {
    argv,
    env: readEnvironment({ HOME: "/nonexistent" }),
    readDoctorEnvironment: () => readDoctorEnvironment(variables),
    stdin: Readable.from([]),
    stdout: recorder(),
    stderr: recorder(),
    signal: new AbortController().signal,
    now: () => 0,
  };
}

async function run(
  argv: readonly string[],
  variables: Readonly<Record<string, string>>,
  findings: readonly Finding[],
) {
  const line = lineOf(argv, variables);
  const asked: Parameters<Examine>[] = [];
  const request = parseArguments(argv, line.env);
  if (request.command !== "doctor") throw new Error("not for the doctor");
  const code = await runDoctor(request, line, async (...call) => {
    asked.push(call);
    return findings;
  });
  const [patient, options] = asked[0] ?? [];
  return { code, stdout: (line.stdout as ReturnType<typeof recorder>).text(), patient, options };
}

/** How the whole command line ends where nothing is asked. */
async function refuse(argv: readonly string[], variables: Readonly<Record<string, string>>) {
  const line = lineOf(argv, variables);
  const code = await runCommandLine(line);
  return { code, stderr: (line.stderr as ReturnType<typeof recorder>).text() };
}

describe("doctor", () => {
  it.each<[number, readonly FindingState[]]>([
    [0, []],
    [0, ["good", "unknown", "warning"]],
    [1, ["good", "bad"]],
  ])("ends with %d for %j", async (code, states) => {
    expect((await run(["doctor", "acme/mirrors"], { GH_TOKEN: TOKEN }, states.map(finding))).code).toBe(code);
  });

  it("shows the findings", async () => {
    const { stdout } = await run(["doctor", "acme/mirrors"], { GH_TOKEN: TOKEN }, [
      finding("good"),
      finding("bad"),
    ]);
    expect(stdout).toBe("✗  Of bad   It is so.\n✓  Of good  It is so.\n\n1 bad, 1 good\n");
  });

  it("leaves out what is good when it is to be quiet", async () => {
    const argv = ["doctor", "acme/mirrors", "--quiet"];
    const both = await run(argv, { GH_TOKEN: TOKEN }, [finding("good"), finding("bad")]);
    expect(both.stdout).toBe("✗  Of bad  It is so.\n\n1 bad\n");
    expect((await run(argv, { GH_TOKEN: TOKEN }, [finding("good")])).stdout).toBe("");
  });

  it("prints the findings as JSON", async () => {
    const { stdout } = await run(["doctor", "Acme/mirrors", "--json"], { GH_TOKEN: TOKEN }, [finding("bad")]);
    expect(JSON.parse(stdout)).toEqual({ repository: "Acme/mirrors", findings: [finding("bad")] });
  });

  it("takes the repository of the job, the token, and the server's variables", async () => {
    const { patient, options } = await run(
      ["doctor"],
      {
        GITHUB_REPOSITORY: "acme/mirrors",
        GITHUB_TOKEN: TOKEN,
        GITHUB_API_URL: "https://github.example/api/v3",
        REGISTRY_HOST: "registry.example",
        REGISTRY_ENDPOINTS: "docker.io=http://127.0.0.1:5003",
        PUBLISHER: "app",
      },
      [],
    );
    const repository = { owner: "acme", name: "mirrors" };
    expect(patient).toMatchObject({ repository, registry: "registry.example", publisher: "app" });
    expect(options).toMatchObject({
      repository,
      app: undefined,
      token: TOKEN,
      githubApiUrl: "https://github.example/api/v3",
      endpoints: new Map([["docker.io", new URL("http://127.0.0.1:5003")]]),
    });
  });

  it("lets options go before variables", async () => {
    const { patient, options } = await run(
      ["doctor", "acme/other", "--registry", "ghcr.example", "--endpoint", "docker.io=http://127.0.0.1:1"],
      {
        GITHUB_REPOSITORY: "acme/mirrors",
        GH_TOKEN: TOKEN,
        REGISTRY_ENDPOINTS: "docker.io=http://127.0.0.1:2",
      },
      [],
    );
    expect(patient).toMatchObject({ repository: { name: "other" }, registry: "ghcr.example" });
    expect(options?.endpoints.get("docker.io")?.port).toBe("1");
  });

  it("prefers the token that somebody put there, and takes the App's credentials beside it", async () => {
    const { options } = await run(
      ["doctor", "acme/mirrors"],
      {
        GH_TOKEN: TOKEN,
        GITHUB_TOKEN: "ghs_job",
        APP_ID: "7",
        PRIVATE_KEY: rsaPem,
        WEBHOOK_SECRET: "a secret that is long enough, 0123456789",
      },
      [],
    );
    expect(options).toMatchObject({ token: TOKEN, app: { appId: 7 } });
  });

  it.each<[readonly string[], Readonly<Record<string, string>>, RegExp]>([
    [["doctor", "acme/mirrors"], {}, /say who asks GitHub: .*GH_TOKEN/],
    [["doctor"], { GH_TOKEN: TOKEN }, /say which repository: .*GITHUB_REPOSITORY/],
    [["doctor", "mirrors"], { GH_TOKEN: TOKEN }, /"mirrors" is not OWNER\/REPOSITORY/],
    [["doctor", "acme/.."], { GH_TOKEN: TOKEN }, /is not OWNER\/REPOSITORY/],
    [["doctor", "https://github.com/acme/mirrors"], { GH_TOKEN: TOKEN }, /is not OWNER\/REPOSITORY/],
    [["doctor"], { GH_TOKEN: TOKEN, GITHUB_REPOSITORY: "acme" }, /GITHUB_REPOSITORY: "acme" is not/],
    [["doctor", "acme/a", "acme/b"], { GH_TOKEN: TOKEN }, /takes one OWNER\/REPOSITORY, not also "acme\/b"/],
    [["doctor", "acme/a"], { APP_ID: "7" }, /PRIVATE_KEY: is missing.* · WEBHOOK_SECRET: is missing/],
    [["doctor", "acme/a"], { GH_TOKEN: TOKEN, PUBLISHER: "nobody" }, /PUBLISHER/],
  ])("%j with %o is wrong usage", async (argv, variables, words) => {
    const { code, stderr } = await refuse(argv, variables);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain(TOKEN);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("says that .env cannot be read", async () => {
    const line = {
      ...lineOf(["doctor", "acme/mirrors"], {}),
      readDoctorEnvironment: () => {
        throw new Error("EACCES: permission denied");
      },
    };
    expect(await runCommandLine(line)).toBe(2);
    expect((line.stderr as ReturnType<typeof recorder>).text()).toMatch(/\.env: cannot be read \(EACCES/);
  });
});
