import { quote } from "../../wording.ts";
import { type Complaint, keyOf } from "../complaint.ts";
import { type Draft, placesOf } from "../draft.ts";
import { doubles, itemsOf, type Placed, repeated } from "./items.ts";
import { lookAlikes } from "./members.ts";
import { type Suggest, suggesterOf } from "./suggest.ts";

/** What spaces and rooms contradict: each other, the members, the roles, and the server's settings. */
export function placeProblems(draft: Draft): readonly Complaint[] {
  return [
    ...aliasProblems(draft),
    ...peopleProblems(draft),
    ...powerProblems(draft),
    ...joinProblems(draft),
    ...teamProblems(draft),
  ];
}

function aliasProblems(draft: Draft): readonly Complaint[] {
  const all = placesOf(draft).flatMap(({ read: { alias }, path }) =>
    alias === undefined ? [] : [{ text: alias, path: [...path, "alias"] }],
  );
  const twice = repeated(all, (text) => text).map(({ again, first }) => ({
    path: again.path,
    found: `${quote(again.text)} is the alias of ${keyOf(first.path.slice(0, -1))} already`,
    write: "Write another alias: a room is recognised by it.",
  }));
  return [...twice, ...lookAlikes(all, (text) => text)];
}

/** Who is in a room must be there, and there must be someone. */
function peopleProblems(draft: Draft): readonly Complaint[] {
  const teams = teamsOf(draft);
  const ids = new Set(draft.members.map(({ read }) => String(read.id)));
  const [suggestTeam, suggestMember] = [suggesterOf([...teams]), suggesterOf([...ids])];
  const [haveTeams, haveIds] = [
    draft.members.every(({ read }) => read.teams !== undefined),
    draft.members.every(({ read }) => read.id !== undefined),
  ];
  return placesOf(draft).flatMap(({ readable: { people }, path }) => {
    if (people === undefined || people === "everyone") return [];
    const at = [...path, "people"];
    const [inTeams, named] = [itemsOf(people.teams, [...at, "teams"]), itemsOf(people.members, [...at, "members"])];
    const noTeams = inTeams.filter(({ text }) => !teams.has(text)).map((each) => unknownTeam(each, suggestTeam));
    const noMembers = named.filter(({ text }) => !ids.has(text)).map((each) => unknownMember(each, suggestMember));
    const found = [...(haveTeams ? noTeams : []), ...(haveIds ? noMembers : [])];
    const twice = [...doubles(inTeams), ...doubles(named)];
    const isEmpty = people.teams.length + people.members.length === 0;
    return [...found, ...twice, ...(isEmpty ? [noMember(at)] : [])];
  });
}

function noMember(path: Complaint["path"]): Complaint {
  const write = "Write `everyone`, or below it `teams:` or `members:` with at least one.";
  return { path, at: "name", found: "the room has no member", write };
}

function unknownTeam({ text: team, path }: Placed, suggest: Suggest): Complaint {
  const meant = suggest(team);
  const write =
    meant === null
      ? "Write it below `teams:` of at least one member."
      : `Write \`${meant}\`, or write it below \`teams:\` of at least one member.`;
  return { path, found: `no member is in a team ${quote(team)}`, write };
}

function unknownMember({ text: id, path }: Placed, suggest: Suggest): Complaint {
  const meant = suggest(id);
  const write =
    meant === null
      ? "Add them below `members:`, or delete the line."
      : `Write "${meant}", or add them below \`members:\`.`;
  return { path, found: `${quote(id)} is no member`, write };
}

function powerProblems(draft: Draft): readonly Complaint[] {
  const suggest = suggesterOf(Object.keys(draft.roles));
  return placesOf(draft).flatMap(({ readable: { powers = {} }, path }) =>
    Object.keys(powers).flatMap((role) => {
      const at = [...path, "powers", role];
      if (Object.hasOwn(draft.roles, role)) return [];
      const meant = suggest(role);
      const write = meant === null ? "Add it below `roles:`." : `Write \`${meant}\`, or add it below \`roles:\`.`;
      return [{ path: at, at: "name" as const, found: `there is no role ${quote(role)}`, write }];
    }),
  );
}

function joinProblems(draft: Draft): readonly Complaint[] {
  const inSpaces = new Set(draft.spaces.flatMap(({ read }) => read.rooms ?? []));
  const isWhole = draft.spaces.every(({ read }) => read.rooms !== undefined);
  return placesOf(draft).flatMap(({ read: { alias, join }, path }) => {
    if (!isWhole || join !== "space" || alias === undefined || inSpaces.has(alias)) return [];
    const write = `Add \`${alias}\` below \`rooms:\` of a space, or write \`join: invited\`.`;
    return [{ path: [...path, "join"], found: "members of a space can join, but it is in no space", write }];
  });
}

function teamsOf({ members }: Draft): ReadonlySet<string> {
  return new Set(members.flatMap(({ read }) => read.teams ?? []));
}

function teamProblems({ members }: Draft): readonly Complaint[] {
  const each = members.map(({ readable: { teams = [] }, path }) => itemsOf(teams, [...path, "teams"]));
  return [...each.flatMap(doubles), ...lookAlikes(each.flat(), (text) => text)];
}
