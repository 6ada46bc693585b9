import type { Surveys } from "../../jobs/conversation-state.ts";
import { anonymous } from "../../oci/auth/credential.ts";
import type { RetryPolicy } from "../../oci/http/retry.ts";
import { planImages } from "../../reconcile/mirror.ts";
import { createRegistries } from "../../reconcile/registries.ts";
import type { AppRegistriesOptions } from "../app-registries.ts";
import { toldByApp } from "../told-by-app.ts";
import { vouchedGuard } from "../vouched-guard.ts";
import { BelievedImages } from "./believed-images.ts";
import type { Planner } from "./planner.ts";
import { ThriftySurvey } from "./thrifty-survey.ts";

/** Somebody waits for the plan, who can ask for it again. */
const RETRY: RetryPolicy = { attempts: 4, firstWait: 500, longestWait: 5_000, patience: 90_000 };

/** What {@link createPlanner} stands on. */
export interface PlannerOptions extends Omit<AppRegistriesOptions, "github"> {
  readonly surveys: Surveys;
}

/**
 * A planner that sees what everybody sees: it has no credential for any registry, so that who proposes a config learns nothing by it.
 * It goes where the App goes, and nowhere else.
 */
export function createPlanner(options: PlannerOptions): Planner {
  const { registry, endpoints, concurrency, clock, proxyFor, surveys } = options;
  const guard = vouchedGuard(options);
  return {
    async plan({ config, owner, only, first, remembered, signal }) {
      const memory = new BelievedImages(remembered);
      const survey = new ThriftySurvey({ surveys, first });
      await using registries = createRegistries({
        endpoints,
        keychain: anonymous,
        concurrency,
        clock,
        proxyFor,
        guard,
        retry: RETRY,
      });
      const report = await planImages({
        config,
        owner,
        registry,
        registries,
        only,
        concurrency,
        signal,
        memory,
        surveyImages: (images) => survey.survey(images),
        onEvent: () => {},
        now: () => clock.now(),
      });
      // Also of a plan that was stopped: it is paid for.
      await survey.remember();
      signal.throwIfAborted();
      const summary = { ...report.summary, pulls: survey.estimate.pulls };
      const images = report.images.map((image) => toldByApp(image, endpoints));
      return {
        report: { ...report, summary, images },
        unsurveyed: survey.unsurveyed,
        believed: memory.count,
      };
    },
  };
}
