import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "../src/env.ts";

describe("readEnvironment", () => {
  it("knows nothing where nothing is set", () => {
    expect(readEnvironment({ HOME: "/home/ada" })).toEqual({
      owner: undefined,
      endpoints: new Map(),
      dockerConfig: "/home/ada/.docker/config.json",
      ghcrToken: undefined,
      githubToken: undefined,
      color: undefined,
      dumbTerminal: false,
    });
  });

  it("reads every variable", () => {
    const environment = readEnvironment({
      GITHUB_REPOSITORY_OWNER: "Acme",
      REGISTRY_ENDPOINTS: "docker.io=http://127.0.0.1:5003, GHCR.io=https://mirror.example:8443,",
      DOCKER_CONFIG: "/run/docker",
      GHCR_TOKEN: "one",
      GITHUB_TOKEN: "two",
      TERM: "dumb",
    });
    expect(environment).toEqual({
      owner: "Acme",
      endpoints: new Map([
        ["docker.io", new URL("http://127.0.0.1:5003")],
        ["ghcr.io", new URL("https://mirror.example:8443")],
      ]),
      dockerConfig: "/run/docker/config.json",
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
    expect(environment.dockerConfig).toBe(`${homedir()}/.docker/config.json`);
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

  it("names the variable that is wrong", () => {
    expect(() => readEnvironment({ REGISTRY_ENDPOINTS: "docker.io" })).toThrow(
      'REGISTRY_ENDPOINTS: "docker.io" is not HOST=URL, as in docker.io=http://127.0.0.1:5003',
    );
  });
});
