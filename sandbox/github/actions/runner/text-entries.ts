import { type Contexts, evaluateText } from "../evaluate.ts";
import type { TemplateMap } from "../template.ts";

/** Templates by name, as text. */
export function textEntries(templates: TemplateMap, contexts: Contexts): Record<string, string> {
  const entries = Object.entries(templates).map(([name, value]) => [name, evaluateText(value, contexts)]);
  return Object.fromEntries(entries);
}
