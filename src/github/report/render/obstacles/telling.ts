import type { Obstacle } from "../../../../publish/obstacle.ts";
import type { LongPart } from "../fit-parts.ts";
import type { RenderedEnd } from "../rendered-end.ts";

/** How a check run tells of an obstacle. */
export interface Telling {
  readonly conclusion: RenderedEnd["conclusion"];
  /** Plain text. */
  readonly title: string;
  /** Markdown: what happened, what to do, and the link to where it is done. */
  readonly parts: readonly (string | LongPart)[];
}

/** The obstacles with these codes. */
export type ObstacleOf<Code extends Obstacle["code"]> = Extract<Obstacle, { readonly code: Code }>;
