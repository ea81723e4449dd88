import type { Verifier } from "matrix-js-sdk/lib/crypto-api/index.js";
import {
  CryptoEvent,
  type ShowSasCallbacks,
  VerificationPhase,
  type VerificationRequest,
  VerifierEvent,
} from "matrix-js-sdk/lib/crypto-api/index.js";
import { until, untilTrue } from "../../../../src/io/machine/until.ts";
import type { MemberDevice } from "./device.ts";

const quickly = { everyMilliseconds: 20 };

/**
 * Confirms a new device with another living one of the same member (specification, "Short Authentication String (SAS) verification"):
 * both show the same emoji, the member says so on both, and the old one hands over the member's secrets.
 */
export async function confirmWithDevice(fresh: MemberDevice, old: MemberDevice): Promise<readonly string[]> {
  await fresh.crypto.userHasCrossSigningKeys(fresh.userId, true);
  const emoji = await whileHearing(old, async (heard) => {
    const request = await fresh.crypto.requestOwnUserVerification();
    return await compareEmoji(request, await heard(request));
  });
  await untilTrue(`secrets of ${fresh.userId} on the new device`, () => holdsSecrets(fresh), quickly);
  return emoji;
}

/** Two people confirm each other's identity, in the room they share, until both clients show the other as verified. */
export async function confirmEachOther(one: MemberDevice, other: MemberDevice, roomId: string): Promise<void> {
  await whileHearing(other, async (heard) => {
    const request = await one.crypto.requestVerificationDM(other.userId, roomId);
    return await compareEmoji(request, await heard(request));
  });
  await Promise.all([seesVerified(one, other), seesVerified(other, one)]);
}

async function seesVerified({ crypto, userId }: MemberDevice, other: MemberDevice): Promise<void> {
  await untilTrue(`verified identity of ${other.userId} at ${userId}`, async () =>
    (await crypto.getUserVerificationStatus(other.userId)).isCrossSigningVerified(),
  );
}

/** Whether a device holds the private keys of the member's identity, and the key of their backup. */
async function holdsSecrets({ crypto }: MemberDevice): Promise<boolean> {
  const { masterKey, selfSigningKey, userSigningKey } = (await crypto.getCrossSigningStatus()).privateKeysCachedLocally;
  const backup = await crypto.getSessionBackupPrivateKey();
  return masterKey && selfSigningKey && userSigningKey && backup !== null;
}

/** Both sides of a comparison. Gives the emoji, once both have shown the same. */
async function compareEmoji(request: VerificationRequest, received: VerificationRequest): Promise<readonly string[]> {
  await received.accept();
  await until("answer to the request", () => (request.phase === VerificationPhase.Ready ? true : null), quickly);
  const verifier = await request.startVerification("m.sas.v1");
  const [shown, done] = startShowing(verifier);
  const answering = await until("start of the comparison", () => received.verifier ?? null, quickly);
  const [shownThere, doneThere] = startShowing(answering);
  const [here, there] = await Promise.all([shown, shownThere]);
  const [emoji, emojiThere] = [emojiOf(here), emojiOf(there)];
  if (emoji.join() !== emojiThere.join()) throw new Error(`${emoji} is not ${emojiThere}: someone is in between.`);
  await Promise.all([here.confirm(), there.confirm()]);
  await Promise.all([done, doneThere]);
  return emoji;
}

function startShowing(verifier: Verifier): readonly [Promise<ShowSasCallbacks>, Promise<void>] {
  const shown = new Promise<ShowSasCallbacks>((resolve, reject) => {
    verifier.on(VerifierEvent.ShowSas, resolve);
    verifier.on(VerifierEvent.Cancel, () => reject(new Error("The comparison was cancelled.")));
  });
  return [shown, verifier.verify()];
}

function emojiOf({ sas }: ShowSasCallbacks): readonly string[] {
  return (sas.emoji ?? []).map(([emoji]) => emoji);
}

/** The other side's view of a request that was made. */
type Heard = (request: VerificationRequest) => Promise<VerificationRequest>;

/** Does something while a device hears requests. It may hear others: one that has ended comes up again where a new device reads back. */
async function whileHearing<Done>(device: MemberDevice, act: (heard: Heard) => Promise<Done>): Promise<Done> {
  const requests: VerificationRequest[] = [];
  const hear = (request: VerificationRequest) => void requests.push(request);
  device.sdk.on(CryptoEvent.VerificationRequestReceived, hear);
  const heard: Heard = ({ transactionId }) =>
    until(`request ${transactionId} at ${device.userId}`, () => {
      return requests.find((each) => each.transactionId === transactionId) ?? null;
    });
  return await act(heard).finally(() => device.sdk.off(CryptoEvent.VerificationRequestReceived, hear));
}
