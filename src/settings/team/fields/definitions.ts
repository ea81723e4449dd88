import * as z from "zod";
import type { ServerName } from "../../../kinds/names.ts";
import { choice, group, optional } from "../../leaf.ts";
import { retention, span, yesOrNo } from "../../shapes/quantities.ts";
import { alias } from "./aliases.ts";
import { accountId, guestId, memberId } from "./ids.ts";
import { listOf } from "./lists.ts";
import { picturePath } from "./pictures.ts";
import { powerLevels, roleName } from "./powers.ts";
import { email, text, word } from "./texts.ts";

/** The longest name of a person or a room; Synapse takes 256 characters for people (synapse/types, `MAX_DISPLAYNAME_LEN`). */
const longestName = 200;

/** What one member is, by key: what it is for, its default, and how it is read. */
export const memberFields = (server: ServerName) => ({
  id: memberId(server).meta({
    description: "The whole user ID, in quotes. It never changes.",
    examples: [`@ana:${server}`],
  }),
  name: text({ what: "a name", max: longestName, example: "Ana Lima" }).meta({
    description: "The name that everyone sees.",
    examples: ["Ana Lima"],
  }),
  email: optional(email).meta({
    description: "Where the sheet for the first sign-in is sent. Without it, the sheet is printed.",
    examples: [`ana@${server}`],
  }),
  role: roleName.prefault("member").meta({
    description: "admin (also administers the server), moderator, member, or a role of your own below `roles:`.",
    examples: ["admin", "moderator", "member"],
  }),
  teams: listOf(word("a team's name", "design"), "teams").meta({
    description: "The teams that they are in. Rooms can be for a team.",
    examples: [["design"]],
  }),
  contacts: listOf(text({ what: "a contact", max: 200, example: "+44 20 7946 0000" }), "contacts").meta({
    description: "Other ways to reach them, such as a telephone number. For people, not for programs.",
    examples: [["+44 20 7946 0000"]],
  }),
  joinsBy: choice(["password", "token"])
    .prefault("password")
    .meta({
      description: "What they first sign in with: an initial password, or a registration token in a web client.",
      examples: ["password"],
    }),
});

const people = (server: ServerName) =>
  z.union([
    choice(["everyone"]),
    group({
      teams: listOf(word("a team's name", "design"), "teams").meta({ description: "Everyone in these teams." }),
      members: listOf(memberId(server), "user IDs").meta({ description: "These members." }),
    }),
  ]);

/** What spaces and rooms have in common, by key. */
const placeFields = (server: ServerName) => ({
  alias: alias(server).meta({
    description: `What it is recognised by: \`general\` is #general:${server}. With another alias it is another room.`,
    examples: ["general"],
  }),
  name: text({ what: "a name", max: longestName, example: "General" }).meta({
    description: "The name that everyone sees.",
    examples: ["General"],
  }),
  topic: optional(text({ what: "a topic", max: 1_000, example: "News for the whole team", lines: true })).meta({
    description: "What it is about.",
    examples: ["News for the whole team"],
  }),
  avatar: optional(picturePath).meta({
    description:
      "Its picture: the path of a PNG, JPEG, GIF or WebP file in the roster's folder or below. Without it, the picture is left as it is.",
    examples: ["pictures/general.png"],
  }),
  people: people(server)
    .prefault("everyone")
    .meta({
      description: "Who is in it: everyone, or the members of some teams and single members.",
      examples: ["everyone", { teams: ["design"], members: [`@ana:${server}`] }],
    }),
  join: choice(["invited", "space", "server"])
    .prefault("invited")
    .meta({
      description:
        "Who can join without an invitation: no one (invited), members of a space that it is in (space), or every account of this server (server, while federation is closed).",
      examples: ["invited"],
    }),
  powers: powerLevels.prefault({}).meta({
    description: "Power levels by role, where they differ from `roles:`.",
    examples: [{ moderator: 100 }],
  }),
  guests: listOf(guestId(server), "user IDs").meta({
    description: "People of other servers to invite, where the server's federation reaches them.",
    examples: [["@eve:partner.example"]],
  }),
});

/** What one space is, by key. */
export const spaceFields = (server: ServerName) => ({
  ...placeFields(server),
  rooms: listOf(alias(server), "aliases").meta({
    description: "Aliases of the rooms and spaces in it.",
    examples: [["general", "design"]],
  }),
});

/** What one room is, by key. */
export const roomFields = (server: ServerName) => ({
  ...placeFields(server),
  encrypted: yesOrNo.prefault(true).meta({
    description:
      "Whether messages are end-to-end encrypted. The server encrypts every new room, and it cannot be switched off: false is only for a room that is there and is not encrypted.",
    examples: [true],
  }),
  history: choice(["shared", "invited", "joined"])
    .prefault("shared")
    .meta({
      description:
        "What newcomers can read: everything (shared), or what was sent since they were invited (invited) or joined (joined).",
      examples: ["shared"],
    }),
  retention: retention({ example: "90 days" })
    .prefault("forever")
    .meta({
      description: "How long messages are kept, such as 90 days. Needs chatkeep:messageRetention, and at most that.",
      examples: ["forever"],
    }),
});

/** What is expected of members, by key. */
export const policyFields = {
  recoveryWithin: span({ example: "7 days" })
    .prefault("7 days")
    .meta({
      description: "How soon after the invitation recovery must be set up.",
      examples: ["7 days"],
    }),
  staleDevicesAfter: span({ example: "30 days" })
    .prefault("30 days")
    .meta({
      description: "After how long without use a device is reported.",
      examples: ["30 days"],
    }),
};

/** A whole roster, by key. The lists of members, spaces and rooms hold what the fields above say. */
export const topFields = (server: ServerName) => ({
  roles: powerLevels.prefault({}).meta({
    description: "Power levels by role. admin is 100, moderator 50 and member 0 if nothing is written.",
    examples: [{ "team-lead": 60 }],
  }),
  members: z.array(z.strictObject(memberFields(server))).meta({ description: "The people of the team." }),
  spaces: z
    .array(z.strictObject(spaceFields(server)))
    .prefault([])
    .meta({ description: "Spaces, which group rooms." }),
  rooms: z
    .array(z.strictObject(roomFields(server)))
    .prefault([])
    .meta({ description: "Rooms." }),
  policies: z.strictObject(policyFields).prefault({}).meta({ description: "What is expected of members." }),
  unmanaged: listOf(accountId(server), "user IDs").meta({
    description: "Accounts of this server that are no members, such as bots. They are never touched.",
    examples: [[`@bot:${server}`]],
  }),
});
