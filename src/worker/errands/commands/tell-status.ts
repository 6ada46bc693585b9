import type { PolicyLayer } from "../../../config/policy/policy.ts";
import { publisherOf } from "../../../config/policy/publisher-of.ts";
import { renderStatus } from "../../../github/report/render/render-status.ts";
import { readDashboard } from "../issues/read-dashboard.ts";
import { readScene } from "../issues/read-scene.ts";
import { tellRun } from "../issues/tell-run.ts";
import type { Asked } from "./asked.ts";
import { compileImages, namesOf, vainOf } from "./matching.ts";
import { done, type Outcome, unclear } from "./outcome.ts";

/** Tells how the mirror stands, from what is remembered: no registry is asked. */
export async function tellStatus(
  { parts, place, pull, signal }: Asked,
  images: readonly string[],
  layers: readonly PolicyLayer[],
): Promise<Outcome> {
  const { runs } = parts.state;
  const { id } = place.repository;
  const scene = await readScene(parts, place, signal);
  if (!scene) return unclear("This repository is archived.");
  const { config, page } = scene;
  const dashboard = config && (await readDashboard(parts, scene, config));
  const isMeant = compileImages(images);
  const isNamed = ({ source }: { readonly source: string }) => isMeant(source);
  const shown = dashboard && {
    ...dashboard,
    failing: dashboard.failing.filter(isNamed),
    drifts: dashboard.drifts.filter(isNamed),
    images: dashboard.images.filter(isNamed),
  };
  const named = shown ? [...shown.failing, ...shown.images].map(({ source }) => source) : [];
  const vain = shown ? vainOf(images, named) : [];
  const objection = vain.length > 0 ? [`No image that was brought or failed matches ${namesOf(vain)}.`] : [];
  if (vain.length > 0 && named.length === 0) return unclear(...objection);
  const open = await runs.open(id);
  const [ofPull] = pull ? await runs.latest(id, pull.number, 1) : [];
  const rule = publisherOf(layers);
  return done(
    ...renderStatus({
      dashboard: shown,
      ofPull: ofPull && tellRun(ofPull, page),
      open: open.map(({ state, pull: number, asker, createdAt }) => ({
        isRunning: state === "running" || state === "finished",
        pull: number,
        asker: asker?.login ?? null,
        createdAt: createdAt.getTime(),
      })),
      publisher: { mode: rule?.mode ?? parts.mode, repository: rule?.repository },
    }),
    ...objection,
  );
}
