import type { GitHub } from "../github/github.ts";
import type { State } from "../jobs/state.ts";
import { ActionsPublisher } from "./actions/actions-publisher.ts";
import { createScout, type ScoutOptions } from "./actions/scout.ts";
import { AppPublisher } from "./app-publisher.ts";
import { AppRegistries, type AppRegistriesOptions } from "./app-registries.ts";
import { AutoPublisher } from "./auto-publisher.ts";
import type { Look } from "./look/look.ts";
import { askRegistry } from "./probe/ask-registry.ts";
import { Prober } from "./probe/prober.ts";
import type { Publisher } from "./publisher.ts";
import type { PublisherMode } from "./publisher-mode.ts";
import type { SharedParts } from "./run-ports.ts";
import { ScoutingPublisher } from "./scouting-publisher.ts";

/** What publishers stand on. */
export interface PublisherParts
  extends AppRegistriesOptions,
    SharedParts,
    Pick<ScoutOptions, "onScoutFailure"> {
  readonly github: GitHub;
  readonly state: Pick<State, "dispatches" | "verdicts" | "images">;
  /** How workflows name our action. */
  readonly action: string;
  /** Sees at the registry what everybody may see. */
  readonly look: Look;
}

/** The publisher of a mode. */
export function createPublisher(mode: PublisherMode, parts: PublisherParts): Publisher {
  const { state, registry, clock } = parts;
  const { dispatches, verdicts, images } = state;
  const app = new AppPublisher(parts);
  if (mode === "app") return app;
  const workflows = new ActionsPublisher({ ...parts, dispatches });
  const scouting = { scout: createScout(parts), workflows, clock };
  if (mode === "actions") return new ScoutingPublisher({ ...scouting, carrier: workflows });
  const asking = {
    prober: new Prober({ verdicts, clock }),
    registries: new AppRegistries(parts),
    images,
    registry,
  };
  const carrier = new AutoPublisher({
    app,
    actions: workflows,
    ask: (order) => askRegistry(asking, order),
    verdicts,
    clock,
  });
  return new ScoutingPublisher({ ...scouting, carrier });
}
