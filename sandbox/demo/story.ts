import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import type { Output } from "../../src/cli/output.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import type { Environment } from "../../src/env.ts";
import { type Digest, shortDigest } from "../../src/oci/digest.ts";
import type { SandboxRegistry } from "../registry/start-registry.ts";
import { compareImages } from "./compare-images.ts";
import { pushRedis } from "./docker-hub-images.ts";
import type { Narrator } from "./narrator.ts";

/** Docker Hub's for everybody without an account, per six hours. */
export const PULL_LIMIT = 100;

/** What the story is played with. */
export interface Scene {
  readonly hub: SandboxRegistry;
  readonly ghcr: SandboxRegistry;
  readonly env: Environment;
  readonly narrator: Narrator;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly signal: AbortSignal;
}

const CONFIG = relative(process.cwd(), join(import.meta.dirname, "../../examples/mirror.yml"));

/** What the example means: the repository at Docker Hub, the one at GHCR, and the tags. */
const MIRRORED = [
  ["library/redis", "acme/redis", ["7"]],
  ["nsmithuk/local-kms", "acme/local-kms", ["3.11.7"]],
  ["hashicorp/vault", "acme/vault", ["1.17.6", "1.18.3"]],
] as const;

/** Tells the story to its end. Throws `AssertionError` where it does not go as it should. */
export async function tellStory(scene: Scene): Promise<void> {
  await introduce(scene);
  await copyEverything(scene);
  await doNothing(scene);
  await followTheTag(scene);
  sayWhatIsNext(scene);
}

async function introduce({ hub, ghcr, narrator }: Scene): Promise<void> {
  const tags = hub.store.repositories().flatMap((name) => hub.store.tags(name));
  narrator.heading("Two registries on this machine stand in for the real ones");
  narrator.say(
    `  docker.io at ${hub.host}: ${tags.length} tags, ${PULL_LIMIT} pulls per six hours`,
    `  ghcr.io   at ${ghcr.host}: empty`,
    "",
    `${CONFIG} says what to mirror:`,
    "",
  );
  narrator.quote(await readFile(CONFIG, "utf8"));
}

async function copyEverything(scene: Scene): Promise<void> {
  const { hub, ghcr, narrator } = scene;
  narrator.heading("1. The first run copies everything");
  await sync(scene);
  const equal = compareAll(scene);
  assert(ghcr.store.tags("acme/vault").length === 2, "vault has a tag that nobody asked for");
  const fetched = hub.requests.flatMap(({ kind, reference }) => (kind === "blob" && reference) || []);
  assert(new Set(fetched).size === fetched.length, "it has fetched a blob twice");
  const manifests = ghcr.store.repositories().flatMap((name) => ghcr.store.manifests(name));
  assert(hub.pulls === manifests.length, "it has spent more pulls than there are manifests");
  narrator.say("");
  narrator.found(
    `all ${equal.size} manifests and blobs are in GHCR, byte for byte: each was hashed once more`,
  );
  narrator.found("each blob was fetched once, also the layer that Redis and Vault share");
  narrator.found(`Docker Hub has billed ${hub.pulls} of ${PULL_LIMIT} pulls, one per manifest`);
}

async function doNothing(scene: Scene): Promise<void> {
  const { hub, ghcr, narrator } = scene;
  const pulls = hub.pulls;
  hub.resetRequests();
  ghcr.resetRequests();
  narrator.heading("2. The second run has nothing to do");
  await sync(scene);
  const requests = [...hub.requests, ...ghcr.requests];
  const writes = requests.filter(({ method }) => method !== "HEAD" && method !== "GET");
  assert(hub.pulls === pulls, "it has spent pulls");
  assert(writes.length === 0, "it has written something");
  narrator.say("");
  narrator.found(`no pull, no write: ${requests.length} requests on both sides together, tokens included`);
}

async function followTheTag(scene: Scene): Promise<void> {
  const { hub, ghcr, narrator } = scene;
  const old = digestOfRedis(hub);
  pushRedis(hub.store, "7.4.2");
  narrator.heading("3. Somebody pushes a new redis:7; the third run follows and keeps the old one");
  await sync(scene);
  const backup = `7-${shortDigest(old)}`;
  compareAll(scene);
  compareImages(
    { store: hub.store, repository: "library/redis", reference: old },
    { store: ghcr.store, repository: "acme/redis", reference: backup },
  );
  narrator.say("");
  narrator.found(`acme/redis:7 is the new image, acme/redis:${backup} the old one, both complete`);
  narrator.found(`${hub.pulls} of ${PULL_LIMIT} pulls after three runs`);
}

function sayWhatIsNext({ narrator }: Scene): void {
  narrator.heading("Next: a mirror.yml of your own");
  narrator.say(
    "  npm run -s mirror -- validate mirror.yml            is it right?",
    "  npm run -s mirror -- plan mirror.yml --owner YOU    what would happen?",
    "  npm run -s mirror -- sync mirror.yml --owner YOU    make it so",
    "",
    "GHCR_TOKEN holds a token that may write packages; --registry localhost:5000 writes",
    "to a registry on this machine instead. More in docs/config.md and docs/cli.md.",
  );
}

/** The real command line, in this process. */
async function sync({ env, narrator, stdout, stderr, signal }: Scene): Promise<void> {
  const argv = ["sync", CONFIG, "--owner", "acme"];
  narrator.command(`ghcr-mirror ${argv.join(" ")}`);
  const stdin = Readable.from([]);
  const code = await runCommandLine({ argv, env, stdin, stdout, stderr, signal, now: Date.now });
  signal.throwIfAborted();
  assert(code === 0, `the command ended with exit code ${code}`);
}

function compareAll({ hub, ghcr }: Scene): ReadonlySet<Digest> {
  const digests = MIRRORED.flatMap(([from, to, tags]) =>
    tags.flatMap((reference) => [
      ...compareImages(
        { store: hub.store, repository: from, reference },
        { store: ghcr.store, repository: to, reference },
      ),
    ]),
  );
  return new Set(digests);
}

function digestOfRedis({ store }: SandboxRegistry): Digest {
  const manifest = store.manifest("library/redis", "7");
  assert(manifest, "there is no library/redis:7");
  return manifest.digest;
}
