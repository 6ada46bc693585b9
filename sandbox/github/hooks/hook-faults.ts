import type { Delivery } from "./delivery.ts";

/** What can go wrong on a delivery's way: it never arrives, arrives after `until`, or arrives twice. */
export type HookFault =
  | { readonly kind: "lose" }
  | { readonly kind: "delay"; readonly until: Promise<void> }
  | { readonly kind: "duplicate" };

/** A fault, and which deliveries it is for (default: all), and how often (default 1). */
export interface HookFaultRule {
  readonly when?: (delivery: Delivery) => boolean;
  readonly times?: number;
  readonly fault: HookFault;
}

/** A queue of faults: each delivery meets the first rule that matches it and is not used up. */
export class HookFaults {
  #armed: { readonly rule: HookFaultRule; left: number }[] = [];

  add(rule: HookFaultRule): void {
    this.#armed.push({ rule, left: rule.times ?? 1 });
  }

  clear(): void {
    this.#armed = [];
  }

  take(delivery: Delivery): HookFault | undefined {
    const due = this.#armed.find(({ rule }) => rule.when?.(delivery) ?? true);
    if (due === undefined) return undefined;
    due.left -= 1;
    if (due.left <= 0) this.#armed = this.#armed.filter((armed) => armed !== due);
    return due.rule.fault;
  }
}
