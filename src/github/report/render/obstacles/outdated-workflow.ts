import type { OutdatedWorkflow } from "../../../../publish/obstacle.ts";
import { foldText } from "../fold.ts";
import { editPage } from "../github-pages.ts";
import { code, link } from "../markdown.ts";
import { workflowDifference } from "../workflow-difference.ts";
import type { Telling } from "./telling.ts";
import { wholeFile } from "./whole-file.ts";
import { nameOf, quote } from "./words.ts";

/** A person has to bring the workflow up to date: this is what changes. */
export function tellOutdatedWorkflow({ place, path, found, text, words }: OutdatedWorkflow): Telling {
  const branch = code(place.defaultBranch);
  const difference = workflowDifference({ found, text });
  const block = wholeFile(text);
  const edit = link("Edit the file on GitHub", editPage(place, path));
  const what = difference ? "make the change below" : "put the text from below in its place";
  return {
    conclusion: "action_required",
    title: `Update ${path} in ${place.repository.owner}/${place.repository.name}`,
    parts: [
      `Nothing was copied yet. The workflow in ${nameOf(place.repository)} is not what this version of ghcr-mirror needs, and the App may not write workflows, so a person has to change it.`,
      quote("GitHub did not start it:", words),
      `**${edit}**, ${what}, and commit to ${branch}, or to a branch with a pull request. What you have changed in it yourself may stay.`,
      `Once that is on ${branch}, the images are copied without another push.`,
      ...(difference ? ["### What changes", difference] : []),
      block && foldText("The whole file as it should be", block),
    ],
  };
}
