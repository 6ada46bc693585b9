import { afterEach, expect } from "vitest";
import {
  type RegistryOptions,
  type SandboxRegistry,
  startRegistry,
} from "../../../sandbox/registry/start-registry.ts";
import { digestOf } from "../../../src/oci/digest.ts";
import type { Producer } from "../../../src/oci/http/wire/sink.ts";
import type { Repository } from "../../../src/oci/registry/repository.ts";
import { startUpload, type Upload } from "../../../src/oci/registry/uploads.ts";
import { type ClientOptions, openClient } from "../open-client.ts";

/** A small blob to be uploaded. */
export const BYTES = Buffer.from("hello world");
export const BLOB = { digest: digestOf(BYTES), size: BYTES.length };

/** The same bytes in two pieces, as a stream has them. */
export const produce: Producer = async (sink) => {
  await sink(BYTES.subarray(0, 4));
  await sink(BYTES.subarray(4));
};

const open: AsyncDisposable[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())));

/** A registry until the end of the test. */
export async function startServer(options: RegistryOptions = {}): Promise<SandboxRegistry> {
  const server = await startRegistry(options);
  open.push(server);
  return server;
}

/** A registry and a repository of it to upload to, until the end of the test. */
export async function startStage(options: RegistryOptions = {}, clientOptions: ClientOptions = {}) {
  const server = await startServer(options);
  const client = openClient(server.url, clientOptions);
  open.push(client);
  return { server, client, repository: client.destination("acme/app") };
}

/** Opens an upload. */
export async function begin(repository: Repository): Promise<Upload> {
  return (await startUpload(repository)) ?? expect.fail("there is nothing to upload");
}

/** What was asked, in order: `POST 202`. */
export function asked({ requests }: SandboxRegistry): string[] {
  return requests.map(({ method, status }) => `${method} ${status}`);
}
