import { creationSettings } from "../../github/report/render/package-pages.ts";
import { ghcrRefusalOf } from "../../reconcile/ghcr-refusal.ts";
import type { ImageReport, ReportedError } from "../../reconcile/report.ts";
import { isLeftUndone } from "../../reconcile/verdict.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import { gather } from "../gather.ts";

/** What the registry refused in the last run, each refusal with its own way out. */
export async function checkLastRefusals({
  patient,
  instruments,
  signal,
}: Chart): Promise<readonly Diagnosis[]> {
  const last = await instruments.lastRun(patient.repository, signal);
  if (!last) return [{ state: "unknown", words: "No run has ended yet." }];
  const refusals = judgeRefusals(last.report.images);
  if (refusals.length > 0) return refusals;
  return [{ state: "good", words: "The registry refused nothing in the last run." }];
}

/** One for each refusal, with the images that met it. What we do not know is shown as it came. */
export function judgeRefusals(images: readonly ImageReport[]): readonly Diagnosis[] {
  return gather(
    images.flatMap((image) => {
      const { error, destination } = image;
      if (error?.side !== "destination" || isLeftUndone(image)) return [];
      return [{ about: destination, ...judgeRefusal(error, destination) }];
    }),
  );
}

function judgeRefusal({ message, remedy }: ReportedError, destination: string): Diagnosis {
  const refusal = ghcrRefusalOf(message);
  if (!refusal) return { state: "bad", words: message, ...(remedy && { remedy }) };
  const link = refusal.code === "CREATION_DISABLED" ? creationSettings(destination) : undefined;
  return { state: "bad", words: refusal.meaning, remedy: refusal.appRemedy, ...(link && { link }) };
}
