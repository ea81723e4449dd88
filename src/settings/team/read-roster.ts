import { type Problem, SettingsError } from "../../errors.ts";
import { type Draft, draftOf, type RosterGrounds } from "./draft.ts";
import { readRosterFile } from "./file/roster-file.ts";
import { type PictureFacts, pictureAt, type RosterPicture } from "./pictures.ts";
import type { Fielded, Fields } from "./read-fields.ts";
import type { Roster } from "./roster.ts";
import { memberProblems } from "./rules/members.ts";
import { pictureProblems } from "./rules/pictures.ts";
import { placeProblems } from "./rules/places.ts";
import { serverProblems } from "./rules/server.ts";
import { spaceProblems } from "./rules/spaces.ts";

/**
 * Reads a roster: the text of stacks/team.STACK.yaml, for the server that the settings describe, beside the files that it names. Throws one SettingsError with
 * everything that is wrong in it, each with line and column, in the order of the file.
 */
export function readRoster(text: string, file: string, grounds: RosterGrounds): Roster {
  const read = readRosterFile(text, file);
  const draft = draftOf(read.values, grounds);
  const rules = [memberProblems, placeProblems, spaceProblems, serverProblems, pictureProblems];
  const complaints = [...draft.complaints, ...rules.flatMap((rule) => rule(draft))];
  const problems = inOrder([...read.problems, ...complaints.flatMap((complaint) => read.problemsAt(complaint))]);
  const roster = rosterOf(draft);
  if (problems.length > 0 || roster === null) throw new SettingsError(problems);
  return roster;
}

/** By place. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** Null where something could not be read. */
function rosterOf({ members, spaces, rooms, policies, roles, unmanaged, pictures }: Draft): Roster | null {
  const read = {
    members: members.flatMap(whole),
    spaces: spaces.flatMap(whole).map((space) => withPicture(space, pictures)),
    rooms: rooms.flatMap(whole).map((room) => withPicture(room, pictures)),
  };
  const [rules] = whole(policies);
  if (rules === undefined || !unmanaged.every((id) => id !== null)) return null;
  return { ...read, roles, policies: rules, unmanaged };
}

/** The path of its picture becomes the picture. */
function withPicture<Place extends { readonly avatar: string | null }>(
  { avatar: path, ...place }: Place,
  pictures: PictureFacts,
): Omit<Place, "avatar"> & { readonly avatar: RosterPicture | null } {
  return { ...place, avatar: path === null ? null : pictureAt(path, pictures.get(path)) };
}

type Whole<Shape extends Fields> = Required<Fielded<Shape>["read"]>;

/** What was read, if all of it could be. */
function whole<Shape extends Fields>({ read, complaints }: Fielded<Shape>): readonly Whole<Shape>[] {
  return isWhole(read, complaints) ? [read] : [];
}

function isWhole<Shape extends Fields>(_: Fielded<Shape>["read"], complaints: readonly unknown[]): _ is Whole<Shape> {
  return complaints.length === 0;
}
