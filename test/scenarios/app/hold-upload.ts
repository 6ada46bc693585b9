import { before } from "../../../sandbox/registry/fault-acts.ts";
import type { SandboxRegistry } from "../../../sandbox/registry/start-registry.ts";

/** An upload that waits at the registry. */
export interface HeldUpload {
  /** Resolves when it has come. */
  readonly arrived: Promise<void>;
  /** Lets it go on. */
  readonly release: () => void;
}

/** Holds the next upload to a repository, and with it the run that makes it. */
export function holdUpload(registry: SandboxRegistry, repository: string): HeldUpload {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const wait = async () => {
    arrived.resolve();
    await released.promise;
  };
  registry.faults.add({ when: { kind: "upload", method: "POST", repository }, act: before(wait) });
  return { arrived: arrived.promise, release: released.resolve };
}
