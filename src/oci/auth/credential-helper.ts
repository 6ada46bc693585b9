import { type ExecFileException, execFile } from "node:child_process";
import { redactSecrets } from "../http/redact.ts";
import type { Credential } from "./credential.ts";
import { KeychainError } from "./keychain-error.ts";

/** How a helper ended. */
export interface HelperResult {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs `program get` with `server` on its standard input. Throws `KeychainError` when it does not end by itself. */
export type RunHelper = (program: string, server: string) => Promise<HelperResult>;

/**
 * What the helper `docker-credential-<name>` has for a server; `undefined` when it has nothing. Throws `KeychainError`.
 *
 * The protocol is that of docker/docker-credential-helpers: the server's name goes in, JSON comes out; a failure is told
 * on the standard output too; the user name `<token>` marks an identity token.
 */
export async function askHelper(
  name: string,
  server: string,
  run: RunHelper = runHelper,
): Promise<Credential | undefined> {
  if (!/^\w[\w.-]*$/.test(name)) {
    throw new KeychainError("HELPER_NAME", `${JSON.stringify(name)} is not the name of a credential helper`);
  }
  const program = `docker-credential-${name}`;
  const { exitCode, stdout } = await run(program, server);
  if (exitCode === 0) return readAnswer(stdout, `${program} get ${server}`);
  if (stdout.includes(NOT_FOUND)) return undefined;
  const words = firstLine(stdout);
  const reason = words === "" ? `exit code ${exitCode}` : words;
  throw new KeychainError("HELPER_FAILED", `${program} get ${server} failed: ${reason}`);
}

/** Bounds of a helper: milliseconds until it is killed, bytes that it may print. */
export interface HelperLimits {
  readonly time: number;
  readonly output: number;
}

const DEFAULT_LIMITS: HelperLimits = { time: 30_000, output: 1024 * 1024 };

/** The real {@link RunHelper}: a program on the `PATH`, without a shell between. */
export function runHelper(program: string, server: string, limits = DEFAULT_LIMITS): Promise<HelperResult> {
  const { promise, resolve, reject } = Promise.withResolvers<HelperResult>();
  const options = {
    timeout: limits.time,
    maxBuffer: limits.output,
    killSignal: "SIGKILL",
    windowsHide: true,
  } as const;
  const child = execFile(program, ["get"], options, (error, stdout) => {
    if (!error) resolve({ exitCode: 0, stdout });
    else if (typeof error.code === "number") resolve({ exitCode: error.code, stdout });
    else reject(breakdown(program, error, limits));
  });
  // A helper may end without reading its input; how it ended is what counts.
  child.stdin?.on("error", () => {});
  child.stdin?.end(server);
  return promise;
}

const NOT_FOUND = "credentials not found in native keychain";

/** Why a helper has no exit code. The cause is kept only where it cannot hold what the helper printed. */
function breakdown(program: string, error: ExecFileException, limits: HelperLimits): KeychainError {
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return new KeychainError("HELPER_OUTPUT", `${program} printed more than ${limits.output} bytes`);
  }
  if (error.killed) {
    const waited = `${program} did not answer in ${limits.time / 1000} s`;
    return new KeychainError("HELPER_TIMEOUT", `${waited}: it may be waiting for somebody at the screen`);
  }
  if (error.signal) return new KeychainError("HELPER_FAILED", `${program} was ended by ${error.signal}`);
  const remedy = "install it, or remove it from the Docker config";
  return new KeychainError("HELPER_MISSING", `${program} cannot be run (${error.code}): ${remedy}`, {
    cause: error,
  });
}

function readAnswer(stdout: string, call: string): Credential | undefined {
  const answer = parseObject(stdout);
  const { Username: username = "", Secret: secret = "" } = answer ?? {};
  if (!answer || typeof username !== "string" || typeof secret !== "string") {
    throw new KeychainError("HELPER_OUTPUT", `${call} did not answer with JSON that has Username and Secret`);
  }
  if (secret === "") return undefined;
  return username === "<token>"
    ? { kind: "identity-token", token: secret }
    : { kind: "password", username, password: secret };
}

function parseObject(text: string): { Username?: unknown; Secret?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The helper's words, unless they look like the answer itself. */
function firstLine(stdout: string): string {
  const line = stdout.trim().split("\n", 1)[0] ?? "";
  return /[{}]|Secret/.test(line) ? "" : redactSecrets(line.slice(0, 200));
}
