import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synapseRooms } from "../../../src/io/synapse/rooms.ts";
import type { Json } from "../../../src/kinds/json.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { type SeenPlace, seenPlace } from "../../../src/operations/team/apply/seen.ts";
import { operatorOf } from "../members/operator.ts";
import { chatkeepSucceeds } from "../stack/command-line.ts";
import type { StackRecord } from "../stack/stack.ts";
import { forgetTeam, writeRoster } from "./roster-file.ts";
import { readSheet } from "./sheet.ts";

/** A roster as it is written. */
export type Written = Readonly<Record<string, Json>>;

/** What rosters are applied on, and what a person would see of that. People and rooms have a mark of the test in their names. */
export interface Applying {
  readonly id: (name: string) => string;
  /** `team apply` without questions. */
  readonly words: readonly string[];
  applied(roster: Written): Promise<{ readonly steps: readonly { readonly kind: string }[] }>;
  stepsLeft(): Promise<unknown>;
  placeOf(alias: string): Promise<SeenPlace>;
  accountOf(user: string): Promise<Json>;
  /** How a sign-in ends that says what the member's sheet does. */
  signInStatus(name: string): Promise<number>;
  /** Other tests of this server have rosters of their own: no member of them leaves. */
  forget(): Promise<void>;
  end(): Promise<void>;
}

/** Applies rosters on a server, which has no team at first. */
export async function applyingOn(server: StackRecord, mark: string): Promise<Applying> {
  const operator = await operatorOf(server);
  const rooms = synapseRooms(operator, `@chatkeep:${server.serverName}` as UserId);
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-apply-"));
  const words = ["team", "apply", "--yes", "--json", "--sheets", folder];
  const forget = () => forgetTeam(server);
  await forget();
  return {
    id: (name) => `@${mark}-${name}:${server.serverName}`,
    words,
    applied: async (roster) => {
      await writeRoster(server.name, roster);
      return JSON.parse((await chatkeepSucceeds(server, words)).stdout);
    },
    stepsLeft: async () => JSON.parse((await chatkeepSucceeds(server, ["team", "plan", "--json"])).stdout).steps,
    placeOf: async (alias) => {
      const room = await rooms.find(`#${mark}-${alias}:${server.serverName}`);
      if (room === null) throw new Error(`There is no room #${mark}-${alias}`);
      return seenPlace(room, await rooms.state(room));
    },
    accountOf: async (user) =>
      (await operator.send("GET", `/_synapse/admin/v2/users/${encodeURIComponent(user)}`)).body,
    signInStatus: async (name) => {
      const { userId: user, password } = await readSheet(folder, `${mark}-${name}`);
      const body = { type: "m.login.password", identifier: { type: "m.id.user", user }, password };
      return (await operator.send("POST", "/_matrix/client/v3/login", body)).status;
    },
    forget,
    end: async () => {
      operator.close();
      await forget();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
