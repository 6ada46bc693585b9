import { describe, expect, it } from "vitest";
import { CopyError, onSide } from "../../src/copy/copy-error.ts";
import { settleAll } from "../../src/copy/settle-all.ts";
import { KeychainError } from "../../src/oci/auth/keychain-error.ts";
import { RegistryError } from "../../src/oci/error.ts";
import { startPair } from "./pair.ts";

describe("onSide", () => {
  it("gives a registry's refusal its side, operation and reference", async () => {
    const refusal = new RegistryError("DENIED", "HEAD http://r/v2/: 403 DENIED: no");
    const failing = onSide("destination", "look for", "ghcr.io/acme/app:1", Promise.reject(refusal));
    await expect(failing).rejects.toMatchObject({
      name: "CopyError",
      side: "destination",
      operation: "look for",
      reference: "ghcr.io/acme/app:1",
      code: "DENIED",
      message: "cannot look for ghcr.io/acme/app:1: HEAD http://r/v2/: 403 DENIED: no",
      cause: refusal,
    });
  });

  it("gives the same to a broken store of credentials", async () => {
    const broken = new KeychainError("HELPER_MISSING", "docker-credential-x is not installed");
    await expect(onSide("source", "look up", "quay.io/a/b:1", Promise.reject(broken))).rejects.toMatchObject({
      side: "source",
      code: "HELPER_MISSING",
      message: "cannot look up quay.io/a/b:1: docker-credential-x is not installed",
    });
  });

  it.each([new Error("a bug"), new CopyError("source", "fetch", "x", "TIMEOUT", "late"), "a reason"])(
    "lets %s pass unchanged",
    async (error) => {
      await expect(onSide("destination", "look for", "x", Promise.reject(error))).rejects.toBe(error);
    },
  );

  it("gives back what the work gives", async () => {
    await expect(onSide("source", "fetch", "x", Promise.resolve(7))).resolves.toBe(7);
  });
});

it.each([
  ["from.example/library/app", true],
  ["from.example/library/app:1", true],
  ["from.example/library/app@sha256:0", true],
  ["from.example/library/application:1", false],
  ["from.example/library/app/sub:1", false],
  ["to.example/library/app:1", false],
])("a failure at %s is about the repository: %s", async (reference, isAbout) => {
  await using pair = await startPair();
  expect(new CopyError("source", "fetch", reference, "NOT_FOUND", "404").isAbout(pair.source())).toBe(
    isAbout,
  );
});

describe("settleAll", () => {
  it("throws the first failure in the order of the list, once all has ended", async () => {
    const late = Promise.withResolvers<void>();
    let hasEnded = false;
    const slow = late.promise.then(() => {
      hasEnded = true;
      throw new Error("first of the list");
    });
    const settling = settleAll([Promise.resolve(), slow, Promise.reject(new Error("first in time"))]);
    settling.catch(() => {});
    late.resolve();
    await expect(settling).rejects.toThrow("first of the list");
    expect(hasEnded).toBe(true);
  });

  it("is content with nothing", async () => {
    await expect(settleAll([])).resolves.toBeUndefined();
  });
});
