import { packageSettings } from "../../github/report/render/package-pages.ts";
import { type GhcrRefusalCode, ghcrRefusalOf } from "../../reconcile/ghcr-refusal.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import { gather } from "../gather.ts";
import { OutOfSight } from "../out-of-sight.ts";
import type { PackageSight } from "../package-sight.ts";

/** For each package that the config writes: whether it exists, what it is linked to, whether this repository may write it. */
export async function checkPackages(chart: Chart): Promise<readonly Diagnosis[]> {
  const sights = await chart.packages();
  if (sights.length === 0)
    return [{ state: "unknown", words: "No config that can be read names a package." }];
  const { owner, name } = chart.patient.repository;
  return gather(sights.map((sight) => ({ about: sight.name, ...judgePackage(sight, `${owner}/${name}`) })));
}

/** What the last run met counts more than what is linked. `repository` is `acme/mirrors`. */
export function judgePackage(sight: PackageSight, repository: string): Diagnosis {
  return (
    judgeRefusal(sight, repository) ??
    judgeWritten(sight) ??
    judgeRecord(sight, repository) ??
    judgeLook(sight)
  );
}

const NOT_LET_IN: readonly GhcrRefusalCode[] = ["NO_WRITE_GRANT", "WRITE_NOT_ALLOWED", "READ_NOT_ALLOWED"];

function judgeRefusal({ name, images }: PackageSight, repository: string): Diagnosis | undefined {
  const refusals = images.flatMap(({ error }) =>
    error?.side === "destination" ? (ghcrRefusalOf(error.message)?.code ?? []) : [],
  );
  if (!refusals.some((code) => NOT_LET_IN.includes(code))) return undefined;
  const link = packageSettings(name);
  return {
    state: "bad",
    words: `It exists, and the last run was not let in.`,
    remedy: `Add \`${repository}\` with the role Write under Package settings → Manage Actions access.`,
    ...(link && { link }),
  };
}

function judgeWritten({ images }: PackageSight): Diagnosis | undefined {
  if (!images.some(({ result }) => result === "done")) return undefined;
  return { state: "good", words: "The last run wrote it." };
}

function judgeRecord({ name, isPublic, record }: PackageSight, repository: string): Diagnosis | undefined {
  if (record.status === "rejected") return undefined;
  const { value: found } = record;
  if (!found) {
    if (isPublic.status === "fulfilled" && isPublic.value) return undefined;
    return {
      state: "unknown",
      words: `It does not exist, or is hidden from this credential. Where it does not exist, the workflow's first push makes it and links it to \`${repository}\`.`,
    };
  }
  // GitHub's names are the same in any case.
  if (found.repository?.toLowerCase() === repository.toLowerCase()) {
    return { state: "good", words: `It exists, and is linked to \`${repository}\`.` };
  }
  const link = packageSettings(name);
  return {
    state: "warning",
    words: `It exists, and is linked to ${found.repository ? `\`${found.repository}\`` : "no repository"}.`,
    remedy: `Unless it is there already, add \`${repository}\` with the role Write under Package settings → Manage Actions access.`,
    ...(link && { link }),
  };
}

/** What everybody can see; who may write is not among it. */
function judgeLook({ isPublic, record, images }: PackageSight): Diagnosis {
  const why = record.status === "rejected" ? reasonOf(record.reason) : undefined;
  const remedy = why instanceof OutOfSight ? { remedy: why.remedy } : {};
  const because = why ? ` ${why.message}` : "";
  if (isPublic.status === "rejected") {
    const words = `It could not be looked at: ${reasonOf(isPublic.reason).message}.${because}`;
    return { state: "unknown", words, ...remedy };
  }
  const exists = isPublic.value
    ? "It exists and is public."
    : images.some(({ action, result }) => action === "up-to-date" && result !== "failed")
      ? "It exists."
      : "It is private, or does not exist.";
  return {
    state: "unknown",
    words: `${exists} Whether this repository may write it was not tried.${because}`,
    ...remedy,
  };
}

function reasonOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
