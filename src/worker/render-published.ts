import { renderNotices } from "../github/report/render/render-notices.ts";
import { renderSynced, type SyncContext } from "../github/report/render/render-synced.ts";
import type { RenderedEnd } from "../github/report/render/rendered-end.ts";
import type { CarriedOut } from "../publish/carried-out.ts";

/** The last word on a run that was carried out. */
export function renderPublished(
  { report, carrier, others = [], seen, notices }: CarriedOut,
  context: Omit<SyncContext, "carrier" | "others" | "seen" | "notices">,
): RenderedEnd {
  return renderSynced(report, {
    ...context,
    carrier,
    others,
    seen: new Set(seen),
    notices: renderNotices(notices),
  });
}
