import type { CheckOutput } from "../check-output.ts";

/** What a check run says while its run waits. */
export function renderQueued(): CheckOutput {
  return {
    title: "Waiting for its turn",
    summary:
      "The config is right. It is carried out when runs that came before it have ended; a newer commit that changes the config takes its place.",
  };
}
