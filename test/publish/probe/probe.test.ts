import { describe, expect, it } from "vitest";
import { cutBeforeResponse, status } from "../../../sandbox/registry/fault-acts.ts";
import type { FaultAct } from "../../../sandbox/registry/faults.ts";
import { probe } from "../../../src/publish/probe/probe.ts";
import { GHCR_REFUSALS } from "../../reconcile/ghcr-refusals.ts";
import { setGhcr } from "./set-ghcr.ts";

const NEVER = new AbortController().signal;
const ALWAYS = Number.POSITIVE_INFINITY;
const POST = { method: "POST", kind: "upload" } as const;

const denied = (message: string) => status(403, { body: { errors: [{ code: "DENIED", message }] } });

/** What is refused, by the words that tell it. */
const DEEDS: Readonly<Record<string, "create" | "write">> = {
  "installation not allowed to Create organization package": "create",
  "installation not allowed to Write organization package": "write",
  "permission_denied: write_package": "write",
  "permission_denied: create_package": "create",
};

describe("a probe", () => {
  it.each(["acme/absent", "acme/there"])("of %s that is accepted stores nothing", async (name) => {
    await using at = await setGhcr();
    expect(await probe(at.destination(name), NEVER)).toEqual({ isAccepted: true });
    expect(at.ghcr.count({ method: "DELETE", kind: "upload" })).toBeGreaterThan(0);
    expect(at.ghcr.store.tags(name)).toEqual(name === "acme/there" ? ["1"] : []);
    expect(at.ghcr.count({ kind: "manifest" })).toBe(0);
  });

  it.each([
    ["acme/absent", "create", "Create"],
    ["acme/there", "write", "Write"],
  ])("of %s is refused as GHCR refuses Apps", async (name, deed, word) => {
    await using at = await setGhcr({ refuseInstallationTokens: true });
    const reason = `DENIED: installation not allowed to ${word} organization package`;
    expect(await probe(at.destination(name), NEVER)).toEqual({ isAccepted: false, deed, reason });
  });

  describe.each(["acme/absent", "acme/there"])("of %s", (name) => {
    it.each(GHCR_REFUSALS)("gives the words %j", async (message) => {
      await using at = await setGhcr();
      at.ghcr.faults.add({ when: POST, act: denied(message), times: ALWAYS });
      expect(await probe(at.destination(name), NEVER)).toEqual({
        isAccepted: false,
        deed: DEEDS[message],
        reason: `DENIED: ${message}`,
      });
    });
  });

  it("that is refused without a word says so, and names no address", async () => {
    await using at = await setGhcr();
    at.ghcr.faults.add({ when: POST, act: status(403), times: ALWAYS });
    const refused = { isAccepted: false, deed: undefined, reason: "403, without a word" };
    expect(await probe(at.destination("acme/absent"), NEVER)).toEqual(refused);
  });

  it("does not care what becomes of the cancellation", async () => {
    await using at = await setGhcr();
    at.ghcr.faults.add({ when: { method: "DELETE", kind: "upload" }, act: denied("no"), times: ALWAYS });
    expect(await probe(at.destination("acme/absent"), NEVER)).toEqual({ isAccepted: true });
    expect(at.ghcr.faults.fired).toBe(1);
  });

  it.each<[what: string, act: FaultAct, code: string]>([
    ["is out of order", status(503), "UNAVAILABLE"],
    ["has had enough", status(429), "TOO_MANY_REQUESTS"],
    [
      "has had enough in GitHub's words",
      status(403, { body: { message: "You have exceeded a secondary rate limit." } }),
      "TOO_MANY_REQUESTS",
    ],
    ["cuts the connection", cutBeforeResponse, "INTERRUPTED"],
    ["knows no such place", status(404), "NOT_FOUND"],
  ])("is no verdict where the registry %s", async (_, act, code) => {
    await using at = await setGhcr();
    at.ghcr.faults.add({ when: POST, act, times: ALWAYS });
    await expect(probe(at.destination("acme/absent"), NEVER)).rejects.toMatchObject({ code });
  });

  it("is no verdict where GitHub gives no token", async () => {
    await using at = await setGhcr();
    at.github.failure = new Error("422");
    await expect(probe(at.destination("acme/absent"), NEVER)).rejects.toMatchObject({ code: "NO_TOKEN" });
  });
});
