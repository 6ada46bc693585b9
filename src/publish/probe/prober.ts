import type { Verdict, Verdicts } from "../../jobs/state.ts";
import { KeychainError } from "../../oci/auth/keychain-error.ts";
import type { Clock } from "../../oci/clock.ts";
import { RegistryError } from "../../oci/error.ts";
import type { Repository } from "../../oci/registry/repository.ts";
import { type Deed, judge } from "./judge.ts";
import { probe } from "./probe.ts";

/** Milliseconds for which a verdict is trusted: a day. */
const LIFE = 24 * 3600 * 1000;
/** Probes for one question. Where that many are accepted, so will be the others; and the next question goes on with them. */
const MOST_PROBES = 20;

/** What {@link Prober} stands on. */
export interface ProberOptions {
  readonly verdicts: Verdicts;
  readonly clock: Clock;
  /** Milliseconds for which a verdict is trusted. Default: 24 hours. */
  readonly ttl?: number;
}

/** A place to be written. */
export interface Destination {
  /** At a registry that is logged in to with a token of the installation. */
  readonly repository: Repository;
  /** Whether an image is known to be there, so that the package exists. */
  readonly isThere: boolean;
}

/** What is asked of a {@link Prober}. */
export interface Question {
  readonly installation: number;
  readonly destinations: readonly Destination[];
  readonly signal: AbortSignal;
}

/**
 * Whether the registry takes the App's token. `unknown`: it did not answer the question, and may the next time; `words` say why, and
 * may name its real address.
 */
export type Acceptance =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly verdict: Verdict }
  | { readonly kind: "unknown"; readonly words: string };

/**
 * Finds out whether the App itself can write destinations, by verdicts of the last day and otherwise by probes: one after the other,
 * until one is refused. Moves no image data, and asks no source.
 */
export class Prober {
  readonly #options: ProberOptions;

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /** Rejects with the signal's reason, or where verdicts can be neither read nor stored. */
  async accepts({ installation, destinations, signal }: Question): Promise<Acceptance> {
    const { verdicts, clock, ttl = LIFE } = this.#options;
    const expected = expectedDeeds(destinations);
    const known = await verdicts.of(expected.map(({ destination }) => destination));
    const judgement = judge(expected, known, clock.now() - ttl);
    if (judgement.kind === "refused") return judgement;
    for (const { repository, destination, deed } of judgement.unknown.slice(0, MOST_PROBES)) {
      const verdict = await this.#ask(repository, { destination, deed }, signal);
      if ("words" in verdict) return { kind: "unknown", words: verdict.words };
      await verdicts.put(installation, verdict);
      if (!verdict.isAccepted) return { kind: "refused", verdict };
    }
    return { kind: "accepted" };
  }

  async #ask(
    repository: Repository,
    { destination, deed }: { readonly destination: string; readonly deed: Deed },
    signal: AbortSignal,
  ): Promise<Verdict | { readonly words: string }> {
    try {
      const probed = await probe(repository, signal);
      const checkedAt = new Date(this.#options.clock.now());
      if (probed.isAccepted) return { destination, deed, isAccepted: true, reason: "", checkedAt };
      const { reason } = probed;
      return { destination, deed: probed.deed ?? deed, isAccepted: false, reason, checkedAt };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RegistryError || error instanceof KeychainError)) throw error;
      return { words: error.message };
    }
  }
}

interface ExpectedWrite {
  readonly repository: Repository;
  readonly destination: string;
  readonly deed: Deed;
}

/** Each destination once. */
function expectedDeeds(destinations: readonly Destination[]): readonly ExpectedWrite[] {
  const expected = new Map<string, ExpectedWrite>();
  for (const { repository, isThere } of destinations) {
    const destination = `${repository}`;
    const isWrite = isThere || expected.get(destination)?.deed === "write";
    expected.set(destination, { repository, destination, deed: isWrite ? "write" : "create" });
  }
  return [...expected.values()];
}
