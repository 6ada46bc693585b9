import { isActionReference } from "../workflow/workflow-file.ts";
import { SettingError } from "./setting-error.ts";

/** Reads what may stand behind `uses` in a workflow. Throws `SettingError`. */
export function parseActionReference(text: string): string {
  if (isActionReference(text)) return text;
  throw new SettingError("is no reference of an action; write OWNER/REPOSITORY@REF");
}
