// What the page says, as data: the words, and the field they are about (null is none).

/** What can be seen to be wrong before anything is sent; null where nothing is. */
export function mistakeIn({ user, current, next, again }, serverName) {
  if (user === "") return { text: "Enter your user name.", field: "user" };
  const elsewhere = /^@?[^:]*:(.+)$/.exec(user)?.[1];
  if (elsewhere !== undefined && elsewhere !== serverName)
    return { text: `${user} is a name of ${elsewhere}. Here is ${serverName}.`, field: "user" };
  if (current === "") return { text: "Enter the password that you have now.", field: "current" };
  if (next === "") return { text: "Enter a new password.", field: "new" };
  if (next !== again) return { text: "The new password was not typed the same twice.", field: "again" };
  if (next === current) return { text: "The new password is the one you have.", field: "new" };
  return null;
}

/** What came of it. */
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
  const nothing = "Your password is as it was.";
  if (status === 0) return { text: `The server does not answer. ${nothing} Try again in a minute.`, field: null };
  if (status === 429) return { text: `${tooOften(body, retryAfter)} ${nothing}`, field: null };
  if (body.errcode === "M_USER_DEACTIVATED") return { text: "This account is closed.", field: "user" };
  if (body.errcode === "M_USER_LOCKED")
    return { text: "This account is locked. Ask the operator of this server.", field: "user" };
  if (status === 403) return { text: `User name and password do not belong together. ${nothing}`, field: "current" };
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
      text: "The server did not say whether it changed the password. Try again; if the old one is refused, the new one holds.",
      field: null,
    };
  const nothing = "Your password is as it was.";
  if (status === 429) return { text: `${tooOften(body, retryAfter)} ${nothing}`, field: null };
  if (weak.has(body.errcode))
    return { text: `This new password is too weak for this server (${said(status, body)}).`, field: "new" };
  return { text: `The server refuses the change (${said(status, body)}). ${nothing}`, field: null };
}

/** The seconds to wait stand in a header, or from older servers in the body (Matrix client-server API, "Rate limiting"). */
function tooOften(body, retryAfter) {
  const seconds = Math.ceil(Number(retryAfter ?? Number(body.retry_after_ms) / 1_000));
  const when = seconds > 0 ? `in ${seconds} ${seconds === 1 ? "second" : "seconds"}` : "in a minute";
  return `That was tried too often. Try again ${when}.`;
}

function said(status, body) {
  return typeof body.error === "string" ? body.error : `it answered ${status}`;
}
