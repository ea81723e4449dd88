// What the pages say about a user name and a sign-in, as data: the text, and the form field that it is about (null: none).

/** A mistake in a user name that can be found before anything is sent, or null. */
export function userMistake(user, serverName) {
  if (user === "") return { text: "Enter your user name.", field: "user" };
  const elsewhere = /^@?[^:]*:(.+)$/.exec(user)?.[1];
  if (elsewhere === undefined || elsewhere === serverName) return null;
  return { text: `${user} is an account on ${elsewhere}. This server is ${serverName}.`, field: "user" };
}

/** Why there was no sign-in. `nothing` says that nothing else happened; `field` is the one that the password was entered in. */
export function signInWords({ status, body, retryAfter }, nothing, field) {
  const and = (text) => (nothing === "" ? text : `${text} ${nothing}`);
  if (status === 0) return { text: `${and("The server does not answer.")} Try again in a minute.`, field: null };
  if (status === 429) return { text: and(tooOften(body, retryAfter)), field: null };
  if (body.errcode === "M_USER_DEACTIVATED") return { text: "This account was deactivated.", field: "user" };
  if (body.errcode === "M_USER_LOCKED")
    return { text: "This account is locked. Ask the operator of this server.", field: "user" };
  if (status === 403) return { text: and("The user name or the password is wrong."), field };
  return { text: and(`The server refuses the sign-in (${said(status, body)}).`), field: null };
}

/** The number of seconds to wait is in a header, or in the body of older servers (Matrix client-server API, "Rate limiting"). */
export function tooOften(body, retryAfter) {
  const seconds = Math.ceil(Number(retryAfter ?? Number(body.retry_after_ms) / 1_000));
  const when = seconds > 0 ? `in ${seconds} ${seconds === 1 ? "second" : "seconds"}` : "in a minute";
  return `There were too many attempts. Try again ${when}.`;
}

/** What the server said, or its status. */
export function said(status, body) {
  return typeof body.error === "string" ? body.error : `it answered ${status}`;
}
