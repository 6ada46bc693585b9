import type { AppRights, InstalledApp, Permissions } from "../../github/settings.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";

/** Whether the App may do what `app.yml` asks for. */
export async function checkAppPermissions({
  patient,
  instruments,
  signal,
}: Chart): Promise<readonly Diagnosis[]> {
  const [wanted, app] = await Promise.all([
    instruments.wanted(),
    instruments.settings.installedApp(patient.repository, signal),
  ]);
  if (app) return judgeAppPermissions(wanted, app);
  const { owner, name } = patient.repository;
  return [
    {
      state: "bad",
      words: `The App is not installed on \`${owner}/${name}\`.`,
      remedy: "Install it from its public page, and choose this repository or all of them.",
    },
  ];
}

/** Compares what is wanted with what is asked for and with what was approved. */
export function judgeAppPermissions(wanted: AppRights, app: InstalledApp): readonly Diagnosis[] {
  if (app.isSuspended) {
    return [
      {
        state: "bad",
        words: "The installation is suspended: GitHub refuses everything that the App asks.",
        remedy: "Unsuspend it.",
        link: app.installationPage,
      },
    ];
  }
  const notAsked = lacking(wanted.permissions, app.asked.permissions);
  const waiting = lacking(wanted.permissions, app.granted.permissions).filter(
    (permission) => !notAsked.includes(permission),
  );
  const unheard = wanted.events.filter((event) => !app.granted.events.includes(event));
  const findings: Diagnosis[] = [];
  if (notAsked.length > 0) {
    findings.push({
      state: "bad",
      words: `The App does not ask for what \`app.yml\` has: ${listed(notAsked)}.`,
      remedy: "Ask for it on the App's settings page; the owners of its installations then approve it.",
      ...(app.registrationPage && { link: `${app.registrationPage}/permissions` }),
    });
  }
  if (waiting.length > 0) {
    findings.push({
      state: "bad",
      words: `Waits for an owner's approval: ${listed(waiting)}.`,
      remedy: "Review the request of the App, and accept it.",
      link: app.installationPage,
    });
  }
  if (unheard.length > 0) {
    const isAsked = unheard.every((event) => app.asked.events.includes(event));
    const link = isAsked
      ? app.installationPage
      : app.registrationPage && `${app.registrationPage}/permissions`;
    findings.push({
      state: "warning",
      words: `The App is not told of these events, and learns of them late or not at all: ${listed(unheard)}.`,
      remedy: isAsked
        ? "Review the request of the App, and accept it."
        : "Subscribe to them on the App's settings page, under Permissions & events.",
      ...(link && { link }),
    });
  }
  if (findings.length > 0) return findings;
  return [{ state: "good", words: "What `app.yml` asks for is approved." }];
}

const LEVELS = ["read", "write", "admin"];

/** `actions: write` for each that `given` has not, or not at the level that is wanted. */
function lacking(wanted: Permissions, given: Permissions): readonly string[] {
  return Object.entries(wanted)
    .filter(([name, level]) => LEVELS.indexOf(given[name] ?? "") < LEVELS.indexOf(level))
    .map(([name, level]) => `${name}: ${level}`);
}

function listed(items: readonly string[]): string {
  return items.map((item) => `\`${item}\``).join(", ");
}
