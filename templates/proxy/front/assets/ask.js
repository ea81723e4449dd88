// Requests to the server that this page comes from (Matrix client-server API). Passwords and tokens are only in bodies and headers.

const patience = 90_000;

/** Sends one request; `path` is what follows `/_matrix/client/`. Status 0 means no answer. */
export async function ask(method, path, token, body) {
  try {
    const answer = await fetch(`/_matrix/client/${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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

/**
 * Signs in by password for a moment. The device is the same at each visit: when one visit signs out, the device goes with all its
 * tokens, also those of visits that were cut off. `name` is only given to a device that the server does not know yet.
 */
export function signIn({ user, password, device, name = `Account page of ${location.host}` }) {
  return ask("POST", "v3/login", null, {
    type: "m.login.password",
    identifier: { type: "m.id.user", user },
    password,
    device_id: device,
    initial_device_display_name: name,
  });
}

/** Signs out: the server removes the device. */
export function signOut(token) {
  return ask("POST", "v3/logout", token, {});
}

/**
 * Asks for what needs the password again (Matrix client-server API, "User-interactive authentication"). Synapse accepts it in the
 * first request; if a server does not, its answer names a session, and the password is sent in that session.
 */
export async function askWithPassword(path, token, wanted, { user, password }) {
  const proof = (session) => ({ type: "m.login.password", identifier: { type: "m.id.user", user }, password, session });
  const first = await ask("POST", path, token, { ...wanted, auth: proof(undefined) });
  const { session, errcode } = first.body;
  const asksForMore = first.status === 401 && session !== undefined && errcode === undefined;
  return asksForMore ? ask("POST", path, token, { ...wanted, auth: proof(session) }) : first;
}

async function jsonOf(answer) {
  try {
    const body = await answer.json();
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}
