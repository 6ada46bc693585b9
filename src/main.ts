import manifest from "../package.json" with { type: "json" };
import { loadEnvironmentFile, readServerEnvironment } from "./env.ts";
import { AppOctokit } from "./github/client/app-octokit.ts";
import { createLog, type Log } from "./observe/log.ts";
import { createRedact } from "./observe/redact.ts";
import { secretsOf } from "./observe/secrets-of.ts";
import { openApp } from "./open-app.ts";
import { describeStartFault } from "./server/describe-start-fault.ts";
import { serveApp } from "./server/serve-app.ts";
import type { SetupCredentials } from "./server/setup/convert-manifest.ts";
import { serveSetup } from "./server/setup/serve-setup.ts";
import { stopSignal } from "./server/stop-signal.ts";

/** sysexits.h: the set-up is wrong; another start changes nothing. */
const EX_CONFIG = 78;
/** sysexits.h: an error nobody foresaw; another start may help, and no work that was acknowledged is lost. */
const EX_SOFTWARE = 70;
const ENVIRONMENT_FILE = ".env";

const { name, version, description } = manifest;
const now = () => performance.now();
// Logs are written at once, and nothing else is worth waiting for.
process.exit(await main());

async function main(): Promise<number> {
  try {
    loadEnvironmentFile(ENVIRONMENT_FILE);
  } catch (error) {
    return complain([
      `${ENVIRONMENT_FILE}: cannot be read (${error instanceof Error ? error.message : error})`,
    ]);
  }
  const environment = readServerEnvironment();
  if (environment.kind === "faulty") return complain(environment.problems);

  const { settings } = environment;
  const redact = createRedact(environment.kind === "app" ? secretsOf(environment.settings) : []);
  const log = createLog({
    level: settings.logLevel,
    pretty: !settings.isProduction && process.stdout.isTTY,
    redact,
  });
  endOnUnforeseen(log);
  const signal = stopSignal(process, now);
  try {
    if (environment.kind === "setup") {
      await serveSetup({
        ...environment,
        about: { name, version, description },
        check: problemsOf,
        file: ENVIRONMENT_FILE,
        log,
        signal,
        now,
      });
    } else {
      const about = `${name} ${version}: ${description}`;
      await serveApp({
        settings: environment.settings,
        log,
        Octokit: AppOctokit,
        about,
        openApp: (probot) => openApp({ settings: environment.settings, log, probot }),
        signal,
        now,
      });
    }
    return 0;
  } catch (error) {
    const fault = describeStartFault(error);
    if (fault !== undefined) return complain([redact(fault)]);
    log.fatal({ err: error }, "the server cannot go on");
    return EX_SOFTWARE;
  }
}

/** One line for each thing that is wrong, and nothing else. */
function complain(problems: readonly string[]): number {
  for (const problem of problems) process.stderr.write(`${name}: ${problem.replaceAll(/\s+/g, " ")}\n`);
  return EX_CONFIG;
}

/** What the next start would say to these credentials. */
function problemsOf(credentials: SetupCredentials): readonly string[] {
  const environment = readServerEnvironment({ ...credentials });
  return environment.kind === "faulty"
    ? environment.problems
    : environment.kind === "app"
      ? []
      : ["nothing is given"];
}

/** After an error that nobody caught, nobody knows what still holds. */
function endOnUnforeseen(log: Log): void {
  const end = (error: unknown) => {
    log.fatal({ err: error }, "an unforeseen error ends the server");
    process.exit(EX_SOFTWARE);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
