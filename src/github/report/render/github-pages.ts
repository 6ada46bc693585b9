import type { WorkflowCarrier } from "../../../publish/carrier.ts";
import type { WorkflowPlace } from "../../../publish/obstacle.ts";

/** GitHub answers 414 to what is much longer. Characters. */
const LONGEST_URL = 8000;

/** Where somebody lets Actions run in a repository. */
export function actionsSettings({ url }: WorkflowPlace): string {
  return `${url}/settings/actions`;
}

/** The same for the whole organization. */
export function organizationActionsSettings(place: WorkflowPlace): string {
  return `${organizationSettings(place)}/actions`;
}

/** Where an owner of the organization approves what the App asks for. */
export function permissionRequest(place: WorkflowPlace, installation: number): string {
  return `${organizationSettings(place)}/installations/${installation}/permissions/update`;
}

/** Where an owner of the organization pays, and says how much. */
export function billing(place: WorkflowPlace): string {
  return `${organizationSettings(place)}/billing`;
}

/** The runs of a workflow, and the button that enables it. `file` is the file's name alone. */
export function workflowPage({ url }: WorkflowPlace, file: string): string {
  return `${url}/actions/workflows/${encode(file)}`;
}

/** Which runners a repository has. */
export function runnersPage({ repository: { owner, name }, url }: WorkflowCarrier): string {
  return `${originOf(url)}/${encode(owner)}/${encode(name)}/settings/actions/runners`;
}

/** The editor for a file that is there. */
export function editPage({ url, defaultBranch }: WorkflowPlace, path: string): string {
  return `${url}/edit/${encodePath(defaultBranch)}/${encodePath(path)}`;
}

/** The editor for a new file, with its name filled in; and its text, where that makes no URL that GitHub refuses. */
export function newFilePage({ url, defaultBranch }: WorkflowPlace, path: string, text: string) {
  const named = `${url}/new/${encodePath(defaultBranch)}?filename=${encode(path)}`;
  const filled = `${named}&value=${encode(text)}`;
  const isFilled = filled.length <= LONGEST_URL;
  return { url: isFilled ? filled : named, isFilled };
}

function organizationSettings({ repository, url }: WorkflowPlace): string {
  return `${originOf(url)}/organizations/${encode(repository.owner)}/settings`;
}

/** Empty for what is no URL: a link to it is mere words. */
function originOf(url: string): string {
  return URL.parse(url)?.origin ?? "";
}

function encodePath(path: string): string {
  return path.split("/").map(encode).join("/");
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
