import { renderVerified } from "../../../github/report/render/render-verified.ts";
import type { Asked } from "./asked.ts";
import { compileImages, namesOf } from "./matching.ts";
import { done, type Outcome, unclear } from "./outcome.ts";

/** Looks, as everybody may, whether what was brought is still at the destination. */
export async function verifyImages(
  { parts, place, signal }: Asked,
  images: readonly string[],
): Promise<Outcome> {
  const { state, look } = parts;
  const { id } = place.repository;
  const isMeant = compileImages(images);
  const brought = (await state.images.of(id)).filter(({ source }) => isMeant(source));
  if (brought.length === 0) {
    return images.length > 0
      ? unclear(`No image that was brought matches ${namesOf(images)}.`)
      : done("No image was brought yet, so that there is nothing to look at.");
  }
  const claims = brought.map(({ destination, destinationDigest: digest }) => ({ destination, digest }));
  const views = await look(claims, signal);
  for (const { destination } of claims) {
    if (views.get(destination) === "same") await state.images.confirm(id, destination);
  }
  return done(...renderVerified(brought, views));
}
