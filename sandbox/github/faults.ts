import type { Reply } from "./handler.ts";
import type { RecordedRequest } from "./recorded-request.ts";

/** A misbehaviour: it stands around the honest answer, which `proceed` gives. `fault-acts.ts` has them all. */
export interface FaultAct {
  readonly name: string;
  /** Resolves to what is sent; undefined cuts the connection. */
  run(proceed: () => Promise<Reply>): Promise<Reply | undefined>;
}

/** An act, which requests it is for (default: all), and how often (default 1). */
export interface FaultRule {
  readonly when?: (request: RecordedRequest) => boolean;
  /** `Number.POSITIVE_INFINITY`: always. */
  readonly times?: number;
  readonly act: FaultAct;
}

/** The misbehaviour of the API: a queue of rules. Each request meets the first rule that matches it and is not used up. */
export class Faults {
  /** How many requests met a fault. */
  fired = 0;
  #armed: { readonly rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    this.#armed.push({ rule, left: rule.times ?? 1 });
  }

  /** The rules that are not used up: empty when everything that was planned has happened. */
  get pending(): readonly FaultRule[] {
    return this.#armed.map(({ rule }) => rule);
  }

  clear(): void {
    this.#armed = [];
  }

  /** The act that this request meets, if any. */
  take(request: RecordedRequest): FaultAct | undefined {
    const due = this.#armed.find(({ rule }) => rule.when?.(request) ?? true);
    if (due === undefined) return undefined;
    due.left -= 1;
    if (due.left <= 0) this.#armed = this.#armed.filter((armed) => armed !== due);
    this.fired += 1;
    return due.rule.act;
  }
}
