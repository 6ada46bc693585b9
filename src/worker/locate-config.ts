import type { Problem } from "../config/problem.ts";
import type { FolderItem, InstallationGitHub, RepositoryName } from "../github/github.ts";

const FOLDER = ".github";
const NAMES: readonly string[] = ["mirror.yml", "mirror.yaml"];

/** Where a commit has its config. */
export interface LocatedConfig {
  readonly path: string;
  /** Of the Git blob; of several, joined, so that each change of one is a change. */
  readonly sha: string;
  /** The Git tree of the workflows beside it; empty where there are none. */
  readonly workflows: string;
  /** Why it cannot be read as it is. */
  readonly problem?: Problem;
}

/** Finds the config of a commit with one request. Undefined: the commit has none, and so nothing is to be done. */
export async function locateConfig(
  github: InstallationGitHub,
  repository: RepositoryName,
  commit: string,
  signal: AbortSignal,
): Promise<LocatedConfig | undefined> {
  return configIn(await github.listFolder(repository, FOLDER, commit, signal));
}

/** The config among the files of a commit's `.github`. */
export function configIn(folder: readonly FolderItem[]): LocatedConfig | undefined {
  const file = fileIn(folder, NAMES);
  return file && { ...file, workflows: workflowsIn(folder) };
}

/** The one file of several possible names among those of a commit's `.github`; undefined where there is none of them. */
export function fileIn(
  folder: readonly FolderItem[],
  names: readonly string[],
): Omit<LocatedConfig, "workflows"> | undefined {
  const [file, another] = names.flatMap((name) => folder.filter((item) => item.name === name));
  if (!file) return undefined;
  const path = `${FOLDER}/${file.name}`;
  if (another) {
    const other = `${FOLDER}/${another.name}`;
    const problem = problemOf(`there is ${path}, and there is ${other}`, "keep one of the two");
    return { path, sha: `${file.sha}+${another.sha}`, problem };
  }
  if (file.kind === "file") return { path, sha: file.sha };
  const what = { dir: "folder", symlink: "symbolic link", submodule: "submodule" }[file.kind];
  return { path, sha: file.sha, problem: problemOf(`is a ${what}, not a file`, "make it a file") };
}

/** The Git tree of a commit's workflows, which changes with each of them; empty where there are none. */
export async function workflowsTree(
  github: InstallationGitHub,
  repository: RepositoryName,
  commit: string,
  signal: AbortSignal,
): Promise<string> {
  return workflowsIn(await github.listFolder(repository, FOLDER, commit, signal));
}

function workflowsIn(folder: readonly FolderItem[]): string {
  return folder.find(({ name, kind }) => name === "workflows" && kind === "dir")?.sha ?? "";
}

/** A problem of the file as a whole. */
export function problemOf(message: string, hint: string): Problem {
  return { line: 1, column: 1, message, hint, path: "" };
}
