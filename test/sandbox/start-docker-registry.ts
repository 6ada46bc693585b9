import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A docker-registry process on a free port, with an empty store of its own. */
export interface DockerRegistry extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

/**
 * Starts Debian's docker-registry, ready when this resolves. `settings` go over its configuration, section by
 * section. Dispose of it to end the process and remove its data. Rejects where the program is missing.
 */
export async function startDockerRegistry(settings: Record<string, unknown> = {}): Promise<DockerRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "docker-registry-"));
  const file = join(folder, "config.yml");
  await writeFile(file, JSON.stringify({ ...defaults(folder), ...settings }));
  const child = spawn("docker-registry", ["serve", file], { stdio: ["ignore", "ignore", "pipe"] });
  await once(child, "spawn");
  const ended = once(child, "close");
  const host = await hostOf(createInterface(child.stderr));
  child.stderr.resume();
  return {
    url: `http://${host}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** JSON is YAML. */
function defaults(folder: string) {
  return {
    version: 0.1,
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: "127.0.0.1:0", secret: "not a secret" },
    log: { level: "info", accesslog: { disabled: true } },
  };
}

async function hostOf(lines: AsyncIterable<string>): Promise<string> {
  const log: string[] = [];
  for await (const line of lines) {
    const host = /listening on ([\d.:]+)/.exec(line)?.[1];
    if (host !== undefined) return host;
    log.push(line);
  }
  throw new Error(`docker-registry did not start:\n${log.join("\n")}`);
}
