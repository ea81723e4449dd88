import { inject } from "vitest";
import type { ExportRun } from "../../../support/members/exporting.ts";
import type { Gate } from "../../../support/members/gate.ts";
import { type MemberDevice, newDevice } from "../../../support/members/recovering/device.ts";
import { newPeer, newPerson, type Place, placeAt } from "../../../support/members/recovering/scene.ts";
import { setUpRecovery } from "../../../support/members/recovering/setting-up.ts";

/** A member on their device, after their first day. */
export interface Member {
  readonly device: MemberDevice;
  readonly key: string;
}

/** The members of one file of tests, and what they sign in on. */
export interface Company {
  newMember(name: string): Promise<Member>;
  newPeer(): Promise<MemberDevice>;
  /** Has a device stopped at the end. */
  readonly keep: (device: MemberDevice) => MemberDevice;
  end(): Promise<void>;
}

const stack = inject("keysStack");

/** Lets members in at the server of the tests of keys. */
export async function gatherCompany(): Promise<Company> {
  const place: Place = await placeAt(stack);
  const devices: MemberDevice[] = [];
  const keep = (device: MemberDevice) => {
    devices.push(device);
    return device;
  };
  return {
    keep,
    newMember: async (name) => {
      const device = keep(await newDevice(stack, await newPerson(place, name), "on"));
      return { device, key: await setUpRecovery(device) };
    },
    newPeer: async () => keep(await newPeer(place, "on")),
    end: async () => {
      for (const device of devices) await device.stop();
      place.close();
    },
  };
}

/** An export by a member. */
export function runOf({ device, key }: Member, at: Pick<ExportRun, "baseUrl" | "authorityFile"> = stack): ExportRun {
  return { person: device.person, baseUrl: at.baseUrl, authorityFile: at.authorityFile, typed: [key] };
}

/** The same through a gate. */
export function through(gate: Gate, member: Member): ExportRun {
  return runOf(member, { baseUrl: gate.baseUrl, authorityFile: null });
}

/** A request of a member that no client has a method for. */
export function raw(
  { sdk, accessToken, fetch }: MemberDevice,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${sdk.getHomeserverUrl()}/_matrix/client/v3/${path}`, { method, headers, ...content });
}

/** The devices of exports that an account has. */
export async function exportDevicesOf(device: MemberDevice): Promise<readonly string[]> {
  const { devices } = (await (await raw(device, "GET", "devices")).json()) as { devices: { device_id: string }[] };
  return devices.map(({ device_id: id }) => id).filter((id) => id.startsWith("CHATKEEPEXPORT"));
}

/** How many keys the account's backup has. */
export async function keysInBackup(device: MemberDevice): Promise<number> {
  const { count } = (await (await raw(device, "GET", "room_keys/version")).json()) as { count: number };
  return count;
}
