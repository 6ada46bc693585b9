import type { SandboxRegistry } from "../../sandbox/registry/start-registry.ts";

/** When the first byte of each upload that has any arrives at a registry from now on: milliseconds of the epoch, in order. */
export function watchUploads({ faults }: Pick<SandboxRegistry, "faults">): readonly number[] {
  const arrivals: number[] = [];
  async function* watch(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let isFirst = true;
    for await (const chunk of body) {
      if (isFirst) arrivals.push(Date.now());
      isFirst = false;
      yield chunk;
    }
  }
  // It stands where faults do, and does no harm.
  faults.add({
    when: { kind: "upload" },
    times: Number.POSITIVE_INFINITY,
    act: { name: "watch", run: (call, proceed) => proceed({ ...call, body: watch(call.body) }) },
  });
  return arrivals;
}
