import { parseConfig } from "../../src/config/parse-config.ts";
import { formatReference } from "../../src/oci/reference.ts";
import type { PublishOrder } from "../../src/publish/publisher.ts";
import type { Brought, History } from "../../src/reconcile/history.ts";

export const RUN = "0193f4a2-7b1c-7d3e-8f00-1234567890ab";
export const MIRRORS = { id: 42, owner: "Acme", name: "mirrors" } as const;

/** An order for what the lines under `mirrors:` say, of a repository of which nothing is known. */
export function publishOrder(mirrors: string, more: Partial<PublishOrder> = {}): PublishOrder {
  return {
    run: RUN,
    config: configOf(mirrors),
    commit: "c".repeat(40),
    path: ".github/mirror.yml",
    configRepository: MIRRORS,
    skip: [],
    installation: 7,
    repository: MIRRORS,
    only: [],
    history: historyOf([]),
    lookAge: 0,
    urgency: 1,
    removable: [],
    onEvent: () => {},
    onPhase: () => {},
    aside: (wait) => wait(),
    stopping: new AbortController().signal,
    unwanted: new AbortController().signal,
    signal: new AbortController().signal,
    ...more,
  };
}

/** That all this was brought, and is believed to be there still or not. */
export function historyOf(all: readonly Brought[], isTrusted = false): History {
  const byDestination = new Map(all.map((brought) => [brought.destination, brought]));
  return {
    all,
    last: ({ destination }) => byDestination.get(formatReference(destination)),
    isTrusted: ({ destination }) => isTrusted && byDestination.has(formatReference(destination)),
  };
}

function configOf(mirrors: string) {
  const { config, problems } = parseConfig(
    `version: 1\n${mirrors === "" ? "mirrors: []" : `mirrors:\n${mirrors}`}\n`,
  );
  if (!config) throw new Error(problems.map(({ message }) => message).join("; "));
  return config;
}
