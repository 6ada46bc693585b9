import { describe, expect, it } from "vitest";
import {
  formatReference,
  ReferenceError as InvalidReference,
  isRepository,
  isTag,
  parseReference,
} from "../../src/oci/reference.ts";

const SHA256 = `sha256:${"f".repeat(64)}` as const;
const SHA384 = `sha384:${"e".repeat(96)}` as const;
const SHA512 = `sha512:${"d".repeat(128)}` as const;
const HEX = "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";
const SONG = "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev";

/** Input and canonical form, which is also read back. */
const VALID: readonly (readonly [string, string])[] = [
  // distribution/reference, reference_test.go. Its Parse leaves out the defaults that its ParseNormalizedNamed adds.
  ["test_com", "docker.io/library/test_com"],
  ["test.com:tag", "docker.io/library/test.com:tag"],
  ["test.com:5000", "docker.io/library/test.com:5000"],
  ["test.com/repo:tag", "test.com/repo:tag"],
  ["test:5000/repo", "test:5000/repo"],
  ["test:5000/repo:tag", "test:5000/repo:tag"],
  [`test:5000/repo@${SHA256}`, `test:5000/repo@${SHA256}`],
  [`test:5000/repo:tag@${SHA256}`, `test:5000/repo:tag@${SHA256}`],
  // distribution refuses the next one unless crypto/sha512 is linked in; the OCI image-spec registers both algorithms.
  [`validname@${SHA512}`, `docker.io/library/validname@${SHA512}`],
  [`validname@${SHA384}`, `docker.io/library/validname@${SHA384}`],
  ["lowercase:Uppercase", "docker.io/library/lowercase:Uppercase"],
  [`${"a/".repeat(127)}a:tag-puts-this-over-max`, `docker.io/${"a/".repeat(127)}a:tag-puts-this-over-max`],
  ["sub-dom1.foo.com/bar/baz/quux", "sub-dom1.foo.com/bar/baz/quux"],
  ["sub-dom1.foo.com/bar/baz/quux:some-long-tag", "sub-dom1.foo.com/bar/baz/quux:some-long-tag"],
  ["b.gcr.io/test.example.com/my-app:test.example.com", "b.gcr.io/test.example.com/my-app:test.example.com"],
  ["xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com/myimage:xn--n3h.com"],
  [`xn--7o8h.com/myimage:xn--7o8h.com@${SHA256}`, `xn--7o8h.com/myimage:xn--7o8h.com@${SHA256}`],
  ["foo_bar.com:8080", "docker.io/library/foo_bar.com:8080"],
  ["foo/foo_bar.com:8080", "docker.io/foo/foo_bar.com:8080"],
  ["192.168.1.1", "docker.io/library/192.168.1.1"],
  ["192.168.1.1:tag", "docker.io/library/192.168.1.1:tag"],
  ["192.168.1.1:5000", "docker.io/library/192.168.1.1:5000"],
  ["192.168.1.1/repo", "192.168.1.1/repo"],
  ["192.168.1.1:5000/repo", "192.168.1.1:5000/repo"],
  ["192.168.1.1:5000/repo:5050", "192.168.1.1:5000/repo:5050"],
  ["[2001:db8::1]/repo", "[2001:db8::1]/repo"],
  ["[2001:db8:1:2:3:4:5:6]/repo:tag", "[2001:db8:1:2:3:4:5:6]/repo:tag"],
  ["[2001:db8::1]:5000/repo", "[2001:db8::1]:5000/repo"],
  ["[2001:db8::1]:5000/repo:tag", "[2001:db8::1]:5000/repo:tag"],
  [`[2001:db8::1]:5000/repo@${SHA256}`, `[2001:db8::1]:5000/repo@${SHA256}`],
  [`[2001:db8::1]:5000/repo:tag@${SHA256}`, `[2001:db8::1]:5000/repo:tag@${SHA256}`],
  ["[2001:db8::]:5000/repo", "[2001:db8::]:5000/repo"],
  ["[::1]:5000/repo", "[::1]:5000/repo"],
  [`example.com/${"a".repeat(255)}:tag`, `example.com/${"a".repeat(255)}:tag`],
  ["test_com/foo", "docker.io/test_com/foo"],
  ["test-com:8080/foo", "test-com:8080/foo"],
  ["xn--n3h.com:18080/foo", "xn--n3h.com:18080/foo"],
  // distribution/reference, normalize_test.go
  ["docker/docker", "docker.io/docker/docker"],
  ["library/debian", "docker.io/library/debian"],
  ["debian", "docker.io/library/debian"],
  ["localhost/library/debian", "localhost/library/debian"],
  ["localhost/debian", "localhost/debian"],
  ["LOCALDOMAIN/debian", "LOCALDOMAIN/debian"],
  ["Docker/docker", "Docker/docker"],
  ["FOO/bar", "FOO/bar"],
  ["docker.io/docker/docker", "docker.io/docker/docker"],
  ["docker.io/debian", "docker.io/library/debian"],
  ["index.docker.io/docker/docker", "docker.io/docker/docker"],
  ["index.docker.io/library/debian", "docker.io/library/debian"],
  ["index.docker.io/debian", "docker.io/library/debian"],
  ["127.0.0.1:5000/debian", "127.0.0.1:5000/debian"],
  ["192.168.0.1:8/debian", "192.168.0.1:8/debian"],
  ["192.168.0.2:25000/debian", "192.168.0.2:25000/debian"],
  [SONG, `docker.io/library/${SONG}`],
  ["[fc00:1:2:3:4:5:6:7]:5000/library/debian", "[fc00:1:2:3:4:5:6:7]:5000/library/debian"],
  [`docker.io/${HEX}`, `docker.io/library/${HEX}`],
  ["docker-rules/docker", "docker.io/docker-rules/docker"],
  ["docker---rules/docker", "docker.io/docker---rules/docker"],
  ["d/docker", "docker.io/d/docker"],
  ["dock__er/docker", "docker.io/dock__er/docker"],
  ["nonlibrary/ubuntu", "docker.io/nonlibrary/ubuntu"],
  ["other/library", "docker.io/other/library"],
  ["ubuntu-12.04-base", "docker.io/library/ubuntu-12.04-base"],
  ["library/foo/bar", "docker.io/library/foo/bar"],
  ["store/foo/bar", "docker.io/store/foo/bar"],
  [`busybox:latest@${SHA256}`, `docker.io/library/busybox:latest@${SHA256}`],
  [`redis@${SHA256}`, `docker.io/library/redis@${SHA256}`],
  ["dmcgowan/myapp:latest", "docker.io/dmcgowan/myapp:latest"],
  [HEX.slice(1), `docker.io/library/${HEX.slice(1)}`],
  ["dbcc1", "docker.io/library/dbcc1"],
  // go-containerregistry, pkg/name/*_test.go. Its canonical name of Docker Hub is index.docker.io; distribution's is ours.
  [
    `gcr.io/google.com/project-id/hello-world@${SHA256}`,
    `gcr.io/google.com/project-id/hello-world@${SHA256}`,
  ],
  [`example.text:8443/foo/bar:latest@${SHA256}`, `example.text:8443/foo/bar:latest@${SHA256}`],
  [`example.text/foo/bar:v1.0.0-alpine@${SHA256}`, `example.text/foo/bar:v1.0.0-alpine@${SHA256}`],
  ["namespace/pathcomponent/image", "docker.io/namespace/pathcomponent/image"],
  ["mirror.gcr.io/ubuntu", "mirror.gcr.io/ubuntu"],
  ["example.com/a", "example.com/a"],
  ["example.com/a/b", "example.com/a/b"],
  ["a", "docker.io/library/a"],
  ["0", "docker.io/library/0"],
  [
    "gcr.io/project-id/image:w1th-alpha_num3ric.PLUScaps",
    "gcr.io/project-id/image:w1th-alpha_num3ric.PLUScaps",
  ],
  ["us.gcr.io/project-id/image:with.period.in.tag", "us.gcr.io/project-id/image:with.period.in.tag"],
  ["www.example.test:12345/repo/path", "www.example.test:12345/repo/path"],
  ["localhost:9090/testimage:mytag", "localhost:9090/testimage:mytag"],
  // Ours
  ["registry-1.docker.io/redis", "docker.io/library/redis"],
  ["Index.Docker.IO/redis:7", "docker.io/library/redis:7"],
  ["Quay.IO/prometheus/busybox", "quay.io/prometheus/busybox"],
  ["LOCALHOST/redis", "localhost/redis"],
  ["[2001:DB8::1]:5000/redis", "[2001:db8::1]:5000/redis"],
  ["ghcr.io/a/b/c/d/e:1", "ghcr.io/a/b/c/d/e:1"],
  [`redis:${"t".repeat(128)}`, `docker.io/library/redis:${"t".repeat(128)}`],
  ["redis:_", "docker.io/library/redis:_"],
];

