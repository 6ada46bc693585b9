import type { PolicyLayer } from "../../../config/policy/policy.ts";
import { publisherOf } from "../../../config/policy/publisher-of.ts";
import { examine } from "../../../doctor/examine.ts";
import { renderDoctor } from "../../../github/report/render/render-doctor.ts";
import type { Asked } from "./asked.ts";
import { done, type Outcome, unclear } from "./outcome.ts";

/** Looks for what keeps images from being mirrored, as the App sees it. What registries said before is forgotten first. */
export async function consultDoctor(
  { parts, place, signal }: Asked,
  layers: readonly PolicyLayer[],
): Promise<Outcome> {
  const { repository, installation } = place;
  const { instrumentsFor, registry, action, mode, state } = parts;
  if (!instrumentsFor) return unclear("This server has no doctor: run `ghcr-mirror doctor` instead.");
  await state.verdicts.forget(installation);
  await using instruments = instrumentsFor(place);
  const publisher = publisherOf(layers)?.mode ?? mode;
  const patient = { repository, registry, publisher, action };
  return done(renderDoctor(await examine(patient, instruments, signal), repository));
}
