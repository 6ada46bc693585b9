import type { NotedLimit, PullAccount, PullLedger, WantedPull } from "../../src/jobs/keeping-state.ts";

/** A ledger in memory. It forgets no pull, and allots nothing. */
export interface SmallLedger extends PullLedger {
  readonly noted: NotedLimit[];
  readonly taken: WantedPull[];
}

export function smallLedger(reserve = 20): SmallLedger {
  const noted: NotedLimit[] = [];
  const taken: WantedPull[] = [];
  const words = new Map<string, NotedLimit & { readonly since: number }>();
  const keyOf = ({ registry, identity }: Pick<NotedLimit, "registry" | "identity">) =>
    `${registry} ${identity}`;
  const accountOf = (word: NotedLimit & { readonly since: number }): PullAccount => {
    const ours = taken.filter((pull) => keyOf(pull) === keyOf(word)).length;
    const left = Math.min(word.limit - ours, word.remaining - (ours - word.since));
    const free = Math.max(0, left - reserve);
    const until = new Date(word.seenAt.getTime() + word.window * 1000);
    return { ...word, taken: ours, free, until: free === 0 ? until : null };
  };
  return {
    noted,
    taken,
    async note(limit) {
      noted.push(limit);
      const since = taken.filter((pull) => keyOf(pull) === keyOf(limit)).length;
      words.set(keyOf(limit), { ...limit, since });
    },
    async take(pull) {
      const word = words.get(keyOf(pull));
      const until = word && accountOf(word).until;
      if (until) return { until };
      taken.push(pull);
      return undefined;
    },
    accounts: async () => [...words.values()].map(accountOf),
  };
}
