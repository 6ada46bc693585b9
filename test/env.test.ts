import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "../src/env.ts";

describe("readEnvironment", () => {
  it("knows nothing where nothing is set", () => {
    expect(readEnvironment({ HOME: "/home/ada" })).toEqual({
      owner: undefined,
      endpoints: undefined,
      dockerConfig: "/home/ada/.docker",
      ghcrToken: undefined,
      githubToken: undefined,
      color: undefined,
      dumbTerminal: false,
    });
  });

  it("reads every variable", () => {
    const environment = readEnvironment({
      GITHUB_REPOSITORY_OWNER: "Acme",
      REGISTRY_ENDPOINTS: " docker.io=http://127.0.0.1:5003",
      DOCKER_CONFIG: "/run/docker",
      GHCR_TOKEN: "one",
      GITHUB_TOKEN: "two",
      TERM: "dumb",
    });
    expect(environment).toEqual({
      owner: "Acme",
      endpoints: "docker.io=http://127.0.0.1:5003",
      dockerConfig: "/run/docker",
      ghcrToken: "one",
      githubToken: "two",
      color: undefined,
      dumbTerminal: true,
    });
  });

  it("takes an empty variable for one that is not set", () => {
    const environment = readEnvironment({
      GITHUB_REPOSITORY_OWNER: "",
      GHCR_TOKEN: " ",
      HOME: "",
      DOCKER_CONFIG: "",
    });
    expect(environment.owner).toBeUndefined();
    expect(environment.ghcrToken).toBeUndefined();
    expect(environment.dockerConfig).toBe(`${homedir()}/.docker`);
  });

  it.each([
    [{ NO_COLOR: "1" }, false],
    [{ NO_COLOR: "" }, undefined],
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "false" }, false],
    [{ FORCE_COLOR: "3", NO_COLOR: "1" }, true],
  ])("finds the wish for colors in %o", (variables, color) => {
    expect(readEnvironment(variables).color).toBe(color);
  });
});
