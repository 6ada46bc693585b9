import type { WorkerParts } from "../../parts.ts";

/** An image that was somewhere: a reference with its tag, and a digest. `told`: what an event says is there; null where it does not say. */
export interface Remembered {
  readonly image: string;
  readonly digest: string;
  readonly told: string | null;
}

/**
 * Whether an image is where it was, as everybody may see it; of a private package, as the event says. Undefined: nobody can tell.
 */
export async function isThere(
  { look }: Pick<WorkerParts, "look">,
  { image, digest, told }: Remembered,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const view = (await look([{ destination: image, digest }], signal)).get(image);
  if (view === "same" || view === "other") return view === "same";
  return told === null ? undefined : told === digest;
}
