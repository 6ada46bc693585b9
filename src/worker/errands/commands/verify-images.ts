import { renderVerified } from "../../../github/report/render/render-verified.ts";
import type { Asked } from "./asked.ts";
import { compileImages, namesOf, vainOf } from "./matching.ts";
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
      ? unclear(noneMatches(images))
      : done("No image was brought yet, so that there is nothing to look at.");
  }
  const claims = brought.map(({ destination, destinationDigest: digest }) => ({ destination, digest }));
  const views = await look(claims, signal);
  for (const { destination } of claims) {
    if (views.get(destination) === "same") await state.images.confirm(id, destination);
  }
  const vain = vainOf(
    images,
    brought.map(({ source }) => source),
  );
  return done(...renderVerified(brought, views), ...(vain.length > 0 ? [noneMatches(vain)] : []));
}

function noneMatches(images: readonly string[]): string {
  return `No image that was brought matches ${namesOf(images)}.`;
}
