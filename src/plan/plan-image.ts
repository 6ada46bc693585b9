import type { Digest } from "../oci/digest.ts";
import { platformsKey } from "../oci/platform.ts";
import { formatReference } from "../oci/reference.ts";
import { backupReference } from "./backup-reference.ts";
import type { Desired } from "./desired.ts";
import type { Held, LastBrought, Observed, TooYoung } from "./observed.ts";
import type { PlannedImage } from "./plan.ts";
import type { PlanProblem } from "./plan-problem.ts";

/**
 * Decides about one image from what was found, and sees nothing else. An image that the destination holds as wanted is
 * up to date whatever became of the source, and so is one that the source no longer has; `on-change: keep` never overwrites, and
 * `on-drift: report` nothing that somebody else has put there.
 */
export function planImage(desired: Desired, observed: Observed): PlannedImage {
  const { source, destination, content, last, isBelieved, tooYoung } = observed;
  const held = "digest" in destination ? destination : undefined;
  const wanted = desired.source.digest ?? ("digest" in source ? source.digest : undefined);
  const digest = held?.digest ?? null;
  const sourceDigest = wanted ?? null;
  const asItIs = {
    ...{ desired, sourceDigest, digest, previousDigest: digest, bytes: 0, pulls: 0, platforms: [] },
    ...(isBelieved && { isBelieved }),
  };
  const upToDate = { ...asItIs, action: "up-to-date" } as const;
  const cannot = (problem: PlanProblem) => ({ ...asItIs, reason: problem.message, problem });

  if (desired.blocked) return { ...cannot(desired.blocked), action: "blocked" };
  if ("problem" in destination) return { ...cannot(destination.problem), action: "copy" };
  if (held && wanted && isInSync(desired, wanted, held)) {
    const reason = isBelieved
      ? "the source is as it was when it was brought"
      : "source and destination agree";
    return { ...upToDate, reason };
  }
  if ("problem" in source) return { ...cannot(source.problem), action: "copy" };
  if (held && "missing" in source && !desired.source.digest) {
    return {
      ...upToDate,
      isVanished: true,
      reason: "the source no longer has it; it is kept as it was brought",
    };
  }
  if ("missing" in source || !wanted) return { ...cannot(missingAtSource(desired)), action: "copy" };

  const isDrifted = held !== undefined && last !== undefined && held.digest !== last.digest;
  if (isDrifted && desired.entry.onDrift === "report") {
    const reason = `left as it is (on-drift: report), though ${DRIFTED}`;
    return { ...upToDate, isDrifted, reason };
  }
  const why = held && (isDrifted ? DRIFTED : whyChanged(desired, wanted, held));
  if (held && desired.onChange === "keep") {
    return { ...upToDate, isKept: true, reason: `kept as it is (on-change: keep), though ${why}` };
  }
  if (tooYoung) return { ...asItIs, action: "wait", ...waiting(tooYoung, held) };

  const transfer = {
    desired,
    sourceDigest,
    digest: desired.platforms === "all" ? wanted : null,
    previousDigest: digest,
    bytes: content?.bytes ?? 0,
    pulls: content?.manifests ?? 0,
    platforms: content?.platforms ?? [],
  };
  return { ...transfer, ...(held && why ? replacing(desired, why, held) : copying(desired, last)) };
}

type Decision = Pick<PlannedImage, "action" | "reason" | "backup">;

const DRIFTED = "somebody else has changed it at the destination";

function copying(desired: Desired, last: LastBrought | undefined): Decision {
  const why = last ? "gone from the destination" : "new at the destination";
  return { action: "copy", reason: [why, ...howStripped(desired)].join("; ") };
}

function replacing(desired: Desired, why: string, held: Held): Decision {
  const how = howStripped(desired);
  if (desired.onChange !== "backup") return { action: "update", reason: [why, ...how].join("; ") };
  const backup = backupReference(desired.destination, held.digest);
  const reason = [why, `the old digest is kept as ${backup.tag}`, ...how].join("; ");
  return { action: "update", reason, backup };
}

function waiting({ until }: TooYoung, held: Held | undefined): Pick<PlannedImage, "reason" | "until"> {
  const why =
    until === undefined
      ? "held back by min-age: nobody knows since when it has been as it is"
      : `too young for min-age: eligible from ${new Date(until).toISOString().replace(/\.\d+Z$/, "Z")}`;
  const reason = held ? `${why}; until then the destination keeps what it has` : why;
  return { reason, ...(until !== undefined && { until }) };
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
