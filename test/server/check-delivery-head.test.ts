import { describe, expect, it } from "vitest";
import { checkDeliveryHead, LARGEST_DELIVERY } from "../../src/server/check-delivery-head.ts";
import { DELIVERY, deliveryHeaders } from "./rig.ts";

const headers = { ...deliveryHeaders("{}"), "content-length": "2" };

describe("checkDeliveryHead", () => {
  it("reads what a delivery says of itself", () => {
    const { head } = checkDeliveryHead({ method: "POST", headers });
    expect(head).toMatchObject({ id: DELIVERY, event: "push", length: 2 });
    expect(head?.signature.length).toBe(32);
  });

  it.each([
    { "content-type": "application/json; charset=utf-8" },
    { "content-length": `${LARGEST_DELIVERY}` },
    { "x-github-delivery": DELIVERY.toUpperCase() },
    { "x-github-event": "installation_repositories" },
  ])("takes %o", (more) => {
    expect(checkDeliveryHead({ method: "POST", headers: { ...headers, ...more } }).refused).toBeUndefined();
  });

  it.each([
    [405, "GET", {}],
    [405, "PUT", {}],
    [411, "POST", { "content-length": undefined }],
    [411, "POST", { "content-length": "-1" }],
    [411, "POST", { "content-length": "1e3" }],
    [411, "POST", { "transfer-encoding": "chunked" }],
    [413, "POST", { "content-length": `${LARGEST_DELIVERY + 1}` }],
    [415, "POST", { "content-type": "application/x-www-form-urlencoded" }],
    [415, "POST", { "content-type": "application/jsonp" }],
    [415, "POST", { "content-type": undefined }],
    [401, "POST", { "x-hub-signature-256": undefined }],
    [401, "POST", { "x-hub-signature-256": "sha256=" }],
    [401, "POST", { "x-hub-signature-256": `sha1=${"a".repeat(64)}` }],
    [401, "POST", { "x-hub-signature-256": `sha256=${"g".repeat(64)}` }],
    [400, "POST", { "x-github-event": undefined }],
    [400, "POST", { "x-github-event": "push\u007f" }],
    [400, "POST", { "x-github-event": "a".repeat(65) }],
    [400, "POST", { "x-github-delivery": undefined }],
    [400, "POST", { "x-github-delivery": "42" }],
    [400, "POST", { "x-github-delivery": `${DELIVERY}0` }],
  ])("refuses with %i: %s %o", (status, method, more) => {
    const { refused } = checkDeliveryHead({ method, headers: { ...headers, ...more } });
    expect(refused).toMatchObject({ status, hangsUp: true, body: expect.stringMatching(/^.{5,80}$/) });
  });
});
