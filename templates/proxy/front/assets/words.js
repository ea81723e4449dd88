// The password page's messages, as data: the text, and the form field that it is about (null: none).
import { said, signInWords, tooOften, userMistake } from "./sign-in-words.js";

/** A mistake that can be found before anything is sent, or null. */
export function mistakeIn({ user, current, next, again }, serverName) {
  const mistake = userMistake(user, serverName);
  if (mistake !== null) return mistake;
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
      return signInWords(outcome, nothing, "current");
    default:
      return changeWords(outcome);
  }
}

const nothing = "Your password was not changed.";

function doneText(signOutOthers) {
  const others = signOutOthers ? "Your other devices are signed out." : "Your devices stay signed in.";
  return `Your password is changed. ${others}`;
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
  if (status === 429) return { text: `${tooOften(body, retryAfter)} ${nothing}`, field: null };
  if (weak.has(body.errcode))
    return { text: `This new password is too weak for this server (${said(status, body)}).`, field: "new" };
  return { text: `The server refuses the change (${said(status, body)}). ${nothing}`, field: null };
}
