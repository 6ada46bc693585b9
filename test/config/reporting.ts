import type { Reporting } from "../../src/config/config.ts";

/** What a config without `report` says. */
export const REPORTING: Reporting = { comment: "on-pull-request", issue: "on-lasting-failure" };
