import type { ImageReport, ReportedError } from "../../reconcile/report.ts";
import { isLeftUndone } from "../../reconcile/verdict.ts";
import { count } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import type { Style } from "./style.ts";

/** What went wrong, image by image: where, in the registry's own words, and what to do. */
export function renderFailures(images: readonly ImageReport[], style: Style): string[] {
  return images.flatMap((image) => {
    if (image.error === undefined || isLeftUndone(image)) return [];
    const { message, remedy } = image.error;
    return [
      "",
      style("bad", `${image.action === "blocked" ? "Blocked" : "Failed"}: ${route(image)}`),
      `  ${sideOf(image.error)}: ${printable(message)}`,
      ...(remedy ? [`  ${printable(remedy)}`] : []),
    ];
  });
}

/** What a stopped run did not get to, and how to go on. */
export function renderLeftUndone(images: readonly ImageReport[], style: Style): string[] {
  const undone = images.filter(isLeftUndone);
  if (undone.length === 0) return [];
  return [
    "",
    style("strong", `Stopped, ${count(undone.length, "image")} left undone:`),
    ...undone.map((image) => `  ${route(image)}`),
    "Run the same command again to finish; what has arrived is not moved again.",
  ];
}

/** A failure in one line, for the moment it happens. */
export function failureLine(image: ImageReport): string {
  const why = image.error
    ? `${sideOf(image.error)}: ${printable(image.error.message)}`
    : printable(image.reason);
  return `${route(image)}: failed ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
}

/** `docker.io/library/redis:7 → ghcr.io/acme/redis:7`, safe to print. */
export function route({ source, destination }: ImageReport): string {
  return `${printable(source)} → ${printable(destination)}`;
}

function sideOf({ side, code }: ReportedError): string {
  return `At the ${side} (${printable(code)})`;
}