/** Input, code, position. */
const INVALID: readonly (readonly [string, string, number])[] = [
  // distribution/reference, reference_test.go
  ["", "EMPTY", 0],
  [":justtag", "REPOSITORY", 0],
  [`@${SHA256}`, "REPOSITORY", 0],
  ["repo@sha256:ffffffffffffffffffffffffffffffffff", "DIGEST", 46],
  [`validname@invaliddigest:${"f".repeat(64)}`, "DIGEST", 10],
  ["Uppercase:tag", "UPPER_CASE", 0],
  ["test:5000/Uppercase/lowercase:tag", "UPPER_CASE", 10],
  [`domain/${"a".repeat(256)}:tag`, "TOO_LONG", 255],
  ["aa/asdf$$^/aa", "REPOSITORY", 7],
  ["[2001:db8::1]", "REPOSITORY", 0],
  ["[2001:db8::1]:5000", "REPOSITORY", 0],
  ["[fe80::1%eth0]:5000/repo", "REGISTRY", 8],
  ["[fe80::1%@invalidzone]:5000/repo", "REGISTRY", 8],
  [`example.com/${"a".repeat(256)}`, "TOO_LONG", 267],
  // distribution/reference, normalize_test.go
  ["https://github.com/docker/docker", "SCHEME", 0],
  ["docker/Docker", "UPPER_CASE", 7],
  ["-docker", "REPOSITORY", 0],
  ["-docker/docker", "REPOSITORY", 0],
  ["-docker.io/docker/docker", "REGISTRY", 0],
  ["docker///docker", "REPOSITORY", 7],
  ["docker.io/docker/Docker", "UPPER_CASE", 17],
  ["docker.io/docker///docker", "REPOSITORY", 17],
  ["fc00::1:5000/debian", "REGISTRY", 5],
  ["[2001:db8:3:4::192.0.2.33]:5000/debian", "REGISTRY", 18],
  [HEX, "DIGEST_ONLY", 0],
  ["docker-/docker", "REPOSITORY", 7],
  ["____/____", "REPOSITORY", 0],
  ["_docker/_docker", "REPOSITORY", 0],
  ["dock..er/docker", "REGISTRY", 5],
  ["dock_.er/docker", "REGISTRY", 4],
  ["dock-.er/docker", "REGISTRY", 5],
  ["example.com/dock..er", "REPOSITORY", 17],
  ["example.com/dock_.er", "REPOSITORY", 17],
  ["example.com/dock-.er", "REPOSITORY", 17],
  ["docker/", "REPOSITORY", 7],
  ["busybox:-foo", "TAG", 8],
  ["busybox@foo", "DIGEST", 8],
  // go-containerregistry, pkg/name/*_test.go
  ["gcr.io/project-id/unknown-alg@unknown:abc123", "DIGEST", 30],
  ["gcr.io/project-id/wrong-length@sha256:d34db33fd34db33f", "DIGEST", 54],
  ["gcr.io/project-id/missing-digest@", "DIGEST", 33],
  [`repo@sha256:${":".repeat(64)}`, "DIGEST", 12],
  [`repo@sha256:${"sh".repeat(32)}`, "DIGEST", 12],
  [`repo@${SHA256}@${SHA256}`, "DIGEST", 76],
  [`library/nginx:@${SHA256}`, "TAG", 14],
  ["white space", "WHITESPACE", 5],
  ["gcr?com/x", "REPOSITORY", 3],
  ["b@char/image", "DIGEST", 2],
  ["gcr.io/project-id/bad_chars:c@n'tuse", "DIGEST", 30],
  ["gcr.io/project-id/wrong-length:white space", "WHITESPACE", 36],
  [`gcr.io/project-id/too-many-chars:${"t".repeat(129)}`, "TAG", 161],
  ["library/ubuntu:", "TAG", 15],
  // Ours
  [" redis", "WHITESPACE", 0],
  ["redis\n", "WHITESPACE", 5],
  ["docker://redis", "SCHEME", 0],
  ["HTTP://registry.example/redis", "SCHEME", 0],
  [SHA256, "DIGEST_ONLY", 0],
  ["[:::]/repo", "REGISTRY", 1],
  ["[2001:db8::1/repo", "REGISTRY", 12],
  ["localhost:/repo", "REGISTRY", 10],
  ["localhost:65536/repo", "REGISTRY", 10],
  ["/redis", "REPOSITORY", 0],
  ["ghcr.io//redis", "REPOSITORY", 8],
  ["ghcr.io/", "REPOSITORY", 8],
  ["ghcr.io/a___b", "REPOSITORY", 11],
  ["redis:1:2", "TAG", 7],
  ["redis:caf\u00e9", "TAG", 9],
  [`redis@sha256:${"F".repeat(64)}`, "DIGEST", 13],
];

