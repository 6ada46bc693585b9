import { appendFileSync, writeFileSync } from "node:fs";
import { it } from "vitest";
import { Conversation } from "../scenarios/app/conversation.ts";
import { configOf, textOf } from "../scenarios/app/config-of.ts";
import { openHouse } from "../scenarios/app/open-house.ts";
import { propose, told } from "../scenarios/app/propose.ts";

const OUT = "/tmp/eyes/out.txt";
writeFileSync(OUT, "");
const say = (...w: unknown[]) => appendFileSync(OUT, `${w.map((x) => (typeof x === "string" ? x : JSON.stringify(x, null, 1))).join(" ")}\n`);
const show = (c: any) => c && { name: c.name, status: c.status, conclusion: c.conclusion, title: c.title, summary: c.summary, text: c.text?.slice(0, 600), annotations: c.annotations.map((a: any) => `${a.path}:${a.start_line}:${a.start_column ?? ""} ${a.annotation_level} ${a.title ?? ""} | ${a.message}`), actions: c.actions?.map((a: any) => a.identifier) };

it.skip("comments", async () => {
  await using house = await openHouse();
  for (const n of ["redis", "vault", "mysql"]) house.stock(`library/${n}`, "7");
  const repo = await house.repository("mirrors");
  await house.apply(repo, "docker.io/library/redis:7");
  const talk = new Conversation(house, repo);
  const ann = talk.person("ann", "admin");
  const thread = repo.openIssue("Hello");
  const texts = [
    "/mirror status", "/mirror status nothing", "/mirror sync", "/mirror plan", "/mirror retry", "/mirror cancel", "/mirror verify", "/mirror verify nope:1", "/mirror doctor",
    "/mirror: sync", "/mirror,sync", "/mirrorsync", "/mirror-sync", "@mirror sync", "please /mirror sync", "/mirror adopt", "/mirror adopt src/", "/mirror add redis:7", "/mirror add redis", "/mirror add vault:7 to=Vault", "/mirror add vault:7 as=x", "/mirror add vault:7 to=", "/mirror add vault:nosuch", "/mirror add docker.io/library/", "/mirror add vault:7, mysql:7", "/mirror add \"vault:7\"", "/mirror add vault@sha256:abc", "/mirror add vault:7 to=ghcr.io/other/vault", "/mirror add vault:7 to=redis", "/mirror add redis:7 to=other",
    "/mirror status redis:7 @octocat", "/mirror verify https://hub.docker.com/_/redis", "/mirror sync deadbeef", "/mirror synchronize", "/mirror rety", "/mirror approve", "/mirror help me", "/mirror --help", "/mirror -h", "/mirror plan redis 7", "/mirror rebuild", "/mirror delete redis:7", "/mirror add https://github.com/x/y",
  ];
  for (const text of texts) { const h = await talk.say(thread, ann, text); say("#### ", JSON.stringify(text), h.reactions.join(","), "\n", h.replies.join("\n---\n")); }
  for (const p of repo.pulls.all) say("PULL", p.number, p.title, p.body ?? "", (await talk.text(".github/mirror.yml", "ghcr-mirror/add")) ?? "");
}, 120_000);

it("pulls", async () => {
  await using house = await openHouse();
  for (const n of ["redis", "vault", "mysql"]) house.stock(`library/${n}`, "7");
  const cases: [string, Record<string, string>][] = [
    ["tab", { ".github/mirror.yml": "version: 1\nmirrors:\n\t- redis:7\n" }],
    ["empty", { ".github/mirror.yml": "" }],
    ["scalar", { ".github/mirror.yml": "redis:7\n" }],
    ["nosuch", configOf("docker.io/library/nosuch:1")],
    ["notags2", configOf("{ source: docker.io/library/redis, tags: [\"9.0\"] }")],
    ["notags", configOf("{ source: docker.io/library/redis, tags: [\"9.*\"] }")],
    ["dups", configOf("docker.io/library/redis:7", "{ source: docker.io/bitnami/redis:7 }")],
    ["otherorg", configOf("{ source: docker.io/library/redis:7, to: ghcr.io/nobody/redis }")],
    ["otherreg", configOf("{ source: docker.io/library/redis:7, to: quay.io/acme/redis }")],
    ["self", configOf("ghcr.io/acme/redis:7")],
    ["prune", configOf("{ source: docker.io/library/redis:7, platforms: [linux/s390x] }")],
    ["policyown", { ...configOf("docker.io/library/redis:7"), ".github/mirror-policy.yml": "version: 1\ngrants: []\npublisher: { mode: app }\ncommands: { sync: owner }\n" }],
    ["policyonly", { ".github/mirror-policy.yml": "version: 1\nsources: { deny: [redis] }\n" }],
    ["wrongplace", { "mirror.yml": textOf("redis:7"), ".github/mirrors.yml": textOf("redis:7"), ".github/MIRROR.yml": textOf("redis:7") }],
    ["signature", configOf("{ source: docker.io/library/redis:7, verify: { cosign: {} } }")],
    ["conflict", { ".github/mirror.yml": "<<<<<<< HEAD\nversion: 1\n=======\nversion: 1\n>>>>>>> x\n" }],
  ];
  for (const [name, files] of cases) {
    const repo = await house.repository(`p-${name}`);
    const p = await propose(house, repo, files as any);
    const checks = repo.checks.runsOf(p.pull.pull.headSha);
    say("#### PR", name, checks.map(show), "COMMENTS", p.comments().map((c) => c.body.split("\n").slice(1, 9).join("\n")));
  }
}, 120_000);

