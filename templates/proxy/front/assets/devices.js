// The devices page: signs in for this visit, shows the devices, signs one out. It keeps nothing: no storage, no address, no cookie.
import { close, end, open, read } from "./account.js";
import { costOf, drawDevices } from "./device-list.js";
import { isEnded, mistakeIn, notEndedWords, refusalWords, shownName } from "./device-words.js";
import { show } from "./message.js";

const field = (id) => document.getElementById(id);
const [form, list, ending, endForm] = ["sign-in", "account", "ending", "end"].map(field);
const idleMilliseconds = 10 * 60_000;

/** The account of this visit, and what was read of it; null while no one is signed in. */
let visit = null;
let chosen = null;
let idle;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void start();
});
endForm.addEventListener("submit", (event) => {
  event.preventDefault();
  void endChosen();
});
field("leave").addEventListener("click", () => void leave("You have left. Your devices stay as they are."));
field("cancel").addEventListener("click", () => ending.close());
ending.addEventListener("close", () => {
  endForm.reset();
  field("ending-message").hidden = true;
});
// The request continues after the page is closed. A page that comes back from the browser's memory begins with the form.
addEventListener("pagehide", () => void forget());
for (const kind of ["click", "keydown"]) addEventListener(kind, stayAwake);

async function start() {
  const entered = { user: field("user").value.trim(), password: field("password").value };
  const mistake = mistakeIn(entered, form.dataset.serverName);
  if (mistake !== null) return show(mistake);
  busy("Signing in…");
  const opened = await open(entered.user, entered.password, form.dataset.device);
  if (opened.step !== "done") return refused(opened);
  form.reset();
  visit = { account: opened.account };
  stayAwake();
  if (await refresh()) field("whose").focus();
}

/** Reads all devices again and shows them; says whether that went well. */
async function refresh() {
  busy("Reading your devices…");
  const { account } = visit;
  const outcome = await read(account);
  if (visit?.account !== account) return false;
  if (outcome.step !== "done") {
    await forget();
    refused(outcome);
    return false;
  }
  visit = { account, view: outcome.view };
  drawDevices(account.userId, outcome.view, ask);
  form.hidden = true;
  list.hidden = false;
  busy(null);
  return true;
}

/** Asks before a device is signed out: what it costs, and the password. */
function ask(device) {
  chosen = device;
  field("ending-name").textContent = shownName(device);
  field("ending-id").textContent = device.id;
  field("ending-user").value = visit.account.userId;
  costOf(device, visit.view);
  field("message").hidden = true;
  ending.showModal();
}

async function endChosen() {
  const [device, { account }, password] = [chosen, visit, field("ending-password").value];
  if (password === "") return showInEnding("Enter your password.");
  busy("Signing the device out…");
  const outcome = await end(account, device.id, password);
  busy(null);
  if (visit?.account !== account) return;
  if (outcome.step !== "done" && !isEnded(outcome)) return showInEnding(notEndedWords(outcome));
  ending.close();
  if (outcome.step !== "done") return leave(notEndedWords(outcome), false);
  if (await refresh()) show({ text: `${shownName(device)} (${device.id}) is signed out.`, field: null }, true);
}

function showInEnding(text) {
  field("ending-message").hidden = false;
  field("ending-message").textContent = text;
  field("ending-password").focus();
}

/** Ends the visit and says why. */
async function leave(text, done = true) {
  await forget();
  show({ text, field: null }, done);
}

/** Signs this page out, and takes from the page what it showed. */
async function forget() {
  const ended = visit;
  [visit, chosen] = [null, null];
  clearTimeout(idle);
  if (ending.open) ending.close();
  for (const each of [form, endForm]) each.reset();
  drawDevices("", { devices: [], hasRecovery: null, hasBackup: null }, ask);
  [form.hidden, list.hidden, field("message").hidden] = [false, true, true];
  if (ended === null) return;
  busy("Leaving…");
  await close(ended.account);
  busy(null);
}

function stayAwake() {
  clearTimeout(idle);
  if (visit === null) return;
  idle = setTimeout(
    () => void leave("You were signed out of this page: it was not used for ten minutes."),
    idleMilliseconds,
  );
}

function refused(outcome) {
  busy(null);
  show(refusalWords(outcome));
}

/** While a request is under way no other is made; null: none is. */
function busy(text) {
  for (const button of document.querySelectorAll("button")) button.disabled = text !== null;
  field("progress").textContent = text ?? "";
  if (text !== null) field("message").hidden = true;
}
