import type { Call } from "./call.ts";
import type { Reply } from "./reply.ts";
import type { RouteKind } from "./route.ts";

/** Which requests a fault is for; a key that is absent matches everything. */
export interface FaultMatch {
  readonly method?: string;
  readonly kind?: RouteKind;
  readonly repository?: string;
  /** A tag or digest; of an upload the digest in `?digest=` or `?mount=`. */
  readonly reference?: string;
  /** Begin with the nth matching request since the rule was added (default 1). */
  readonly nth?: number;
}

/**
 * A misbehaviour: it stands around the honest answer, which `proceed` gives. `fault-acts.ts` has them all.
 */
export interface FaultAct {
  readonly name: string;
  /** How often it happens where the rule does not say (default 1). */
  readonly times?: number;
  /** Resolves to what is sent; undefined sends nothing and leaves the connection as it is. */
  run(call: Call, proceed: (call: Call) => Promise<Reply>): Promise<Reply | undefined>;
}

/** An act, when it happens, and how often. */
export interface FaultRule {
  readonly when?: FaultMatch;
  /** `Number.POSITIVE_INFINITY`: always. */
  readonly times?: number;
  readonly act: FaultAct;
}

interface ArmedRule {
  readonly rule: FaultRule;
  seen: number;
  left: number;
}

/**
 * The misbehaviour of a registry: a queue of rules. Each request meets the first rule that matches it and is
 * not used up; every matching rule counts it for its own `nth`.
 */
export class Faults {
  /** How many requests met a fault. */
  fired = 0;
  #armed: ArmedRule[] = [];

  add(rule: FaultRule): void {
    this.#armed.push({ rule, seen: 0, left: rule.times ?? rule.act.times ?? 1 });
  }

  /** The rules that are not used up: empty when everything that was planned has happened. */
  get pending(): readonly FaultRule[] {
    return this.#armed.map(({ rule }) => rule);
  }

  clear(): void {
    this.#armed = [];
  }

  /** The act that this request meets, if any. */
  take({ method, route }: Pick<Call, "method" | "route">): FaultAct | undefined {
    const matching = this.#armed.filter(({ rule }) => matches(rule.when ?? {}, method, route));
    for (const armed of matching) armed.seen += 1;
    const due = matching.find(({ rule, seen }) => seen >= (rule.when?.nth ?? 1));
    if (due === undefined) return undefined;
    due.left -= 1;
    if (due.left <= 0) this.#armed = this.#armed.filter((armed) => armed !== due);
    this.fired += 1;
    return due.rule.act;
  }
}

function matches(when: FaultMatch, method: string, route: Call["route"]): boolean {
  return (
    (when.method === undefined || when.method === method) &&
    (when.kind === undefined || when.kind === route.kind) &&
    (when.repository === undefined || when.repository === route.repository) &&
    (when.reference === undefined || when.reference === route.reference)
  );
}
