import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EXAMPLE_CONFIG } from "../../src/cli/init/example-config.ts";
import { runInit } from "../../src/cli/run-init.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import {
  DEFAULT_ACTION,
  WORKFLOW_PATH,
  WORKFLOW_VERSION,
  workflowText,
} from "../../src/workflow/workflow-file.ts";
import { recorder } from "./recorder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghcr-mirror-"));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (path: string) => readFile(join(folder, path), "utf8");
async function put(path: string, text: string) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
async function init(action = DEFAULT_ACTION) {
  const [stdout, stderr] = [recorder(), recorder()];
  const code = await runInit({ command: "init", action }, { stdout, stderr }, folder);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

describe("init", () => {
  it("writes a config that is right and the workflow, and says what is next", async () => {
    const { code, stdout } = await init();
    expect(code).toBe(0);
    expect(parseConfig(await read(".github/mirror.yml")).problems).toEqual([]);
    expect(await read(WORKFLOW_PATH)).toBe(workflowText(DEFAULT_ACTION));
    expect(stdout).toMatch(
      /^Wrote \.github\/mirror\.yml\nWrote \.github\/workflows\/ghcr-mirror\.yml\nNext: name your images/,
    );
  });

  it("shows an example whose other lines are right as well", () => {
    const { problems, config } = parseConfig(EXAMPLE_CONFIG.replaceAll(/^# ([- ] )/gm, "  $1"));
    expect(problems).toEqual([]);
    expect(config?.entries).toHaveLength(2);
  });

  it("uses the action that it is told to", async () => {
    await init("acme/fork@main");
    expect(await read(WORKFLOW_PATH)).toContain("uses: acme/fork@main\n");
  });

  it("leaves alone what is there", async () => {
    await init();
    const mine = workflowText(DEFAULT_ACTION).replace("ubuntu-latest", "self-hosted");
    await put(WORKFLOW_PATH, mine);
    await put(".github/mirror.yml", "mine");
    const { code, stdout } = await init();
    expect(code).toBe(0);
    expect(stdout).toBe(
      "The config is there already\nThe workflow is there already, and current\nNext: commit both files, and merge them into the default branch\n",
    );
    expect(await read(".github/mirror.yml")).toBe("mine");
    expect(await read(WORKFLOW_PATH)).toBe(mine);
  });

  it("knows a config by its other name", async () => {
    await put(".github/mirror.yaml", "mine");
    await init();
    await expect(read(".github/mirror.yml")).rejects.toThrow("ENOENT");
  });

  it("shows what is to be changed in an old workflow, leaves it, and fails", async () => {
    const old = workflowText(DEFAULT_ACTION)
      .replace(/version \d+/, "version 0")
      .replaceAll("\n", "\r\n");
    await put(WORKFLOW_PATH, old);
    const { code, stdout, stderr } = await init();
    expect(code).toBe(1);
    const changes = stdout.split("\n").filter((line) => /^[-+](?![-+])/.test(line));
    expect(changes).toEqual([
      "-# ghcr-mirror workflow, version 0",
      `+# ghcr-mirror workflow, version ${WORKFLOW_VERSION}`,
    ]);
    expect(stderr).toMatch(/delete it and run init again/);
    expect(await read(WORKFLOW_PATH)).toBe(old);
  });

  it("prints nothing that a terminal would obey", async () => {
    await put(WORKFLOW_PATH, "\x1b[2J on: push\n");
    expect((await init()).stdout).not.toContain("\x1b");
  });

  it("says why it cannot write", async () => {
    await put(".github", "a file");
    await expect(init()).rejects.toThrow(/^cannot write .*mirror\.yml: E/);
  });
});
