import { type PullGate, PullsSpentError } from "../../src/copy/pull-gate.ts";

/** When the gate has pulls again. */
export const UNTIL = Date.UTC(2026, 9, 1, 6);

/** A gate of so many pulls at every registry, and what it was asked. */
export function smallGate(pulls: number) {
  const asked = { takes: 0, refusals: 0 };
  const spent = (registry: string) =>
    new PullsSpentError(registry, UNTIL, `${registry} grants ${pulls} in 6 h, and none is left`);
  const gate: PullGate = {
    take: async ({ name }, signal) => {
      signal.throwIfAborted();
      asked.takes++;
      if (asked.takes > pulls) throw spent(name);
    },
    refused: async ({ name }) => {
      asked.refusals++;
      return spent(name);
    },
  };
  return { gate, asked };
}
