import { packageSettings } from "../../github/report/render/package-pages.ts";
import { count } from "../../text/count.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import { gather } from "../gather.ts";
import type { PackageSight } from "../package-sight.ts";

/** Whether packages are as visible as the config wants them. Nothing but a person can change it. */
export async function checkVisibility(chart: Chart): Promise<readonly Diagnosis[]> {
  const sights = await chart.packages();
  if (sights.length === 0)
    return [{ state: "unknown", words: "No config that can be read names a package." }];
  const wanted = sights.filter((sight) => sight.wanted !== undefined);
  if (wanted.length === 0) {
    const visible = sights.filter((sight) => visibilityOf(sight) === "public").length;
    const words = `The config says nothing of it. Everybody can read ${visible} of ${count(sights.length, "package")}.`;
    return [{ state: "good", words }];
  }
  return gather(wanted.map((sight) => ({ about: sight.name, ...judgeVisibility(sight) })));
}

/** What is absent or private cannot be told apart by looking. */
export function judgeVisibility(sight: PackageSight): Diagnosis {
  const { name, wanted } = sight;
  const found = visibilityOf(sight);
  if (found === wanted) return { state: "good", words: `It is ${found}, as wanted.` };
  if (found === "hidden") {
    if (wanted === "private")
      return { state: "good", words: "It is private, as wanted, or does not exist yet." };
    return {
      state: "unknown",
      words: "It is wanted public, and is private or does not exist yet.",
      remedy: "Look again after the first run: packages are often private when they are new.",
    };
  }
  if (found === undefined) return { state: "unknown", words: "It could not be looked at." };
  const link = packageSettings(name);
  return {
    state: "bad",
    words: `It is ${found}, and wanted ${wanted}.`,
    remedy: "Change it in the package's settings, under Danger Zone → Change visibility.",
    ...(link && { link }),
  };
}

/** `hidden`: private, or not there. Undefined: nobody could look. */
function visibilityOf({
  isPublic,
  record,
  images,
}: PackageSight): "public" | "private" | "hidden" | undefined {
  if (isPublic.status === "fulfilled" && isPublic.value) return "public";
  if (record.status === "fulfilled" && record.value) return record.value.visibility;
  if (isPublic.status === "rejected") return undefined;
  const exists = images.some(({ result, action }) => result === "done" || action === "up-to-date");
  return exists ? "private" : "hidden";
}
