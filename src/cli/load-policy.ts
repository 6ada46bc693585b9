import type { Policy } from "../config/policy/policy.ts";
import type { CommandLine } from "./command-line.ts";
import { type WrongFile, wrongFile } from "./load-config.ts";
import { nameOf, readConfigText } from "./read-config-text.ts";

/** A policy file as it was found. */
export type LoadedPolicy =
  | {
      readonly policy: Policy;
      readonly config?: undefined;
      readonly problems?: undefined;
      readonly name: string;
    }
  | WrongFile;

/** Whether the App would take a file of this name for a policy. */
export function isPolicyFile(file: string): boolean {
  return /(^|[\\/])mirror-policy\.ya?ml$/.test(file);
}

/**
 * Reads and checks the policy `file`, as one of an organization: that a repository's own has less to say, only the repository tells. Throws
 * as {@link readConfigText} does.
 */
export async function loadPolicy(file: string, { stdin, signal }: CommandLine): Promise<LoadedPolicy> {
  const [text, { parsePolicy }] = await Promise.all([
    readConfigText(file, stdin, signal),
    import("../config/policy/parse-policy.ts"),
  ]);
  const { policy, problems } = parsePolicy(text, "organization");
  return policy ? { policy, name: nameOf(file) } : await wrongFile(nameOf(file), problems);
}
