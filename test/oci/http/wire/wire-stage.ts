import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { afterEach } from "vitest";
import { Wire } from "../../../../src/oci/http/wire/wire.ts";

/** What is closed after each test. */
export const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A wire for one test; times in milliseconds. */
export function open(timeouts = { connect: 1_000, headers: 1_000, body: 1_000 }): Wire {
  const wire = new Wire(timeouts);
  closing.push(() => wire.close());
  return wire;
}

/** The address of something on `server`, which listens until the test ends. */
export async function listen(server: Server): Promise<URL> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/blob?state=a%2Bb`);
}
