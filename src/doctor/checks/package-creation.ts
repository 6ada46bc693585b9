import { creationSettings } from "../../github/report/render/package-pages.ts";
import { ghcrRefusalOf } from "../../reconcile/ghcr-refusal.ts";
import type { ImageReport } from "../../reconcile/report.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import type { PackageSight } from "../package-sight.ts";

/** Whether the organization lets new packages be made. No API shows the setting; its effects can be seen. */
export async function checkPackageCreation(chart: Chart): Promise<readonly Diagnosis[]> {
  const { registry, repository } = chart.patient;
  const { owner } = repository;
  const link = creationSettings(`${registry}/${owner}/`);
  const evidence = await chart.evidence();
  const refusal = judgeCreation(evidence?.report.images ?? [], link);
  if (refusal) return [refusal];
  if (!(await chart.isOrganization()))
    return [{ state: "good", words: `\`${owner}\` is a user, and users make what packages they like.` }];
  const sights = await chart.packages();
  if (sights.length > 0 && sights.every(exists)) {
    return [{ state: "good", words: "Every package of the config exists, so that none must be made." }];
  }
  return [
    {
      state: "unknown",
      words: "GitHub shows the setting to the owners of the organization, and to no API.",
      remedy: "An owner looks whether members may create packages, private or public as they are wanted.",
      ...(link && { link }),
    },
  ];
}

/** Undefined: nothing was refused. */
export function judgeCreation(
  images: readonly ImageReport[],
  link: string | undefined,
): Diagnosis | undefined {
  for (const { error } of images) {
    const refusal = error?.side === "destination" ? ghcrRefusalOf(error.message) : undefined;
    if (refusal?.code !== "CREATION_DISABLED") continue;
    return { state: "bad", words: refusal.meaning, remedy: refusal.appRemedy, ...(link && { link }) };
  }
  return undefined;
}

function exists({ isPublic, record, images }: PackageSight): boolean {
  if (isPublic.status === "fulfilled" && isPublic.value) return true;
  if (record.status === "fulfilled" && record.value) return true;
  return images.some(({ result, action }) => result === "done" || action === "up-to-date");
}
