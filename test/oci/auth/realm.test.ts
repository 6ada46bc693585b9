import { describe, expect, it } from "vitest";
import { trustsRealm } from "../../../src/oci/auth/realm.ts";

describe("trustsRealm", () => {
  it.each([
    // The registry's own host
    ["ghcr.io", "https://ghcr.io", "https://ghcr.io/token"],
    ["quay.io", "https://quay.io", "https://quay.io/v2/auth"],
    ["acme.example:5000", "https://acme.example:5000", "https://acme.example/token"],
    ["10.0.0.4:5000", "https://10.0.0.4:5000", "https://10.0.0.4/token"],
    ["registry:5000", "https://registry:5000", "https://registry/token"],
    // A host below, above, or beside it
    ["docker.io", "https://registry-1.docker.io", "https://auth.docker.io/token"],
    ["registry.gitlab.com", "https://registry.gitlab.com", "https://gitlab.com/jwt/auth"],
    ["registry.acme.com", "https://registry.acme.com", "https://auth.acme.com/token"],
    ["r.eu.acme.co.uk", "https://r.eu.acme.co.uk", "https://auth.eu.acme.co.uk/token"],
    ["registry.acme.co.uk", "https://registry.acme.co.uk", "https://auth.acme.co.uk/token"],
    ["registry.example.com", "https://registry.example.com", "https://gitlab.example.com/jwt/auth"],
    [
      "registry.digitalocean.com",
      "https://registry.digitalocean.com",
      "https://api.digitalocean.com/v2/registry/auth",
    ],
    // The registry's name counts where it answers elsewhere
    ["docker.io", "http://127.0.0.1:5003", "https://auth.docker.io/token"],
    // This machine
    ["docker.io", "http://127.0.0.1:5003", "http://127.0.0.1:6000/token"],
    ["localhost:5000", "http://localhost:5000", "http://127.0.0.1:6000/token"],
    ["[::1]:5000", "http://[::1]:5000", "http://localhost:6000/token"],
    // Plain HTTP for a registry that is asked so
    ["registry.acme.com", "http://registry.acme.com", "http://auth.acme.com/token"],
    ["registry.acme.com", "http://registry.acme.com", "https://auth.acme.com/token"],
  ])("%s at %s trusts %s", (name, endpoint, realm) => {
    expect(trustsRealm(name, new URL(endpoint), new URL(realm))).toBe(true);
  });

  it.each([
    ["ghcr.io", "https://ghcr.io", "https://evil.example/token"],
    ["docker.io", "https://registry-1.docker.io", "https://docker.io.evil.example/token"],
    ["docker.io", "https://registry-1.docker.io", "https://notdocker.io/token"],
    ["docker.io", "https://registry-1.docker.io", "https://ghcr.io/token"],
    // Everybody's parents
    ["acme.com", "https://acme.com", "https://com/token"],
    ["acme.com", "https://acme.com", "https://evil.com/token"],
    ["acme.co.uk", "https://acme.co.uk", "https://evil.co.uk/token"],
    ["acme.com.au", "https://acme.com.au", "https://evil.com.au/token"],
    // Neighbours under a shared suffix
    ["acme.azurecr.io", "https://acme.azurecr.io", "https://evil.azurecr.io/token"],
    ["acme.jfrog.io", "https://acme.jfrog.io", "https://authentic.jfrog.io/token"],
    ["registry.acme.com", "https://registry.acme.com", "https://auth.evil.acme.com/token"],
    ["registry.acme.com", "https://registry.acme.com", "https://www.acme.com/token"],
    // Everybody's parents, with a name that would fit
    ["acme.com", "https://acme.com", "https://auth.com/token"],
    ["acme.co.uk", "https://acme.co.uk", "https://auth.co.uk/token"],
    // Addresses have no family
    ["10.0.0.4", "https://10.0.0.4", "https://11.0.0.4/token"],
    ["10.0.0.4", "https://10.0.0.4", "https://10.0.0.5/token"],
    ["registry:5000", "https://registry:5000", "https://auth/token"],
    // This machine is nobody's sibling
    ["ghcr.io", "https://ghcr.io", "https://localhost/token"],
    ["ghcr.io", "https://ghcr.io", "https://127.0.0.1/token"],
    ["docker.io", "http://127.0.0.1:5003", "http://evil.example/token"],
    // Plain HTTP
    ["ghcr.io", "https://ghcr.io", "http://ghcr.io/token"],
    ["localhost:5000", "https://localhost:5000", "http://localhost:5000/token"],
  ])("%s at %s does not trust %s", (name, endpoint, realm) => {
    expect(trustsRealm(name, new URL(endpoint), new URL(realm))).toBe(false);
  });
});
