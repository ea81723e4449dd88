// Changes a password over the client-server API of the server that this page comes from.
import { askWithPassword, signIn, signOut } from "./ask.js";

/**
 * Signs in, changes the password, and signs out again. Never throws. `tell` is called with each step. The outcome says which step
 * was the last, and what the server answered if it refused.
 */
export async function changePassword({ user, current, next, signOutOthers, device }, tell) {
  tell("signing in");
  const signedIn = await signIn({ user, password: current, device });
  if (signedIn.status !== 200) return { step: "sign in", ...signedIn };
  const token = String(signedIn.body.access_token);
  try {
    tell("changing");
    const wanted = { new_password: next, logout_devices: signOutOthers };
    const last = await askWithPassword("v3/account/password", token, wanted, { user, password: current });
    return last.status === 200 ? { step: "done" } : { step: "change", ...last };
  } finally {
    await signOut(token);
  }
}
