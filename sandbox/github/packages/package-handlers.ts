import type { Actor } from "../actor.ts";
import type { Call, Handler, Handlers } from "../handler.ts";
import { paginate } from "../paginate.ts";
import { notFound, Refusal } from "../refusal.ts";
import { isAtLeast } from "../repositories/role-book.ts";
import type { Account } from "../world.ts";
import { packageJson, versionJson } from "./package-json.ts";
import type { KnownPackage } from "./package-source.ts";
import type { Packages } from "./packages.ts";

/** A package that a call is about, and that the caller may see. */
interface Found {
  readonly known: KnownPackage;
  readonly account: Account;
  /** As the path has it. */
  readonly name: string;
  /** Both in lower case. */
  readonly place: { readonly owner: string; readonly name: string };
}

/**
 * Container packages of organizations and of users: closed to Apps; open to jobs, which see what is public or theirs, and change what their
 * repository administers. What somebody may not know of or not change is not found.
 * https://docs.github.com/en/rest/packages/packages
 */
export function packageHandlers(packages: Packages): Handlers {
  const { versions } = packages;

  const get: Handler = (call) => {
    const { known, account, name } = find(call, packages);
    return { status: 200, body: packageJson(known, name, account, call.world) };
  };
  const list: Handler = (call) => {
    const { known, account, name, place } = find(call, packages);
    const isDeleted = call.query.get("state") === "deleted";
    if (isDeleted && !isAdmin(call.actor, known, account)) throw packageNotFound();
    const all = isDeleted ? versions.deleted(place) : versions.active(place, known);
    const { items, headers } = paginate(call, all);
    return { status: 200, body: items.map((one) => versionJson(one, name, account, call.world)), headers };
  };
  const getVersion: Handler = (call) => {
    const { known, account, name, place } = find(call, packages);
    const version = versions.active(place, known).find(({ id }) => id === versionIn(call));
    if (!version) throw notFound();
    return { status: 200, body: versionJson(version, name, account, call.world) };
  };
  const deleteVersion: Handler = (call) => {
    const { known, account, place } = find(call, packages);
    if (!isAdmin(call.actor, known, account)) throw packageNotFound();
    versions.delete(place, known, versionIn(call), packages.source);
    return { status: 204 };
  };
  const restoreVersion: Handler = (call) => {
    const { known, account, place } = find(call, packages);
    if (!isAdmin(call.actor, known, account)) throw packageNotFound();
    versions.restore(place, versionIn(call));
    return { status: 204 };
  };

  return {
    "packages/get-package-for-organization": get,
    "packages/get-package-for-user": get,
    "packages/get-all-package-versions-for-package-owned-by-org": list,
    "packages/get-all-package-versions-for-package-owned-by-user": list,
    "packages/get-package-version-for-organization": getVersion,
    "packages/get-package-version-for-user": getVersion,
    "packages/delete-package-version-for-org": deleteVersion,
    "packages/delete-package-version-for-user": deleteVersion,
    "packages/restore-package-version-for-org": restoreVersion,
    "packages/restore-package-version-for-user": restoreVersion,
  };
}

function find({ world, actor, params }: Call, { source }: Packages): Found {
  const { org, username, package_type: type, package_name: name = "" } = params;
  const owner = (org ?? username ?? "").toLowerCase();
  const account = world.accounts.get(owner);
  if (account?.type !== (org === undefined ? "User" : "Organization") || type !== "container")
    throw notFound();
  const place = { owner, name: name.toLowerCase() };
  const known = source.find(place.owner, place.name);
  if (!known) throw packageNotFound();
  const isHidden = actor.kind === "job" && !known.readers.has(actor.repository);
  if (known.visibility === "private" && isHidden) throw packageNotFound();
  return { known, account, name, place };
}

/** Of people: the owner, and who administers the repository that the package is linked to. */
function isAdmin(actor: Actor, { admins, repository }: KnownPackage, owner: Account): boolean {
  if (actor.kind === "job") return admins.has(actor.repository);
  if (actor.kind !== "user") return false;
  const role = repository?.roles.get(actor.account);
  return actor.account.id === owner.id || (role !== undefined && isAtLeast(role, "admin"));
}

const versionIn = ({ params }: Call) => Number(params["package_version_id"]);

const packageNotFound = () => new Refusal(404, "Package not found.");
