// Puts devices on the page. Names are what devices call themselves: they are text, never HTML.
import { costWords, recoveryWords, shownName, stateAdvice, stateWords } from "./device-words.js";

const field = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Shows a member's devices; `ask` is called with the one that its owner wants to sign out. */
export function drawDevices(userId, view, ask) {
  field("member").textContent = userId;
  field("recovery").textContent = recoveryWords(view) ?? "";
  field("none").hidden = view.devices.length > 0;
  field("devices").replaceChildren(...view.devices.map((device) => rowOf(device, ask)));
}

function rowOf(device, ask) {
  const row = field("device").content.cloneNode(true).firstElementChild;
  const put = (name, text) => {
    row.querySelector(`.${name}`).textContent = text;
  };
  put("name", shownName(device));
  put("state", stateWords[device.state]);
  put("advice", stateAdvice[device.state] ?? "");
  put("seen", device.seen === null ? "never" : time.format(device.seen));
  put("address", device.address ?? "unknown");
  put("id", device.id);
  row.classList.add(device.state);
  const button = row.querySelector(".end");
  button.setAttribute("aria-label", `Sign out ${shownName(device)}, ${device.id}`);
  button.addEventListener("click", () => ask(device));
  return row;
}

/** Says in the dialog what it costs to sign a device out. */
export function costOf(device, view) {
  const items = costWords(device, view).map((text) => {
    return Object.assign(document.createElement("li"), { textContent: text });
  });
  field("cost").replaceChildren(...items);
}
