import { describe, expect, it } from "vitest";
import { nextLink } from "../../../src/oci/http/link.ts";

const BASE = "https://localhost:5000/v2/_catalog";

describe("nextLink", () => {
  it.each([
    // oras-go, registry/remote/utils_test.go
    [
      BASE,
      '</v2/_catalog?last=alpine&n=1>; rel="next"',
      "https://localhost:5000/v2/_catalog?last=alpine&n=1",
    ],
    [
      "https://localhost:5000/v2/hello-world/tags/list",
      '</v2/hello-world/tags/list?last=latest&n=1>; rel="next"',
      "https://localhost:5000/v2/hello-world/tags/list?last=latest&n=1",
    ],
    [
      BASE,
      '<https://localhost:5000/v2/_catalog?last=alpine&n=1>; rel="next"',
      "https://localhost:5000/v2/_catalog?last=alpine&n=1",
    ],
    // Ours
    [BASE, "</a>; rel=next", "https://localhost:5000/a"],
    [BASE, "</a>;rel=NEXT", "https://localhost:5000/a"],
    [BASE, '</a>; title="x, y; z"; rel="prev next"', "https://localhost:5000/a"],
    [BASE, '</a>; rel="prev", </b>; rel="next"', "https://localhost:5000/b"],
    [BASE, '</a,b;c>; rel="next"', "https://localhost:5000/a,b;c"],
    [BASE, '<?n=2&last=x>; rel="next"', "https://localhost:5000/v2/_catalog?n=2&last=x"],
    [BASE, '</a> ; rel = "next" ; foo, ', "https://localhost:5000/a"],
    [BASE, "</a>;  ;  ; x ; rel=next;  ", "https://localhost:5000/a"],
    [BASE, '</a>; title="\\"; rel=prev"; rel=next', "https://localhost:5000/a"],
    [BASE, ",, </a>; rel=prev,, </b>; rel=next; rel=prev", "https://localhost:5000/b"],
    [
      "https://registry.example/v2/",
      '<https://registry.example:443/a>; rel="next"',
      "https://registry.example/a",
    ],
    ["https://registry.example/v2/", '<//u:p@registry.example/a>; rel="next"', "https://registry.example/a"],
  ])("from %s, %s leads to %s", (base, header, expected) => {
    expect(nextLink(header, new URL(base))?.href).toBe(expected);
  });

  it.each([
    undefined,
    "",
    "  ",
    ", ,",
    "</a>; rel=prev; rel=next",
    '</a>; title="; rel=next"',
    '</a>; rel="prev"',
    '</a>; title="rel=next"',
    "</a>",
    '</a>; rel="nextish"',
  ])("%s is the last page", (header) => {
    expect(nextLink(header, new URL(BASE))).toBeUndefined();
  });

  it.each([
    // oras-go, registry/remote/utils_test.go
    [BASE, '<https://localhost:5001/v2/_catalog?last=alpine&n=1>; rel="next"'],
    ["https://registry.example.com/v2/_catalog", '<http://169.254.169.254/latest/meta-data/>; rel="next"'],
    [BASE, '<http://localhost:5000/v2/_catalog?last=alpine&n=1>; rel="next"'],
    [BASE, '<https://localhost:6000/v2/_catalog?last=alpine&n=1>; rel="next"'],
    [BASE, "/v2/_catalog>"],
    [BASE, "</v2/_catalog"],
    // Ours
    [BASE, '<https://[>; rel="next"'],
    [BASE, '<javascript:alert(1)>; rel="next"'],
    [BASE, '</a>; rel="prev", nonsense'],
    [BASE, '</a>; rel="next'],
  ])("from %s, %s is refused", (base, header) => {
    expect(() => nextLink(header, new URL(base))).toThrow(expect.objectContaining({ code: "MALFORMED" }));
  });

  it.each([
    `<a>${";  ".repeat(5_000)}x=y z`,
    `<a>;${" ".repeat(16_000)}x=y z`,
    `<a>; x${" ".repeat(16_000)}"`,
    `<a>; x="${"\\a".repeat(8_000)}`,
    `${", ".repeat(8_000)}x`,
    `${"<a>,".repeat(4_000)}<`,
    "<".repeat(16_000),
  ])("refuses a hostile header of 16 KiB in no time", (header) => {
    const started = performance.now();
    expect(() => nextLink(header, new URL(BASE))).toThrow(expect.objectContaining({ code: "MALFORMED" }));
    expect(performance.now() - started).toBeLessThan(50);
  });

  it("shows no secrets of where it would have been sent", () => {
    const header = '<https://user:hunter2@evil.example/?token=abc>; rel="next"';
    expect(() => nextLink(header, new URL(BASE))).toThrow(
      `${BASE}: the next page is elsewhere (https://evil.example/?token=…)`,
    );
  });
});
