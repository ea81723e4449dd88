import { complain, leaf } from "../../leaf.ts";
import { plainText } from "../../wording.ts";
import type { Complaint } from "../complaint.ts";

const role = /^[a-z][a-z0-9-]{0,31}$/;

/** Power levels by the name of a role (Matrix spec, "m.room.power_levels"): 0 to 100. */
export const powerLevels = leaf<Readonly<Record<string, number>>>(
  {
    type: "object",
    propertyNames: { pattern: role.source },
    additionalProperties: { type: ["integer", "string"], minimum: 0, maximum: 100, pattern: "^\\d{1,3}$" },
  },
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return complain(
        "a power level for each role",
        value,
        "Write one on each line below it, such as `moderator: 50`.",
      );
    }
    const read = Object.entries(value).map(([name, level]) => ({ name, level: levelOf(level), written: level }));
    const complaints = read.flatMap(({ name, level, written }) => complaintsAbout(name, level, written));
    return complaints.length > 0
      ? { complaints }
      : { value: Object.fromEntries(read.map(({ name, level }) => [name, level ?? 0])) };
  },
);

function levelOf(level: unknown): number | null {
  const text = plainText(level);
  return /^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : null;
}

function complaintsAbout(name: string, level: number | null, written: unknown): readonly Complaint[] {
  const wrong = complain("a power level from 0 to 100", written, "Write a whole number from 0 to 100.");
  const wrongName = complain(
    "a role's name",
    name,
    "Write small letters, digits and `-`, at most 32, such as `team-lead`.",
  );
  const admin = {
    found: "`admin` is always 100: with less, no member could manage the rooms",
    write: "Delete the line.",
  };
  return [
    ...(role.test(name) ? [] : "complaints" in wrongName ? wrongName.complaints : []),
    ...(level === null && "complaints" in wrong ? wrong.complaints : []),
    ...(name === "admin" && level !== null && level !== 100 ? [admin] : []),
  ].map((each) => ({ ...each, path: [name] }));
}

/** The name of a role. Editors offer the usual ones. */
export const roleName = leaf<string>(
  { anyOf: [{ enum: ["admin", "moderator", "member"] }, { type: "string", pattern: role.source }] },
  (value) => {
    if (typeof value === "string" && role.test(value)) return { value };
    return complain("a role", value, "Write `admin`, `moderator`, `member` or a role of your own below `roles:`.");
  },
);
