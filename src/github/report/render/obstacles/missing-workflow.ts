import type { MissingWorkflow } from "../../../../publish/obstacle.ts";
import { newFilePage } from "../github-pages.ts";
import { code, link } from "../markdown.ts";
import type { Telling } from "./telling.ts";
import { wholeFile } from "./whole-file.ts";
import { nameOf } from "./words.ts";

/** A person has to add the workflow: here it is. */
export function tellMissingWorkflow({ place, path, text }: MissingWorkflow): Telling {
  const branch = code(place.defaultBranch);
  const { url, isFilled } = newFilePage(place, path, text);
  const block = wholeFile(text);
  const filled = isFilled
    ? "name and content are filled in"
    : "its name is filled in, paste the text from below";
  return {
    conclusion: "action_required",
    title: `Add ${path} to ${place.repository.owner}/${place.repository.name}`,
    parts: [
      `Nothing was copied yet. GHCR takes images from GitHub Actions, and ${nameOf(place.repository)} has no workflow that brings them. The App may not write workflows, so a person has to add this one.`,
      `**${link("Create the file on GitHub", url)}** (${filled}) and commit it to ${branch}, or to a branch with a pull request. Or run ${code("npx ghcr-mirror init")} in a checkout and push what it wrote.`,
      `The workflow runs when ghcr-mirror starts it, and copies the images that the config names. Its job may read this repository (${code("contents: read")}) and write packages (${code("packages: write")}), and nothing else.`,
      `Once the file is on ${branch}, the images are copied without another push.`,
      block && `### ${code(path)}\n\n${block}`,
    ],
  };
}
