import type { Surveys } from "../../jobs/conversation-state.ts";
import type { RetryPolicy } from "../../oci/http/retry.ts";
import { planImages } from "../../reconcile/mirror.ts";
import type { ImageReport, ReportedError } from "../../reconcile/report.ts";
import { isLeftUndone } from "../../reconcile/verdict.ts";
import { AnonymousRegistries } from "../anonymous-registries.ts";
import type { AppRegistriesOptions } from "../app-registries.ts";
import { LedgerGate } from "../pulls/ledger-gate.ts";
import type { SharedParts } from "../run-ports.ts";
import { SightingsQuarantine } from "../sightings-quarantine.ts";
import { toldByApp } from "../told-by-app.ts";
import { BelievedImages } from "./believed-images.ts";
import { budgetsOf } from "./budgets-of.ts";
import type { Planner } from "./planner.ts";
import { ThriftySurvey } from "./thrifty-survey.ts";

/** Somebody waits for the plan, who can ask for it again. */
const RETRY: RetryPolicy = { attempts: 4, firstWait: 500, longestWait: 5_000, patience: 90_000 };

/** Milliseconds that one plan takes at most: whoever proposes a config may name a registry that lets us wait for ever. */
const LONGEST = 10 * 60_000;

/** What {@link createPlanner} stands on. */
export interface PlannerOptions extends Omit<AppRegistriesOptions, "github">, SharedParts {
  readonly surveys: Surveys;
  /** Milliseconds that one plan takes at most. Default: ten minutes. */
  readonly longest?: number;
}

/** The error of an image that a plan had no time for. */
const LATE: ReportedError = {
  code: "TIMEOUT",
  side: "source",
  message: "the plan took too long, and ended before this image was looked at",
  remedy: "Plan again later, or remove what a registry does not answer for.",
};

/**
 * A planner that sees what everybody sees: it has no credential for any registry, so that who proposes a config learns nothing by it.
 * It goes where the App goes, and nowhere else.
 */
export function createPlanner(options: PlannerOptions): Planner {
  const { registry, endpoints, concurrency, clock, surveys, longest = LONGEST } = options;
  const { ledger, looks, sightings, reserve, heard } = options;
  const everybody = new AnonymousRegistries(options, RETRY);
  return {
    async plan({ config, owner, only, first, remembered, history, lookAge = 0, patience = longest, signal }) {
      const memory = new BelievedImages(remembered);
      const survey = new ThriftySurvey({ surveys, first });
      await using registries = everybody.open();
      const within = AbortSignal.any([signal, AbortSignal.timeout(Math.min(patience, longest))]);
      const gate = new LedgerGate({ ledger, reserve, heard, repository: null, urgency: 1, clock });
      const report = await planImages({
        config,
        owner,
        registry,
        registries,
        only,
        concurrency,
        history,
        looks: looks.of(registries, lookAge),
        // What strangers propose is not noted as seen.
        ...(history && { quarantine: new SightingsQuarantine(sightings) }),
        pulls: gate,
        signal: within,
        memory,
        surveyImages: (images) => survey.survey(images),
        onEvent: () => {},
        now: () => clock.now(),
      });
      // Also of a plan that was stopped: it is paid for.
      await survey.remember();
      signal.throwIfAborted();
      const sources = new Set(config.entries.map(({ source }) => registries.get(source.registry)));
      const accounts = within.aborted ? [] : await gate.accounts([...sources], within);
      const left = report.images.filter(isLeftUndone).length;
      const failed = report.summary.failed + left;
      const summary = { ...report.summary, failed, pulls: survey.estimate.pulls };
      const images = report.images.map((image) =>
        isLeftUndone(image) ? late(image) : toldByApp(image, endpoints),
      );
      return {
        report: { ...report, summary, images },
        unsurveyed: survey.unsurveyed,
        believed: memory.count,
        budgets: budgetsOf(accounts),
      };
    },
  };
}

function late(image: ImageReport): ImageReport {
  return { ...image, result: "failed", reason: LATE.message, error: LATE };
}
