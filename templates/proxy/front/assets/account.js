// A member's own account, over the client-server API of the server that this page comes from.
import { ask, askWithPassword, signIn, signOut } from "./ask.js";
import { judgeDevices } from "./confirmed.js";

/** Signs in for a moment. The outcome says which step was the last, and what the server answered if it refused. Nothing here throws. */
export async function open(user, password, device) {
  // Synapse keeps the tokens that a device had before, so a visit that was cut off would still be signed in. Its device has another name.
  const name = `Account page of ${location.host}, ${new Date().toISOString()}`;
  const first = await enter({ user, password, device, name });
  if (first.step !== "done" || (await nameOf(first.account)) === name) return first;
  await close(first.account);
  return enter({ user, password, device, name });
}

async function enter(credentials) {
  const { status, body, retryAfter } = await signIn(credentials);
  if (status !== 200) return { step: "sign in", status, body, retryAfter };
  const account = { token: String(body.access_token), userId: String(body.user_id), device: String(body.device_id) };
  return { step: "done", account };
}

async function nameOf({ token, device }) {
  return (await ask("GET", `v3/devices/${encodeURIComponent(device)}`, token)).body.display_name;
}

/**
 * All devices but the one of this page, the last seen first, and what is there for a loss: a recovery key, and a backup of keys. Each
 * may be null, where the server does not say.
 */
export async function read({ token, userId, device }) {
  const key = `v3/user/${encodeURIComponent(userId)}/account_data/m.secret_storage.default_key`;
  const [listed, keys, recovery, backup] = await Promise.all([
    ask("GET", "v3/devices", token),
    ask("POST", "v3/keys/query", token, { device_keys: { [userId]: [] } }),
    ask("GET", key, token),
    ask("GET", "v3/room_keys/version", token),
  ]);
  const refused = [listed, keys].find(({ status }) => status !== 200);
  if (refused !== undefined) return { step: "read", ...refused };
  const others = [listed.body.devices ?? []].flat().filter(({ device_id: id }) => id !== device);
  const judged = await judgeDevices(
    userId,
    others.map(({ device_id: id }) => id),
    keys.body,
  );
  const devices = others.map((each) => deviceOf(each, judged.get(each.device_id)));
  const hasRecovery = isThere(recovery, ({ key }) => typeof key === "string" && key !== "");
  const view = { devices: devices.sort((one, other) => (other.seen ?? 0) - (one.seen ?? 0)), hasRecovery };
  return { step: "done", view: { ...view, hasBackup: isThere(backup, () => true) } };
}

function deviceOf({ device_id: id, display_name: name, last_seen_ts: seen, last_seen_ip: address }, state) {
  return { id, name: name ?? null, seen: seen ?? null, address: address ?? null, state };
}

function isThere({ status, body }, isWhole) {
  if (status === 404) return false;
  return status === 200 ? isWhole(body) : null;
}

/** Signs one device out; the server wants the password for that. */
export async function end({ token, userId }, id, password) {
  const answer = await askWithPassword("v3/delete_devices", token, { devices: [id] }, { user: userId, password });
  return answer.status === 200 ? { step: "done" } : { step: "end", ...answer };
}

/** Signs this page out. */
export async function close({ token }) {
  return signOut(token);
}
