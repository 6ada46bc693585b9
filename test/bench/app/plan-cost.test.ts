import { describe, expect, it } from "vitest";
import { planCost } from "../../../bench/app/plan-cost.ts";
import type { Delivery } from "../../../sandbox/github/hooks/delivery.ts";
import type { RecordedRequest } from "../../../sandbox/github/recorded-request.ts";
import type { RecordedRequest as RegistryRequest } from "../../../sandbox/registry/recorded-request.ts";

const delivery: Delivery = {
  ...{ id: 1, guid: "g", event: "pull_request", action: "opened", installation: 1, repository: 1 },
  ...{ isRedelivery: false, at: new Date(1_000), headers: {}, statusCode: 200, status: "OK", duration: 0.02 },
  body: Buffer.from("{}"),
};

const check = (status: string, at: number, title = ""): RecordedRequest => ({
  ...{ method: "POST", path: "/repos/acme/mirrors/check-runs", repository: "acme/mirrors", status: 201 },
  ...{ operation: "checks/create", at: new Date(at), actor: { kind: "app", appId: 1 } },
  body: { status, output: { title } },
});

const asked = (kind: RegistryRequest["kind"], method = "GET"): RegistryRequest => ({
  ...{ method, kind, path: "/", repository: undefined, reference: undefined, status: 200 },
  ...{ address: "127.0.0.1", authorization: undefined, headers: {}, bytesIn: 0, scopes: [] },
});

describe("planCost", () => {
  it("counts what a plan took since it was asked for, pulls apart", () => {
    const github = [
      check("completed", 900),
      check("in_progress", 1_100),
      check("completed", 1_520, "Plan: 1"),
    ];
    const hub = [
      asked("tags"),
      asked("manifest", "HEAD"),
      asked("manifest"),
      asked("manifest"),
      asked("tags"),
    ];
    expect(planCost({ delivery, github, hub, ghcr: [asked("token")] })).toEqual({
      finished: 500,
      title: "Plan: 1",
      github: 2,
      pulls: 2,
      source: { tags: 2, "HEAD manifest": 1 },
      destination: 1,
    });
  });

  it("is undefined before the end", () => {
    const github = [check("completed", 900), check("in_progress", 1_100)];
    expect(planCost({ delivery, github, hub: [], ghcr: [] })).toBeUndefined();
  });
});
