// Changes a password over the client-server API of the server that this page comes from.

const patience = 90_000;

/**
 * Signs in, changes the password, and signs out again. Never throws. Passwords are only in request bodies.
 * `tell` is called with each step. The outcome says which step was the last, and what the server answered if it refused.
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
 * The server asks for the password again (Matrix client-server API, "User-interactive authentication"). Synapse accepts it in
 * the first request; if a server does not, its answer names a session, and the password is sent in that session.
 */
async function change(token, wanted, proof) {
  const first = await ask("account/password", token, { ...wanted, auth: proof(undefined) });
  const { session, errcode } = first.body;
  const asksForMore = first.status === 401 && session !== undefined && errcode === undefined;
  const last = asksForMore ? await ask("account/password", token, { ...wanted, auth: proof(session) }) : first;
  return last.status === 200 ? { step: "done" } : { step: "change", ...last };
}

/** Sends one request. Status 0 means no answer. */
async function ask(path, token, body) {
  try {
    const answer = await fetch(`/_matrix/client/v3/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      // The request continues after the page is closed.
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
