import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";

/** How lines of a shell went. */
export interface Ran {
  /** Milliseconds until they said something; until their end where they said nothing. */
  readonly firstWord: number;
  /** Milliseconds until their end. */
  readonly whole: number;
  /** Null: by a signal. */
  readonly code: number | null;
  /** Both channels. */
  readonly output: string;
}

/**
 * Runs lines as a runner runs those of a step with `shell: bash`, with this Node before others. Of the environment they see what npm
 * did not put there, because npm tells its children of this checkout; what `variables` says is added.
 */
export async function runLines(
  lines: string,
  variables: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ran> {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|init_cwd$|node_options$)/i.test(name));
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const env = { ...Object.fromEntries(own), PATH: path, ...variables };
  const started = performance.now();
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", lines], { cwd, env });
  let firstWord: number | undefined;
  let output = "";
  for (const channel of [child.stdout, child.stderr]) {
    channel.setEncoding("utf8").on("data", (text: string) => {
      firstWord ??= performance.now() - started;
      output += text;
    });
  }
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject).once("close", resolve);
  const code = await promise;
  const whole = performance.now() - started;
  return { firstWord: firstWord ?? whole, whole, code, output };
}
