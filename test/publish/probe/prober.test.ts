import { describe, expect, it } from "vitest";
import { status } from "../../../sandbox/registry/fault-acts.ts";
import type { Verdict, Verdicts } from "../../../src/jobs/state.ts";
import { type Destination, Prober } from "../../../src/publish/probe/prober.ts";
import { type ProbedGhcr, setGhcr } from "./set-ghcr.ts";

const NEVER = new AbortController().signal;
const ALWAYS = Number.POSITIVE_INFINITY;
const DAY = 24 * 3600 * 1000;
const CREATE = "DENIED: installation not allowed to Create organization package";
const WRITE = "DENIED: installation not allowed to Write organization package";

/** Verdicts in memory. */
function rememberVerdicts(): Verdicts & { readonly all: ReadonlyMap<string, Verdict> } {
  const all = new Map<string, Verdict>();
  return {
    all,
    of: async (destinations) =>
      [...all.values()].filter(({ destination }) => destinations.includes(destination)),
    put: async (_, verdict) => void all.set(`${verdict.destination} ${verdict.deed}`, verdict),
    forget: async () => all.clear(),
  };
}

function ask(at: ProbedGhcr, verdicts: Verdicts, names: readonly string[], there: readonly string[] = []) {
  const prober = new Prober({ verdicts, clock: at.clock });
  const destinations: Destination[] = names.map((name) => ({
    repository: at.destination(name),
    isThere: there.includes(name),
  }));
  return prober.accepts({ installation: 7, destinations, signal: NEVER });
}

const uploads = (at: ProbedGhcr) => at.ghcr.count({ method: "POST", kind: "upload" });

describe("the prober", () => {
  it("accepts what a registry accepts, each destination once, and asks again after a day", async () => {
    await using at = await setGhcr();
    const verdicts = rememberVerdicts();
    const names = ["acme/a", "acme/there", "acme/a"];
    const there = ["acme/there"];
    expect(await ask(at, verdicts, names, there)).toEqual({ kind: "accepted" });
    expect([...verdicts.all.keys()]).toEqual(["ghcr.io/acme/a create", "ghcr.io/acme/there write"]);
    const asked = uploads(at);
    expect(await ask(at, verdicts, names, there)).toEqual({ kind: "accepted" });
    expect(uploads(at)).toBe(asked);
    // What was made meanwhile is another deed.
    expect(await ask(at, verdicts, names, names)).toEqual({ kind: "accepted" });
    expect(verdicts.all.has("ghcr.io/acme/a write")).toBe(true);
    const more = uploads(at);
    await at.clock.sleep(DAY);
    await ask(at, verdicts, names, there);
    expect(uploads(at)).toBeGreaterThan(more);
  });

  it.each([
    ["acme/absent", "acme/there", "create", CREATE],
    ["acme/there", "acme/absent", "write", WRITE],
  ] as const)(
    "asks no further than to a refusal, and remembers it: %s",
    async (first, second, deed, reason) => {
      await using at = await setGhcr({ refuseInstallationTokens: true });
      const verdicts = rememberVerdicts();
      // Nothing is known of the package that is there: the registry's words tell.
      const refused = {
        kind: "refused",
        verdict: {
          destination: `ghcr.io/${first}`,
          deed,
          isAccepted: false,
          reason,
          checkedAt: expect.any(Date),
        },
      };
      expect(await ask(at, verdicts, [first, second])).toEqual(refused);
      expect(verdicts.all.size).toBe(1);
      at.ghcr.resetRequests();
      expect(await ask(at, verdicts, [second, first])).toEqual(refused);
      expect(at.ghcr.requests).toEqual([]);
      await verdicts.forget(7);
      expect(await ask(at, verdicts, [second])).toMatchObject({ kind: "refused" });
    },
  );

  it("does not know, and remembers nothing, where there is no answer", async () => {
    await using at = await setGhcr();
    const verdicts = rememberVerdicts();
    at.ghcr.faults.add({ when: { method: "POST", repository: "acme/b" }, act: status(503), times: ALWAYS });
    expect(await ask(at, verdicts, ["acme/a", "acme/b", "acme/c"])).toEqual({
      kind: "unknown",
      words: expect.stringContaining("503"),
    });
    expect([...verdicts.all.keys()]).toEqual(["ghcr.io/acme/a create"]);
    at.github.failure = new Error("GitHub is down");
    at.ghcr.revokeTokens();
    expect((await ask(at, verdicts, ["acme/c"])).kind).not.toBe("refused");
  });

  it("asks about twenty at a time at most", async () => {
    await using at = await setGhcr();
    const verdicts = rememberVerdicts();
    const names = Array.from({ length: 25 }, (_, index) => `acme/p${index}`);
    expect(await ask(at, verdicts, names)).toEqual({ kind: "accepted" });
    expect(verdicts.all.size).toBe(20);
    await ask(at, verdicts, names);
    expect(verdicts.all.size).toBe(25);
    expect(at.github.requests).toHaveLength(1);
  });

  it("ends with its signal", async () => {
    await using at = await setGhcr();
    const prober = new Prober({ verdicts: rememberVerdicts(), clock: at.clock });
    const destinations = [{ repository: at.destination("acme/a"), isThere: false }];
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(prober.accepts({ installation: 7, destinations, signal })).rejects.toThrow("enough");
  });
});
