import type { ContainerPackage } from "../github/settings.ts";
import { formatReference } from "../oci/reference.ts";
import { packageOf } from "../publish/package-of.ts";
import { mapBounded } from "../reconcile/map-bounded.ts";
import type { ImageReport } from "../reconcile/report.ts";
import type { Chart } from "./chart.ts";
import { wantedPackages } from "./wanted-packages.ts";

/** Looks that are under way at the same time. */
const CONCURRENCY = 4;
/** Who wants to know about more asks for what failed. */
const MOST_PACKAGES = 100;

/** What can be seen of a package that the config writes. A look that failed keeps its reason. */
export interface PackageSight {
  /** `ghcr.io/acme/redis` */
  readonly name: string;
  /** What the config wants; undefined: it does not say. */
  readonly wanted: "public" | "private" | undefined;
  /** Whether anybody can read it: not so where it is private, and where it does not exist. */
  readonly isPublic: PromiseSettledResult<boolean>;
  /** What GitHub's packages API says; undefined where it knows none. */
  readonly record: PromiseSettledResult<ContainerPackage | undefined>;
  /** What the last run brought there, or failed to. */
  readonly images: readonly ImageReport[];
}

/** Looks at the first 100 packages of the registry that the config writes, in its order. */
export async function lookAtPackages(chart: Chart): Promise<readonly PackageSight[]> {
  const { patient, instruments, signal } = chart;
  const [config, evidence] = await Promise.all([chart.config(), chart.evidence()]);
  if (!config) return [];
  const images = Map.groupBy(evidence?.report.images ?? [], ({ destination }) => packageOf(destination));
  const wanted = wantedPackages(config, patient);
  const isOrganization = await chart.isOrganization();
  return await mapBounded(wanted.slice(0, MOST_PACKAGES), CONCURRENCY, async ({ reference, visibility }) => {
    const [login = "", ...path] = reference.repository.split("/");
    const [isPublic, record] = await Promise.allSettled([
      instruments.registry.isPublic(reference, signal),
      instruments.settings.package({ login, isOrganization }, path.join("/"), signal),
    ]);
    signal.throwIfAborted();
    const name = formatReference(reference);
    return { name, wanted: visibility, isPublic, record, images: images.get(name) ?? [] };
  });
}
