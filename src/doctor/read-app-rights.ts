import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { AppRights } from "../github/settings.ts";

const APP_YML = new URL("../../app.yml", import.meta.url);

/** What `app.yml` of this release asks for. */
export async function readAppRights(): Promise<AppRights> {
  const { default_permissions: permissions, default_events: events } = parse(await readFile(APP_YML, "utf8"));
  return { permissions, events };
}
