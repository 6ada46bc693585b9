import { describe, expect, it } from "vitest";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import type { Errand } from "../../../src/jobs/errand.ts";
import { APP, DIGEST, packagePublished as published } from "./payloads.ts";

type Part = Record<string, unknown>;

const { registry_package: whole } = published;
const { package_version: version } = whole;
const { container_metadata: container } = version;

/** A payload with another package, version or metadata. */
const of = (changes: Part) => ({ ...published, registry_package: { ...whole, ...changes } });
const ofVersion = (changes: Part) => of({ package_version: { ...version, ...changes } });
const ofContainer = (changes: Part) => ofVersion({ container_metadata: { ...container, ...changes } });

const errand: Errand = {
  kind: "package",
  package: "ghcr.io/codertocat/tools/frontend",
  tag: "v1.2",
  digest: DIGEST,
};
const told = (changes: Partial<typeof errand> = {}) => [
  { kind: "errand", errand: { ...errand, ...changes } },
];
const OTHER = `sha256:${"0".repeat(64)}`;

describe("a tag of a package", () => {
  it.each<[what: string, payload: object, changes?: Partial<typeof errand>]>([
    ["published", published],
    ["moved", { ...published, action: "updated" }],
    ["of a package of the type docker", of({ package_type: "docker" })],
    ["in a package that nobody is named for", of({ owner: null })],
    ["in a package without a namespace", of({ namespace: undefined })],
    ["without a repository", { ...published, repository: undefined }],
    ["without an installation", { ...published, installation: undefined }],
    ["without its digest", ofContainer({ tag: { name: "v1.2" }, manifest: null })],
    [
      "with the digest of its manifest",
      ofContainer({ tag: { name: "v1.2" }, manifest: { digest: OTHER } }),
      { digest: OTHER },
    ],
    ["with a digest that is none", ofContainer({ tag: { name: "v1.2", digest: "latest" } })],
    ["without any digest", of({ package_version: { package_url: version.package_url } }), { digest: null }],
    ["without metadata", ofVersion({ container_metadata: null })],
    ["without a URL", ofVersion({ package_url: undefined })],
    ["with a URL that ends in a colon", ofVersion({ package_url: "ghcr.io/codertocat/tools/frontend:" })],
    ["with a URL without a host", ofVersion({ package_url: "codertocat/tools/frontend:v1.2" })],
    [
      "of another registry",
      ofVersion({ package_url: "https://containers.GHE.example/codertocat/tools/frontend:v1.2" }),
      { package: "containers.ghe.example/codertocat/tools/frontend" },
    ],
    [
      "of a registry on a port",
      ofVersion({ package_url: "containers.ghe.example:5000/codertocat/tools/frontend:v1.2" }),
      { package: "containers.ghe.example:5000/codertocat/tools/frontend" },
    ],
  ])("%s", (_what, payload, changes) => {
    expect(intentsOf(APP, "registry_package", payload)).toEqual(told(changes));
  });

  it("is told by the event `package`, too", () => {
    const { registry_package, ...rest } = published;
    expect(intentsOf(APP, "package", { ...rest, package: registry_package })).toEqual(told());
  });
});

describe("a package event that means nothing", () => {
  const untagged = { container_metadata: { ...container, tag: { name: "", digest: DIGEST } } };
  it.each([
    ["a child without a tag", ofVersion({ ...untagged, package_url: "ghcr.io/codertocat/tools/frontend:" })],
    [
      "a child without a tag or a colon",
      ofVersion({ ...untagged, package_url: "ghcr.io/codertocat/tools/frontend" }),
    ],
    ["a digest in the tag's place", ofContainer({ tag: { name: DIGEST, digest: DIGEST } })],
    ["a tag that is none", ofContainer({ tag: { name: "-rm /", digest: DIGEST } })],
    ["a name that is none", of({ name: "../../secrets" })],
    ["no name", of({ name: "" })],
    ["no owner", of({ owner: undefined, namespace: undefined })],
    ["another type", of({ package_type: "npm" })],
    ["no type", of({ package_type: undefined })],
    ["a type of another type", of({ package_type: 7 })],
    ["an action of the future", { ...published, action: "deleted" }],
    ["no package", { ...published, registry_package: null }],
  ])("%s", (_what, payload) => {
    expect(intentsOf(APP, "registry_package", payload)).toEqual([]);
  });
});
