import { cancelUpload, type Upload } from "../oci/registry/uploads.ts";

/** How long the registry is given to hear of it, in milliseconds. */
const CANCEL_TIME = 2_000;

/** Tells the registry that an upload is given up, also when the run is ending: hence not under its signal. Never fails. */
export async function abandonUpload(upload: Upload): Promise<void> {
  await cancelUpload(upload, AbortSignal.timeout(CANCEL_TIME)).catch(() => {});
}
