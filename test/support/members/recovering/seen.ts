import { until, untilTrue } from "../../../../src/io/machine/until.ts";
import type { MemberDevice } from "./device.ts";

/** How one member's client sees a device of another member, or of its own. */
export interface SeenDevice {
  /** Signed by its owner's identity: what clients call verified by its owner, and what isolation asks for. */
  readonly signed: boolean;
}

/** How this client sees a device, once it knows of it. A signature that has just been made may reach it a moment later. */
export async function seesDevice(viewer: MemberDevice, { userId, deviceId }: MemberDevice): Promise<SeenDevice> {
  const status = await until(`device ${deviceId} of ${userId} at ${viewer.userId}`, () =>
    viewer.crypto.getDeviceVerificationStatus(userId, deviceId),
  );
  return { signed: status.signedByOwner };
}

/** Waits until this client sees a device as signed by its owner. */
export async function seesDeviceSigned(viewer: MemberDevice, device: MemberDevice): Promise<void> {
  const awaited = `signature of ${device.userId} on ${device.deviceId} at ${viewer.userId}`;
  await untilTrue(awaited, async () => (await seesDevice(viewer, device)).signed);
}

/** How this client sees someone's identity. */
export interface SeenIdentity {
  /** It is another one than before, so this client warns. */
  readonly changed: boolean;
  /** The two have compared emoji, and nothing has changed since. */
  readonly verified: boolean;
}

/** How this client sees the identity of someone it shares a room with. */
export async function seesIdentity({ crypto }: MemberDevice, userId: string): Promise<SeenIdentity> {
  const status = await crypto.getUserVerificationStatus(userId);
  return { changed: status.needsUserApproval, verified: status.isCrossSigningVerified() };
}

/** Waits until this client knows that a device of someone is gone: from there on it encrypts no longer for it. */
export async function seesDeviceGone({ crypto, userId: viewer }: MemberDevice, gone: MemberDevice): Promise<void> {
  await untilTrue(`device list of ${gone.userId} without ${gone.deviceId} at ${viewer}`, async () => {
    const devices = (await crypto.getUserDeviceInfo([gone.userId], true)).get(gone.userId);
    return devices !== undefined && !devices.has(gone.deviceId);
  });
}