describe("parseReference", () => {
  it.each(VALID)("%s is %s", (input, canonical) => {
    const reference = parseReference(input);
    expect(formatReference(reference)).toBe(canonical);
    expect(parseReference(canonical)).toEqual(reference);
  });

  it("splits a full reference into its parts, and adds none", () => {
    expect(parseReference(`redis:7@${SHA256}`)).toEqual({
      registry: "docker.io",
      repository: "library/redis",
      tag: "7",
      digest: SHA256,
    });
    expect(parseReference("test:5000/a/b")).toEqual({ registry: "test:5000", repository: "a/b" });
  });

  it.each(INVALID)("%j is refused: %s at %i", (input, code, position) => {
    const error = refusal(input);
    expect(error).toMatchObject({ name: "ReferenceError", code, input, position });
  });

  it("says what to do", () => {
    expect(refusal("https://ghcr.io/acme/redis").message).toBe(
      '"https://ghcr.io/acme/redis" is not an image reference: remove https://',
    );
    expect(refusal("acme/re$dis").message).toContain('"$" is out of place in the repository');
    expect(refusal("redis:").message).toContain("something is missing at the end in the tag");
  });

  it("repeats only the beginning of an endless input", () => {
    expect(refusal(`A${"x".repeat(1_000_000)}`).message.length).toBeLessThan(250);
  });
});

describe("isTag", () => {
  it.each(["latest", "1.10", "_x", "A-b.c_d", "t".repeat(128)])("accepts %s", (text) => {
    expect(isTag(text)).toBe(true);
  });
  it.each(["", ".x", "-x", "a:b", "a/b", "a b", "a\n", "é", "t".repeat(129)])("refuses %j", (text) => {
    expect(isTag(text)).toBe(false);
  });
});

describe("isRepository", () => {
  it.each(["a", "a/b/c/d/e", "a__b", "a---b", "a.b_c-d", "a".repeat(255)])("accepts %s", (text) => {
    expect(isRepository(text)).toBe(true);
  });
  it.each(["", "/a", "a/", "a//b", "A", "a___b", "a..b", "-a", "a-", "a:b", "a\n", "a".repeat(256)])(
    "refuses %j",
    (text) => {
      expect(isRepository(text)).toBe(false);
    },
  );
});

function refusal(input: string): InvalidReference {
  try {
    parseReference(input);
  } catch (error) {
    if (error instanceof InvalidReference) return error;
    throw error;
  }
  throw new Error(`${input} was accepted`);
}
