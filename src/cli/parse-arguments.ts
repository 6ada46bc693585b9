import { compileGlob, GlobError } from "../config/glob.ts";
import type { Environment } from "../env.ts";
import type { RepositoryName } from "../github/github.ts";
import { canonicalRegistry } from "../oci/reference.ts";
import { DEFAULT_ACTION, isActionReference } from "../workflow/workflow-file.ts";
import { isRegistryHost, parseEndpoint, parseEndpoints } from "./endpoint.ts";
import { parseRepository } from "./parse-repository.ts";
import { refuseMisplaced } from "./refuse-misplaced.ts";
import type { Request } from "./request.ts";
import { OPTION_FLAGS, splitArguments } from "./split-arguments.ts";
import { suggest } from "./suggest.ts";
import { trialOf } from "./tags/trial-of.ts";
import { UsageError } from "./usage-error.ts";

const COMMANDS = ["validate", "plan", "sync", "tags", "init", "doctor"] as const;
/** What the GitHub Action runs, and nobody else. */
const JOB = "job";

/** Reads the arguments after the program's name, with the environment for what they leave out. Throws {@link UsageError}. */
export function parseArguments(argv: readonly string[], env: Environment): Request {
  const { values, positionals } = splitArguments(argv);
  if (values.help) return { command: "help" };
  if (values.version) return { command: "version" };

  const command = commandOf(positionals[0]);
  refuseMisplaced(command, values);
  if (command === "init" || command === JOB) {
    if (positionals.length > 1)
      throw new UsageError(`${command} takes no "${positionals.slice(1).join(" ")}"`);
    return command === JOB ? { command } : { command, action: actionOf(values.action ?? DEFAULT_ACTION) };
  }
  const presentation = {
    json: values.json ?? false,
    quiet: values.quiet ?? false,
    color: values["no-color"] ? false : env.color,
  };
  if (command === "doctor") {
    const repository = repositoryOf(positionals.slice(1));
    const registry = values.registry === undefined ? undefined : registryOf(values.registry);
    const endpoints = new Map((values.endpoint ?? []).map((text) => parseEndpoint(text, "--endpoint")));
    return { command, ...presentation, repository, registry, endpoints };
  }
  const operand = operandOf(command, positionals.slice(1));
  if (command === "validate") return { command, file: operand, ...presentation };
  const traffic = {
    endpoints: new Map([
      ...parseEndpoints(env.endpoints ?? "", "REGISTRY_ENDPOINTS"),
      ...(values.endpoint ?? []).map((text) => parseEndpoint(text, "--endpoint")),
    ]),
    concurrency: concurrencyOf(values.concurrency ?? "32"),
  };
  if (command === "tags") {
    const trial = trialOf(values);
    return { command, target: operand, trial, all: values.all ?? false, ...presentation, ...traffic };
  }
  return {
    command,
    file: operand,
    ...presentation,
    owner: ownerOf(values.owner ?? env.owner),
    registry: registryOf(values.registry ?? "ghcr.io"),
    ...traffic,
    only: (values.only ?? []).map(globOf),
    reserve: reserveOf(values.reserve ?? "0"),
  };
}

function commandOf(word: string | undefined): (typeof COMMANDS)[number] | typeof JOB {
  if (word === undefined) throw new UsageError(`say what to do: ${COMMANDS.join(", ")}, or --help`);
  if (word === JOB) return word;
  const command = COMMANDS.find((known) => known === word);
  if (!command)
    throw new UsageError(`unknown command "${word}"${suggest(word, [...COMMANDS, ...OPTION_FLAGS])}`);
  return command;
}

function operandOf(command: string, [operand, ...others]: readonly string[]): string {
  const what = command === "tags" ? "FILE or IMAGE" : "FILE";
  if (!operand)
    throw new UsageError(`${command} needs a ${what}, as in: ghcr-mirror ${command} .github/mirror.yml`);
  if (others.length > 0) throw new UsageError(`${command} takes one ${what}, not also "${others.join(" ")}"`);
  return operand;
}

function repositoryOf([text, ...others]: readonly string[]): RepositoryName | undefined {
  if (others.length > 0)
    throw new UsageError(`doctor takes one OWNER/REPOSITORY, not also "${others.join(" ")}"`);
  return text === undefined ? undefined : parseRepository(text, "doctor");
}

function ownerOf(owner: string | undefined): string {
  if (!owner) throw new UsageError("say whose registry to write: --owner NAME, or GITHUB_REPOSITORY_OWNER");
  if (!/^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*$/i.test(owner)) {
    throw new UsageError(
      `"${owner}" (--owner or GITHUB_REPOSITORY_OWNER) is not the name of a user or organization`,
    );
  }
  return owner.toLowerCase();
}

function registryOf(registry: string): string {
  if (!isRegistryHost(registry)) {
    throw new UsageError(`--registry "${registry}" is not a host, as in ghcr.io or localhost:5000`);
  }
  return canonicalRegistry(registry);
}

function actionOf(text: string): string {
  if (isActionReference(text)) return text;
  throw new UsageError(`--action "${text}" is not an action, as in ${DEFAULT_ACTION}`);
}

function globOf(pattern: string): string {
  try {
    compileGlob(pattern);
    return pattern;
  } catch (error) {
    if (!(error instanceof GlobError)) throw error;
    throw new UsageError(
      `--only "${pattern}" is not a glob: ${error.message}, at character ${error.position + 1}`,
    );
  }
}

function reserveOf(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`--reserve "${text}" is not a number from 0 to 999999`);
}

function concurrencyOf(text: string): number {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 256)
    throw new UsageError(`--concurrency "${text}" is not a number from 1 to 256`);
  return number;
}