it.skip("policies", async () => {
  await using house = await openHouse();
  for (const n of ["redis", "vault", "mysql"]) house.stock(`library/${n}`, "7");
  const repo = await house.repository("mirrors");
  await house.apply(repo, "docker.io/library/redis:7", "docker.io/library/mysql:7");
  const gov = await house.repository(".github", { "README.md": "x" });
  const bodies = [
    "sources: { allow: \"docker.io/**\" }", "sources: { deny: [redis] }", "sources: { deny: [\"docker.io/library/redis:7\"] }", "sources: { deny: [\"docker.io/library/mysql\"] }",
    "grants: [{ repository: mirrors, destinations: [\"**\"] }]", "grants: [{ repository: acme/mirors, destinations: [\"**\"] }]", "commands: { sync: maintainer }", "commands: { sink: write }", "publisher: { mode: workflow }", "publisher: { repository: other/x }", "publisher: { repository: acme/nothere }",
    "require: { verify: [\"docker.io/library/*\"] }", "grants: []", "grant: []", "sources: []", "sources: { allow: [] }",
  ];
  for (const body of bodies) {
    const sha = await gov.commit({ files: { ".github/mirror-policy.yml": `version: 1\n${body}\n` } });
    await house.settled();
    say("#### POLICY", body, gov.checks.runsOf(sha).map(show));
    const c = repo.checks.runsOf(repo.git.branch("main") ?? "").at(-1);
    if (c) { repo.pressRerun(c.id); await house.settled(); say("  -> sync", show(repo.checks.runsOf(repo.git.branch("main") ?? "").at(-1))); }
  }
  const sha = await gov.commit({ files: { ".github/mirror-policy.yaml": `version: 1\n` } });
  await house.settled();
  say("#### POLICY both", gov.checks.runsOf(sha).map(show));
}, 180_000);

it("partial", async () => {
  await using house = await openHouse();
  for (const n of ["redis", "vault", "mysql"]) house.stock(`library/${n}`, "7");
  const repo = await house.repository("mirrors");
  await house.apply(repo, "docker.io/library/redis:7");
  const talk = new Conversation(house, repo);
  const ann = talk.person("ann", "admin");
  const pull = await talk.propose("topic", "docker.io/library/redis:7", "docker.io/library/vault:7");
  for (const text of ["/mirror status redis nope", "/mirror verify redis nope", "/mirror plan vault nope", "/mirror plan nope", "/mirror sync vault nope", "/mirror sync redis", "/mirror sync vault 1234567", "/mirror sync deadbee", "/mirror sync HEAD", "/mirror sync main", "/mirror sync #2", "/mirror sync all", "/mirror retry", "/mirror cancel", "/mirror sync vault:7", "/mirror sync"]) {
    const h = await talk.say(pull, ann, text); say("#### ", text, h.reactions.join(","), "\n", h.replies.join("\n---\n"));
  }
  say(talk.checks("mirror / sync (pull request)", pull.pull.headSha).map(show), await talk.runs());
  repo.pulls.close(pull, ann); await house.settled();
  for (const text of ["/mirror sync", "/mirror plan", "/mirror status"]) { const h = await talk.say(pull, ann, text); say("#### closed ", text, h.reactions.join(","), "\n", h.replies.join("\n---\n")); }
  const empty = await house.repository("empty");
  const t2 = new Conversation(house, empty); t2.person("ann", "admin");
  const issue = empty.openIssue("Hi");
  for (const text of ["/mirror status", "/mirror verify", "/mirror retry", "/mirror cancel", "/mirror doctor", "/mirror sync", "/mirror help"]) { const h = await t2.say(issue, ann, text); say("#### noconfig ", text, h.reactions.join(","), "\n", h.replies.join("\n---\n")); }
  const broken = await house.repository("broken");
  await broken.commit({ files: { ".github/mirror.yml": "version: 1\nmirors: []\nreport: { issue: dashboard }\n" } }); await house.settled();
  const t3 = new Conversation(house, broken); const i3 = broken.openIssue("Hi");
  t3.person("ann", "admin");
  for (const text of ["/mirror status", "/mirror add redis:7", "/mirror retry", "/mirror doctor"]) { const h = await t3.say(i3, ann, text); say("#### broken ", text, h.reactions.join(","), "\n", h.replies.join("\n---\n")); }
}, 120_000);
