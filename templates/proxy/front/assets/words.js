// The page's messages, as data: the text, and the form field that it is about (null: none).

/** A mistake that can be found before anything is sent, or null. */
export function mistakeIn({ user, current, next, again }, serverName) {
  if (user === "") return { text: "Enter your user name.", field: "user" };
  const elsewhere = /^@?[^:]*:(.+)$/.exec(user)?.[1];
  if (elsewhere !== undefined && elsewhere !== serverName)
    return { text: `${user} is an account on ${elsewhere}. This server is ${serverName}.`, field: "user" };
  if (current === "") return { text: "Enter your current password.", field: "current" };
  if (next === "") return { text: "Enter a new password.", field: "new" };
  if (next !== again) return { text: "The two new passwords differ.", field: "again" };
  if (next === current) return { text: "The new password is the same as the current one.", field: "new" };
  return null;
}

/** The message for an outcome. */
export function wordsFor(outcome, signOutOthers) {
  switch (outcome.step) {
    case "done":
      return { text: doneText(signOutOthers), field: null };
    case "sign in":
      return signInWords(outcome);
    default:
      return changeWords(outcome);
  }
}

function doneText(signOutOthers) {
  const others = signOutOthers ? "Your other devices are signed out." : "Your devices stay signed in.";
  return `Your password is changed. ${others}`;
}

function signInWords({ status, body, retryAfter }) {
  const nothing = "Your password was not changed.";
  if (status === 0) return { text: `The server does not answer. ${nothing} Try again in a minute.`, field: null };
  if (status === 429) return { text: `${tooOften(body, retryAfter)} ${nothing}`, field: null };
  if (body.errcode === "M_USER_DEACTIVATED") return { text: "This account was deactivated.", field: "user" };
  if (body.errcode === "M_USER_LOCKED")
    return { text: "This account is locked. Ask the operator of this server.", field: "user" };
  if (status === 403) return { text: `The user name or the password is wrong. ${nothing}`, field: "current" };
  return { text: `The server refuses the sign-in (${said(status, body)}). ${nothing}`, field: null };
}

const weak = new Set([
  "M_PASSWORD_TOO_SHORT",
  "M_PASSWORD_NO_DIGIT",
  "M_PASSWORD_NO_LOWERCASE",
  "M_PASSWORD_NO_UPPERCASE",
  "M_PASSWORD_NO_SYMBOL",
  "M_PASSWORD_IN_DICTIONARY",
  "M_WEAK_PASSWORD",
]);

function changeWords({ status, body, retryAfter }) {
  if (status === 0)
    return {
      text: "The server did not answer, so the password may have been changed. Try again. If the old password is refused, use the new one.",
      field: null,
    };
  const nothing = "Your password was not changed.";
  if (status === 429) return { text: `${tooOften(body, retryAfter)} ${nothing}`, field: null };
  if (weak.has(body.errcode))
    return { text: `This new password is too weak for this server (${said(status, body)}).`, field: "new" };
  return { text: `The server refuses the change (${said(status, body)}). ${nothing}`, field: null };
}

/** The number of seconds to wait is in a header, or in the body of older servers (Matrix client-server API, "Rate limiting"). */
function tooOften(body, retryAfter) {
  const seconds = Math.ceil(Number(retryAfter ?? Number(body.retry_after_ms) / 1_000));
  const when = seconds > 0 ? `in ${seconds} ${seconds === 1 ? "second" : "seconds"}` : "in a minute";
  return `There were too many attempts. Try again ${when}.`;
}

function said(status, body) {
  return typeof body.error === "string" ? body.error : `it answered ${status}`;
}
