import { count } from "../../../../text/count.ts";
import type { LeftImage } from "../../plan-words.ts";
import type { PlanSection } from "./plan-section.ts";
import { changeTable, leftRow } from "./section-of-plan.ts";

/** What is said where the config goes away. */
export function sectionOfRemoval(left: readonly LeftImage[]): PlanSection {
  const images = count(left.length, "image");
  return {
    conclusion: "neutral",
    headline: `Plan: the config goes away, ${images} no longer kept up`,
    parts: [
      `Without its config, ${images} ${left.length === 1 ? "is" : "are"} not kept up any longer. The copies stay where they are.`,
      changeTable(
        "",
        left.map((image) => leftRow(image)),
      ),
    ],
    details: [],
    annotations: [],
    isNews: true,
    hasWork: false,
  };
}
