import { platformsKey } from "../../oci/platform.ts";
import { formatReference } from "../../oci/reference.ts";
import type { Unsurveyed } from "../../reconcile/survey-images.ts";

/** Under what a survey is remembered: what is copied, and to which repository. The same for all tags that mean the same. */
export function surveyKey({ desired, digest }: Pick<Unsurveyed, "desired" | "digest">): string {
  const { registry, repository } = desired.destination;
  const platforms = desired.platforms === "all" ? desired.platforms : platformsKey(desired.platforms);
  return `${digest} ${platforms} ${formatReference({ registry, repository })}`;
}
