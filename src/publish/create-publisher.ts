import type { GitHub } from "../github/github.ts";
import type { State } from "../jobs/state.ts";
import { ActionsPublisher } from "./actions/actions-publisher.ts";
import { AppPublisher } from "./app-publisher.ts";
import { AppRegistries, type AppRegistriesOptions } from "./app-registries.ts";
import { AutoPublisher } from "./auto-publisher.ts";
import type { Look } from "./look/look.ts";
import { askRegistry } from "./probe/ask-registry.ts";
import { Prober } from "./probe/prober.ts";
import type { Publisher } from "./publisher.ts";
import type { PublisherMode } from "./publisher-mode.ts";

/** What publishers stand on. */
export interface PublisherParts extends AppRegistriesOptions {
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
  const actions = new ActionsPublisher({ ...parts, dispatches });
  if (mode === "actions") return actions;
  const asking = {
    prober: new Prober({ verdicts, clock }),
    registries: new AppRegistries(parts),
    images,
    registry,
  };
  return new AutoPublisher({
    app,
    actions,
    ask: (order) => askRegistry(asking, order),
    dispatches,
    verdicts,
    clock,
  });
}
