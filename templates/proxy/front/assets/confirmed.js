// Which devices are confirmed: signed by the member's own signing key, and verified here, as apps do (Matrix spec, "Cross-signing").

/**
 * What signatures say of each of these devices, by its id. `confirmed`: the signature is right. `claimed`: there is one, and this browser
 * cannot verify it. `unconfirmed`: no signature counts. `keyless`: the device has no keys, so it reads no encrypted message.
 * `answer` is what the server answers to `/keys/query`; `verify` may be another way to verify.
 */
export async function judgeDevices(userId, ids, answer, verify = verifyByBrowser) {
  const signer = await signerIn(userId, answer, verify);
  const keysOf = (id) => own(own(answer.device_keys, userId), id);
  const judged = ids.map(async (id) => [id, await judge({ userId, id, keys: keysOf(id), signer, verify })]);
  return new Map(await Promise.all(judged));
}

async function judge({ userId, id, keys, signer, verify }) {
  if (keys === undefined) return "keyless";
  if (signer === null || own(keys, "user_id") !== userId || own(keys, "device_id") !== id) return "unconfirmed";
  const isSigned = await isSignedBy(keys, userId, signer.key, verify);
  if (isSigned === false) return "unconfirmed";
  return isSigned === null || !signer.verified ? "claimed" : "confirmed";
}

/** The key that signs devices. One that the master key did not sign is none. */
async function signerIn(userId, { master_keys: masters, self_signing_keys: signers }, verify) {
  const [master, signer] = [own(masters, userId), own(signers, userId)];
  const [masterKey, key] = [keyIn(master), keyIn(signer)];
  if (masterKey === null || key === null) return null;
  const isSigned = await isSignedBy(signer, userId, masterKey, verify);
  return isSigned === false ? null : { key, verified: isSigned === true };
}

/** null: it is signed, but that cannot be verified here. */
async function isSignedBy(object, userId, key, verify) {
  const signature = own(own(own(object, "signatures"), userId), `ed25519:${key}`);
  if (typeof signature !== "string") return false;
  const { signatures: _, unsigned: __, ...signed } = object;
  return verify(key, signature, canonicalJson(signed));
}

/** The one key in a cross-signing key object. */
function keyIn(object) {
  const [key] = Object.values(own(object, "keys") ?? {});
  return typeof key === "string" ? key : null;
}

/** A device may call itself `constructor`. */
function own(object, name) {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** JSON with its keys in the order of their code points and nothing between them (Matrix spec, appendices, "Canonical JSON"). */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort(byCodePoints);
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(",")}}`;
}

function byCodePoints(one, other) {
  const [left, right] = [[...one], [...other]];
  for (const [index, letter] of left.entries()) {
    if (index === right.length) return 1;
    const difference = letter.codePointAt(0) - right[index].codePointAt(0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Verifies with the browser's own cryptography; null where it does not know Ed25519 (Web Cryptography API, "Ed25519"). */
export async function verifyByBrowser(key, signature, text) {
  const algorithm = { name: "Ed25519" };
  try {
    const imported = await crypto.subtle.importKey("raw", bytesOf(key), algorithm, false, ["verify"]);
    return await crypto.subtle.verify(algorithm, imported, bytesOf(signature), new TextEncoder().encode(text));
  } catch (error) {
    return error instanceof DOMException && error.name === "NotSupportedError" ? null : false;
  }
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
