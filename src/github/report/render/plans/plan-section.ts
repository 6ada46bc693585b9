import type { Annotation } from "../../check-output.ts";
import type { RenderedPlan } from "../../plan-words.ts";
import type { LongPart } from "../fit-parts.ts";

/** What one finding has to say in the texts of a plan. */
export interface PlanSection extends Pick<RenderedPlan, "conclusion" | "isNews"> {
  /** One line of plain text. */
  readonly headline: string;
  /** Markdown. */
  readonly parts: readonly (string | LongPart)[];
  /** The same, for who wants to know more. */
  readonly details: readonly LongPart[];
  readonly annotations: readonly Annotation[];
  /** Whether something could be mirrored now, before it is merged. */
  readonly hasWork: boolean;
}
