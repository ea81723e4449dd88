import { quote } from "../../wording.ts";
import { type Complaint, keyOf } from "../complaint.ts";
import type { Draft } from "../draft.ts";
import { looksLike } from "../fields/look-alikes.ts";
import { itemsOf, type Placed, repeated } from "./items.ts";
import { suggesterOf } from "./suggest.ts";

/** What members contradict: each other, the roles there are, and the server's registration. */
export function memberProblems(draft: Draft): readonly Complaint[] {
  return [
    ...roleProblems(draft),
    ...idProblems(draft),
    ...emailProblems(draft),
    ...nameProblems(draft),
    ...joinProblems(draft),
  ];
}

function roleProblems({ members, roles }: Draft): readonly Complaint[] {
  const names = Object.keys(roles);
  const suggest = suggesterOf(names);
  const unknown = members.flatMap(({ read: { role }, path }) => {
    if (role === undefined || Object.hasOwn(roles, role)) return [];
    const meant = suggest(role);
    const write =
      meant === null
        ? "Add it below `roles:`, with its power level."
        : `Write \`${meant}\`, or add it below \`roles:\`.`;
    return [{ path: [...path, "role"], found: `there is no role ${quote(role)}`, write }];
  });
  return [...unknown, ...adminProblems(members)];
}

function adminProblems(members: Draft["members"]): readonly Complaint[] {
  if (
    members.some(({ read, complaints }) => read.role === "admin" || (read.role === undefined && complaints.length > 0))
  )
    return [];
  if (members.length === 0)
    return [{ path: ["members"], found: "there are no members", write: "Write at least one, with `role: admin`." }];
  const write = "Write `role: admin` for at least one: without an administrator, no member could manage the server.";
  return [{ path: ["members"], at: "name", found: "no member has the role `admin`", write }];
}

function idProblems({ members, unmanaged }: Draft): readonly Complaint[] {
  const ids = members.flatMap(({ read: { id }, path }) =>
    id === undefined ? [] : [{ text: id, path: [...path, "id"] }],
  );
  const others = itemsOf(unmanaged, ["unmanaged"]);
  return repeated([...ids, ...others], (text) => text).map(({ again, first }) => ({
    path: again.path,
    found: `${quote(again.text)} is ${keyOf(first.path)} already`,
    write:
      again.path[0] === "unmanaged" && first.path[0] === "members"
        ? "Delete one of the two: members are managed."
        : "Delete one of the two.",
  }));
}

function emailProblems({ members }: Draft): readonly Complaint[] {
  const all = members.flatMap(({ read: { email }, path }) =>
    typeof email === "string" ? [{ text: email, path: [...path, "email"] }] : [],
  );
  return repeated(all, (text) => text.toLowerCase()).map(({ again, first }) => ({
    path: again.path,
    found: `${quote(again.text)} is the address of ${keyOf(first.path.slice(0, -1))} already, and what is for one would reach the other`,
    write: "Write an address of their own.",
  }));
}

/** People may share a name; two that only look the same are a trap. */
function nameProblems({ members }: Draft): readonly Complaint[] {
  const all = members.flatMap(({ read: { name }, path }) =>
    name === undefined ? [] : [{ text: name, path: [...path, "name"] }],
  );
  return lookAlikes(all, (text) => text.toLowerCase());
}

function joinProblems({ members, settings }: Draft): readonly Complaint[] {
  if (settings.registration === "token") return [];
  return members
    .filter(({ read }) => read.joinsBy === "token")
    .map(({ path }) => ({
      path: [...path, "joinsBy"],
      found: "this server takes no registration tokens (`chatkeep:registration: closed`)",
      write: "Write `password`, or `chatkeep:registration: token` in the stack file.",
    }));
}

/** Texts that look like an earlier one and are another; `same` says which spellings are one and the same. */
export function lookAlikes(all: readonly Placed[], same: (text: string) => string): readonly Complaint[] {
  return repeated(all, looksLike)
    .filter(({ again, first }) => same(again.text) !== same(first.text))
    .map(({ again, first }) => ({
      path: again.path,
      found: `${quote(again.text)} looks like ${quote(first.text)} of ${keyOf(first.path)}, and is another text`,
      write: "Write both with the same characters, or tell them apart.",
    }));
}
