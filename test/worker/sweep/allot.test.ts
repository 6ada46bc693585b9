import { describe, expect, it } from "vitest";
import type { StoredWaitingImage } from "../../../src/jobs/keeping-state.ts";
import { allot } from "../../../src/worker/sweep/allot.ts";

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

function waiting(
  name: string,
  repository: number,
  rest: Partial<StoredWaitingImage> = {},
): StoredWaitingImage {
  return {
    source: `docker.io/library/${name}`,
    registry: "docker.io",
    identity: "aaaabbbbcccc",
    installation: 5,
    repository: { id: repository, owner: "acme", name: `r${repository}` },
    urgency: 2,
    pulls: 3,
    until: new Date(NOW),
    since: new Date(NOW - HOUR),
    ...rest,
  };
}

/** The names of what goes on, in the order of the resumptions. */
function goingOn(images: readonly StoredWaitingImage[], free: number): readonly string[] {
  const { resumptions } = allot(images, free, NOW);
  return resumptions.flatMap(({ repository, urgency, sources }) =>
    sources.map((source) => `${urgency} r${repository.id} ${source.slice("docker.io/library/".length)}`),
  );
}

describe("the pulls that are free", () => {
  it("go to what is most urgent first", () => {
    const images = [waiting("a", 1), waiting("b", 2, { urgency: 0 }), waiting("c", 3, { urgency: 1 })];
    expect(goingOn(images, 6)).toEqual(["0 r2 b", "1 r3 c"]);
  });

  it("go to small images before large ones", () => {
    expect(goingOn([waiting("large", 1, { pulls: 5 }), waiting("small", 1, { pulls: 1 })], 5)).toEqual([
      "2 r1 small",
    ]);
  });

  it("go in turns to the repositories, however many images one has", () => {
    const many = Array.from({ length: 50 }, (_, at) => waiting(`m${at}`, 1));
    const few = [waiting("x", 2), waiting("y", 2)];
    expect(goingOn([...many, ...few], 12).toSorted()).toEqual(["2 r1 m0", "2 r1 m1", "2 r2 x", "2 r2 y"]);
  });

  it("begin with another repository from time to time, where nothing else tells them apart", () => {
    const both = [waiting("a", 1), waiting("b", 2)];
    const first = Array.from({ length: 20 }, (_, sweep) => {
      const { resumptions } = allot(both, 3, NOW + sweep * 5 * 60_000);
      return resumptions[0]?.repository.id;
    });
    expect(new Set(first)).toEqual(new Set([1, 2]));
  });

  it("go first to what has waited for more than a day, of the same urgency", () => {
    const old = waiting("old", 1, { pulls: 9, since: new Date(NOW - 25 * HOUR) });
    expect(goingOn([waiting("small", 2, { pulls: 1 }), old], 9)).toEqual(["2 r1 old"]);
    expect(goingOn([waiting("pushed", 2, { urgency: 1 }), old], 3)).toEqual(["1 r2 pushed"]);
  });

  it("go to one image that takes more than there are, which is brought in parts", () => {
    const large = waiting("large", 1, { pulls: 90 });
    expect(goingOn([large], 80)).toEqual(["2 r1 large"]);
    expect(allot([large], 0, NOW)).toEqual({ resumptions: [], postponed: [large] });
  });

  it("leave the others waiting", () => {
    const images = [waiting("a", 1), waiting("b", 1), waiting("c", 2)];
    const { postponed } = allot(images, 6, NOW);
    expect(postponed.map(({ source }) => source)).toEqual(["docker.io/library/b"]);
  });
});
