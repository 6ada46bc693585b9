import type { Instruments, LastRun, Patient } from "../../src/doctor/instruments.ts";
import type { AppRights } from "../../src/github/settings.ts";
import type { ImageReport, RunReport } from "../../src/reconcile/report.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../src/workflow/workflow-file.ts";
import { image, report } from "../cli/reports.ts";

/** The repository of these tests. */
export const PATIENT: Patient = {
  repository: { owner: "acme", name: "mirrors" },
  registry: "ghcr.io",
  publisher: "auto",
};

export const WANTED: AppRights = {
  permissions: { contents: "read", checks: "write", actions: "write", packages: "write", metadata: "read" },
  events: ["push", "check_run", "workflow_run"],
};

export const CONFIG = `version: 1
mirrors:
  - source: docker.io/library/redis
    tags: ["7"]
    visibility: public
  - docker.io/hashicorp/vault:1.18
`;

/** An image whose destination refused it in these words. */
export function refused(message: string, more: Partial<ImageReport> = {}): ImageReport {
  const error = { code: "DENIED", side: "destination", message } as const;
  return image({ result: "failed", error, ...more });
}

/** A run that a workflow carried. */
export function lastRun(images: readonly ImageReport[], more: Partial<RunReport> = {}): LastRun {
  return {
    report: { ...report(images), ...more },
    workflowRun: "https://github.com/acme/mirrors/actions/runs/17",
  };
}

/** How a GitHub differs from one where all is well. */
export interface Ailments {
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly github?: Partial<Instruments["github"]>;
  readonly settings?: Partial<Instruments["settings"]>;
  readonly registry?: Partial<Instruments["registry"]>;
  readonly probe?: Instruments["probe"];
  readonly lastRun?: Instruments["lastRun"];
  readonly wanted?: Instruments["wanted"];
}

/** A GitHub and a GHCR where all is well, and everybody may see everything. */
export function fakeInstruments(ailments: Ailments = {}): Instruments {
  const files: Readonly<Record<string, string | undefined>> = {
    ".github/mirror.yml": CONFIG,
    [WORKFLOW_PATH]: workflowText(DEFAULT_ACTION),
    ...ailments.files,
  };
  const taken = { deliveredAt: new Date(0), event: "push", statusCode: 200, status: "OK" };
  return {
    wanted: ailments.wanted ?? (async () => WANTED),
    github: {
      repository: async () => ({
        id: 7,
        ...PATIENT.repository,
        defaultBranch: "main",
        url: "https://github.com/acme/mirrors",
        isArchived: false,
        isPrivate: false,
      }),
      readFile: async (_, { path }) => files[path],
      actions: {
        workflow: async () => ({ state: "active", url: "https://github.com/acme/mirrors/blob/main/x.yml" }),
      },
      ...ailments.github,
    },
    settings: {
      installedApp: async () => ({
        asked: WANTED,
        granted: WANTED,
        isSuspended: false,
        installationPage: "https://github.com/organizations/acme/settings/installations/7",
        registrationPage: "https://github.com/organizations/acme/settings/apps/mirror",
      }),
      webhook: async () => ({
        url: "https://mirror.example/api/github/webhooks",
        contentType: "json",
        verifiesTls: true,
        deliveries: [taken],
      }),
      actions: async () => ({ isEnabled: true, allowed: "all", wantsShas: false }),
      workflowPermissions: async () => "read",
      isOrganization: async () => true,
      package: async () => ({ visibility: "public", repository: "acme/mirrors", url: "" }),
      ...ailments.settings,
    },
    registry: {
      isPublic: async () => true,
      pullLimit: async () => ({ registry: "docker.io", limit: 100, remaining: 76, window: 21_600 }),
      ...ailments.registry,
    },
    probe: ailments.probe ?? (async () => ({ isAccepted: true })),
    lastRun: ailments.lastRun ?? (async () => lastRun([image()])),
  };
}
