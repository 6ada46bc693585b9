import type { Finding } from "../doctor/finding.ts";
import type { Patient } from "../doctor/instruments.ts";
import type { InstrumentsOptions } from "../doctor/open-instruments.ts";
import type { DoctorEnvironment, DoctorSettings } from "../environment/doctor-settings.ts";
import { printableJson } from "../text/printable.ts";
import type { CommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { parseRepository } from "./parse-repository.ts";
import { renderFindings } from "./render/findings.ts";
import { styleFor } from "./render/style.ts";
import type { DoctorRequest } from "./request.ts";
import { UsageError } from "./usage-error.ts";

/** Examines a repository as whoever these credentials belong to. */
export type Examine = (
  patient: Patient,
  options: InstrumentsOptions,
  signal: AbortSignal,
) => Promise<readonly Finding[]>;

/** The doctor proper, loaded when it is needed: GitHub's client is large. */
const examineLazily: Examine = async (patient, options, signal) => {
  const [{ examine }, { openInstruments }] = await Promise.all([
    import("../doctor/examine.ts"),
    import("../doctor/open-instruments.ts"),
  ]);
  await using instruments = openInstruments(options);
  return await examine(patient, instruments, signal);
};

/** Looks for what keeps a repository's images from being mirrored. */
export async function runDoctor(
  request: DoctorRequest,
  line: CommandLine,
  examine: Examine = examineLazily,
): Promise<ExitCode> {
  const settings = readSettings(line);
  const { app, token, githubApiUrl, proxyFor, publisher, actionReference: action } = settings;
  const repository = request.repository ?? repositoryOf(settings);
  const registry = request.registry ?? settings.registryHost;
  const endpoints = new Map([...settings.registryEndpoints, ...request.endpoints]);
  const patient = { repository, registry, publisher, action };
  const options = { repository, registry, app, token, githubApiUrl, endpoints, proxyFor };
  const findings = await examine(patient, options, line.signal);

  const { stdout } = line;
  if (request.json) {
    stdout.write(`${printableJson({ repository: `${repository.owner}/${repository.name}`, findings })}\n`);
  } else {
    const shown = request.quiet ? findings.filter(({ state }) => state !== "good") : findings;
    stdout.write(renderFindings(shown, styleFor(stdout, request.color)));
  }
  return findings.some(({ state }) => state === "bad") ? ExitCode.failed : ExitCode.ok;
}

function readSettings(line: CommandLine): DoctorSettings {
  const { settings, problems } = readEnvironment(line);
  if (!settings) throw new UsageError(problems.join(" · "));
  if (settings.app || settings.token !== undefined) return settings;
  throw new UsageError(
    "say who asks GitHub: a token in GH_TOKEN or GITHUB_TOKEN (`gh auth token` prints one), or the App's APP_ID, PRIVATE_KEY and WEBHOOK_SECRET",
  );
}

function readEnvironment({ readDoctorEnvironment }: CommandLine): DoctorEnvironment {
  try {
    return readDoctorEnvironment();
  } catch (error) {
    throw new UsageError(`.env: cannot be read (${error instanceof Error ? error.message : error})`);
  }
}

function repositoryOf({ repository }: DoctorSettings) {
  if (repository !== undefined) return parseRepository(repository, "GITHUB_REPOSITORY");
  throw new UsageError("say which repository: ghcr-mirror doctor OWNER/REPOSITORY, or GITHUB_REPOSITORY");
}
