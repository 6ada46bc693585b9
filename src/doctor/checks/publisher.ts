import { formatReference } from "../../oci/reference.ts";
import type { PublisherMode } from "../../publish/publisher-mode.ts";
import { ghcrRefusalOf } from "../../reconcile/ghcr-refusal.ts";
import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";
import type { Reception } from "../instruments.ts";
import { wantedPackages } from "../wanted-packages.ts";

/** Where that many take the token, so will the others. */
const MOST_PROBES = 5;

/** Whether the registry takes the App's own token now, and so who it is that writes the images. */
export async function checkPublisher(chart: Chart): Promise<readonly Diagnosis[]> {
  const { patient, instruments, signal } = chart;
  const config = await chart.config();
  const destinations = config ? wantedPackages(config, patient).map(({ reference }) => reference) : [];
  const asked = destinations.slice(0, MOST_PROBES);
  if (asked.length === 0)
    return [{ state: "unknown", words: "No config that can be read names a package to ask for." }];
  const reception = await instruments.probe(asked, signal);
  return [judgeReception(reception, patient.publisher, asked.map(formatReference))];
}

/** A refusal is bad only where nobody but the App may write. `asked` are the destinations, `ghcr.io/acme/redis`. */
export function judgeReception(
  reception: Reception,
  publisher: PublisherMode,
  asked: readonly string[],
): Diagnosis {
  if (reception.isAccepted) {
    const where = asked.map((name) => `\`${name}\``).join(", ");
    return { state: "good", words: `The App's own token may write ${where}: ${ACCEPTED[publisher]}.` };
  }
  const { destination, reason } = reception;
  const refused = `\`${destination}\` refuses the App's own token`;
  const itsWords = `In its words: ${reason}`;
  if (publisher !== "app")
    return { state: "good", words: `${refused}, so that a workflow writes the images. ${itsWords}` };
  return {
    state: "bad",
    words: `${refused}, and with \`PUBLISHER=app\` nobody else writes the images. ${itsWords}`,
    remedy: ghcrRefusalOf(reason)?.appRemedy ?? "Let a workflow write them, with `PUBLISHER=auto`.",
  };
}

const ACCEPTED: Readonly<Record<PublisherMode, string>> = {
  auto: "the App writes the images itself",
  app: "the App writes the images itself",
  actions: "with `PUBLISHER=auto` the App would write the images itself, and no workflow",
};
