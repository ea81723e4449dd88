// What the devices page says, as data.
import { said, signInWords, tooOften, userMistake } from "./sign-in-words.js";

/** A mistake that can be found before anything is sent, or null. */
export function mistakeIn({ user, password }, serverName) {
  const mistake = userMistake(user, serverName);
  if (mistake !== null) return mistake;
  return password === "" ? { text: "Enter your password.", field: "password" } : null;
}

/** Why nothing is shown. */
export function refusalWords(outcome) {
  if (outcome.step === "sign in") return signInWords(outcome, "", "password");
  const { status, body, retryAfter } = outcome;
  if (isEnded(outcome)) return { text: endedWords(body), field: null };
  if (status === 0) return { text: "The server does not answer. Try again in a minute.", field: null };
  if (status === 429) return { text: tooOften(body, retryAfter), field: null };
  return { text: `The server does not list your devices (${said(status, body)}).`, field: null };
}

/** Whether the page's own sign-in is over: another visit took its place, or all devices were signed out. */
export function isEnded({ status, body }) {
  return status === 401 && ["M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_LOCKED"].includes(body.errcode);
}

function endedWords({ errcode }) {
  if (errcode === "M_USER_LOCKED") return "This account is locked. Ask the operator of this server.";
  return "This visit has ended, because you opened this page again elsewhere, or all your devices were signed out. Enter your password again.";
}

/** Why a device was not signed out. */
export function notEndedWords(outcome) {
  const { status, body, retryAfter } = outcome;
  if (isEnded(outcome)) return endedWords(body);
  if (status === 0)
    return "The server did not answer, so the device may have been signed out. Try again, or open this page again to see.";
  const nothing = "The device was not signed out.";
  if (status === 429) return `${tooOften(body, retryAfter)} ${nothing}`;
  if (body.errcode === "M_FORBIDDEN") return `The password is wrong. ${nothing}`;
  return `The server refuses it (${said(status, body)}). ${nothing}`;
}

/** A name as it can be shown: without what turns the direction of reading or hides letters (Unicode, categories C, Zl and Zp). */
export function shownName({ name }) {
  const plain = (name ?? "").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd").trim();
  return plain === "" ? "No name" : plain;
}

/** In one or two words, whether a device is confirmed. */
export const stateWords = {
  confirmed: "Confirmed",
  claimed: "Confirmed, not verified here",
  unconfirmed: "Not confirmed",
  keyless: "Does not encrypt",
};

/** What a state means for its owner; null where there is nothing to do. */
export const stateAdvice = {
  confirmed: null,
  claimed: "The server says that you confirmed it. This browser cannot verify that: use a newer one.",
  unconfirmed: "If it is yours, confirm it in the app. If you do not know it, sign it out.",
  keyless: "It cannot read encrypted messages: it is a program, or a sign-in that was not finished.",
};

/** What there is for the day when a device is lost. */
export function recoveryWords({ hasRecovery, hasBackup }) {
  if (hasRecovery === false)
    return "You have no recovery key: without a device, your older messages are lost. Get one in your app.";
  if (hasBackup === false)
    return "You have a recovery key, but the keys to your messages are not backed up. Switch key storage on in your app.";
  if (hasRecovery && hasBackup) return "You have a recovery key, and the keys to your messages are backed up.";
  return null;
}

/** What it costs to sign this device out, the heaviest first. */
export function costWords(device, view) {
  if (device.state === "keyless") return ["No messages are lost: this device cannot read encrypted ones.", again];
  return [...lastWords(device, view), own, taken, again];
}

const own =
  "The device deletes the keys to your messages as soon as it is online. What only this device has, such as drafts, is lost.";
const taken = "What it has already shown or stored cannot be taken back.";
const again = "A person who knows your password can sign in again.";

/** What is lost with the last device of a kind. */
function lastWords(device, { devices, hasRecovery, hasBackup }) {
  const others = devices.filter(({ id, state }) => id !== device.id && state !== "keyless");
  if (others.length === 0)
    return [
      "This is your last device that reads encrypted messages. What others send before you sign in again cannot be read later.",
      olderWords(hasRecovery, hasBackup),
    ];
  const isConfirmed = ({ state }) => state === "confirmed" || state === "claimed";
  if (!isConfirmed(device) || others.some(isConfirmed)) return [];
  const instead = hasRecovery
    ? "Only your recovery key can then confirm a new one."
    : "You have no recovery key to confirm a new one: you will have to reset your digital identity. Confirm another device first.";
  return [`This is your last confirmed device. ${instead}`];
}

function olderWords(hasRecovery, hasBackup) {
  if (hasRecovery && hasBackup) return "For your older messages you need your recovery key.";
  return "Your older messages are lost for good: there is no recovery key with a backup of their keys.";
}
