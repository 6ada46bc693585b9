import type { Role } from "../threads.ts";
import type { CommandName } from "./command.ts";

/** A command as people are told of it. Texts are Markdown of ours. */
export interface CommandRow {
  readonly name: CommandName;
  readonly usage: string;
  /** What it does: a sentence without its full stop. */
  readonly summary: string;
  readonly examples: readonly string[];
  /** The least role, unless a policy says otherwise. */
  readonly role: Exclude<Role, "none">;
  readonly where: Where;
}

/** Where a command can be used: in every conversation, or only in one that is about a config: a pull request, and an issue that the App has opened. */
export type Where = "anywhere" | "pull request, dashboard";

/** All commands there are: `help` and the documentation are made from it. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: "help",
    usage: "/mirror help",
    summary: "Lists the commands, and which of them you may use",
    examples: ["/mirror help"],
    role: "read",
    where: "anywhere",
  },
  {
    name: "status",
    usage: "/mirror status [image…]",
    summary:
      "Tells how the mirror stands: the config in force, the last run, what waits, and where the images are",
    examples: ["/mirror status", "/mirror status redis:7"],
    role: "read",
    where: "anywhere",
  },
  {
    name: "plan",
    usage: "/mirror plan [image…]",
    summary:
      "Looks again at what the config would do, and tells it in the check run `mirror / plan`; of single images, in a reply. On a pull request from a fork it takes the role `write`",
    examples: ["/mirror plan", "/mirror plan docker.io/library/*"],
    role: "read",
    where: "pull request, dashboard",
  },
  {
    name: "sync",
    usage: "/mirror sync [image…] [sha]",
    summary:
      "Mirrors now: on a pull request what it adds or changes, at the commit that was its head when you commented; for a fork, that commit must be named in full. On the dashboard, the config of the default branch",
    examples: ["/mirror sync", "/mirror sync redis:7", "/mirror sync 4f2c1aa"],
    role: "maintain",
    where: "pull request, dashboard",
  },
  {
    name: "retry",
    usage: "/mirror retry",
    summary:
      "Tries again what failed or was cancelled last: on a pull request there, elsewhere on the default branch",
    examples: ["/mirror retry"],
    role: "maintain",
    where: "anywhere",
  },
  {
    name: "cancel",
    usage: "/mirror cancel",
    summary: "Stops what waits and what runs: on a pull request there, elsewhere on the default branch",
    examples: ["/mirror cancel"],
    role: "maintain",
    where: "anywhere",
  },
  {
    name: "verify",
    usage: "/mirror verify [image…]",
    summary:
      "Looks at the destination whether everybody finds there what was brought. Signatures are not checked yet",
    examples: ["/mirror verify", "/mirror verify */vault:1.*"],
    role: "write",
    where: "anywhere",
  },
  {
    name: "add",
    usage: "/mirror add IMAGE [to=PATH] …",
    summary: "Opens a pull request that adds images to the config, or extends the one that is open",
    examples: [
      "/mirror add docker.io/library/redis:7",
      "/mirror add redis:7 to=cache/redis quay.io/coreos/etcd:v3.5.9",
    ],
    role: "write",
    where: "anywhere",
  },
  {
    name: "doctor",
    usage: "/mirror doctor",
    summary: "Looks for what keeps images from being mirrored, and says what to do about it",
    examples: ["/mirror doctor"],
    role: "write",
    where: "anywhere",
  },
];

/** The row of a command. */
export function rowOf(name: CommandName): CommandRow {
  const row = COMMANDS.find((candidate) => candidate.name === name);
  if (!row) throw new TypeError(`there is no command ${name}`);
  return row;
}
