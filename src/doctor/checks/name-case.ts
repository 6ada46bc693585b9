import type { Chart } from "../chart.ts";
import type { Diagnosis } from "../finding.ts";

/** Whether people must write the owner otherwise than GitHub shows it. */
export async function checkNameCase({ patient }: Chart): Promise<readonly Diagnosis[]> {
  return [judgeNameCase(patient.repository.owner, patient.registry)];
}

/** Registries know lower case alone. OCI distribution-spec, "Pulling manifests". */
export function judgeNameCase(owner: string, registry: string): Diagnosis {
  const lower = owner.toLowerCase();
  if (lower === owner) return { state: "good", words: `\`${owner}\` is in lower case.` };
  return {
    state: "good",
    words: `\`${owner}\` has capitals, which registries refuse: copies go to \`${registry}/${lower}/…\`.`,
    remedy: "Write it so wherever images are pulled.",
  };
}
