// Changes a password over the client-server API of the server this page comes from.

const patience = 90_000;

/**
 * Signs in for the moment, changes the password, signs out again. Never throws; passwords go into request bodies alone.
 * `tell` hears what is being done. The outcome says how far it came, and what the server answered where it refused.
 */
export async function changePassword({ user, current, next, signOutOthers }, tell) {
  const identifier = { type: "m.id.user", user };
  tell("signing in");
  const signedIn = await ask("login", null, {
    type: "m.login.password",
    identifier,
    password: current,
    initial_device_display_name: `Password page of ${location.host}`,
  });
  if (signedIn.status !== 200) return { step: "sign in", ...signedIn };
  const token = String(signedIn.body.access_token);
  try {
    tell("changing");
    return await change(token, { new_password: next, logout_devices: signOutOthers }, (session) => {
      return { type: "m.login.password", identifier, password: current, session };
    });
  } finally {
    await ask("logout", token, {});
  }
}

/**
 * The server wants to know once more who it is (Matrix client-server API, "User-interactive authentication"). The password
 * is proof enough for Synapse at the first request; where it is not, the answer names a session to prove it in.
 */
async function change(token, wanted, proof) {
  const first = await ask("account/password", token, { ...wanted, auth: proof(undefined) });
  const { session, errcode } = first.body;
  const asksForMore = first.status === 401 && session !== undefined && errcode === undefined;
  const last = asksForMore ? await ask("account/password", token, { ...wanted, auth: proof(session) }) : first;
  return last.status === 200 ? { step: "done" } : { step: "change", ...last };
}

/** One request. Status 0 is no answer. */
async function ask(path, token, body) {
  try {
    const answer = await fetch(`/_matrix/client/v3/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      // What was begun goes on when the page is closed.
      keepalive: true,
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    return { status: answer.status, body: await jsonOf(answer), retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { status: 0, body: {}, retryAfter: null };
  }
}

async function jsonOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
