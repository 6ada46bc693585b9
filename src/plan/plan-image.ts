import type { Digest } from "../oci/digest.ts";
import { platformsKey } from "../oci/platform.ts";
import { formatReference } from "../oci/reference.ts";
import { backupReference } from "./backup-reference.ts";
import type { Desired } from "./desired.ts";
import type { Held, Observed } from "./observed.ts";
import type { PlannedImage } from "./plan.ts";
import type { PlanProblem } from "./plan-problem.ts";

/**
 * Decides about one image from what was found, and sees nothing else. An image that the destination holds as wanted is
 * up to date whatever became of the source; `on-change: keep` never overwrites.
 */
export function planImage(desired: Desired, { source, destination, content }: Observed): PlannedImage {
  const held = "digest" in destination ? destination : undefined;
  const wanted = desired.source.digest ?? ("digest" in source ? source.digest : undefined);
  const digest = held?.digest ?? null;
  const sourceDigest = wanted ?? null;
  const asItIs = { desired, sourceDigest, digest, previousDigest: digest, bytes: 0, pulls: 0, platforms: [] };
  const cannot = (problem: PlanProblem) => ({ ...asItIs, reason: problem.message, problem });

  if (desired.blocked) return { ...cannot(desired.blocked), action: "blocked" };
  if ("problem" in destination) return { ...cannot(destination.problem), action: "copy" };
  if (held && wanted && isInSync(desired, wanted, held)) {
    return { ...asItIs, action: "up-to-date", reason: "source and destination agree" };
  }
  if ("problem" in source) return { ...cannot(source.problem), action: "copy" };
  if (held && desired.onChange === "keep") {
    const why = wanted ? whyChanged(desired, wanted, held) : "the source no longer has it";
    const reason = `kept as it is (on-change: keep), though ${why}`;
    return { ...asItIs, action: "up-to-date", isKept: true, reason };
  }
  if ("missing" in source || !wanted) return { ...cannot(missingAtSource(desired)), action: "copy" };

  const transfer = {
    desired,
    sourceDigest,
    digest: desired.platforms === "all" ? wanted : null,
    previousDigest: digest,
    bytes: content?.bytes ?? 0,
    pulls: content?.manifests ?? 0,
    platforms: content?.platforms ?? [],
  };
  return { ...transfer, ...(held ? replacing(desired, wanted, held) : copying(desired)) };
}

type Decision = Pick<PlannedImage, "action" | "reason" | "backup">;

function copying(desired: Desired): Decision {
  return { action: "copy", reason: ["new at the destination", ...howStripped(desired)].join("; ") };
}

function replacing(desired: Desired, wanted: Digest, held: Held): Decision {
  const why = whyChanged(desired, wanted, held);
  const how = howStripped(desired);
  if (desired.onChange !== "backup") return { action: "update", reason: [why, ...how].join("; ") };
  const backup = backupReference(desired.destination, held.digest);
  const reason = [why, `the old digest is kept as ${backup.tag}`, ...how].join("; ");
  return { action: "update", reason, backup };
}

function howStripped({ platforms }: Desired): readonly string[] {
  return platforms === "all" ? [] : [`stripped to ${platformsKey(platforms)}, with a digest of its own`];
}

/** An image that offers nothing but what is wanted is copied as it is, also where a subset of platforms is asked for. */
function isInSync(
  { platforms }: Desired,
  wanted: Digest,
  { digest, origin, hasSurplus = false }: Held,
): boolean {
  if (digest === wanted && !hasSurplus) return true;
  return platforms !== "all" && origin?.digest === wanted && origin.platforms === platformsKey(platforms);
}

function whyChanged({ source }: Desired, wanted: Digest, { digest, origin }: Held): string {
  if (digest === wanted || origin?.digest === wanted) return "the wanted platforms changed";
  return source.digest ? "the config pins another digest" : "the source moved";
}

function missingAtSource({ source }: Desired): PlanProblem {
  return {
    code: "MANIFEST_UNKNOWN",
    side: "source",
    message: `${formatReference(source)} does not exist, or may not be seen`,
    remedy: "Correct the tag or digest in the config, or remove the entry.",
  };
}
