// The form of the password page. It keeps nothing: no storage, no address, no cookie.
import { changePassword } from "./change-password.js";
import { show } from "./message.js";
import { mistakeIn, wordsFor } from "./words.js";

const form = document.getElementById("change");
const message = document.getElementById("message");
const progress = document.getElementById("progress");
const field = (id) => document.getElementById(id);
const progressWords = { "signing in": "Signing in…", changing: "Changing the password…" };

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});

async function submit() {
  const [user, current, next, again] = ["user", "current", "new", "again"].map((id) => field(id).value);
  const entered = { user: user.trim(), current, next, again };
  const mistake = mistakeIn(entered, form.dataset.serverName);
  if (mistake !== null) return show(mistake, false);
  const signOutOthers = field("sign-out").checked;
  const { device } = form.dataset;
  busy(true);
  const outcome = await changePassword({ ...entered, signOutOthers, device }, (doing) => {
    progress.textContent = progressWords[doing];
  });
  busy(false);
  if (outcome.step === "done") form.reset();
  show(wordsFor(outcome, signOutOthers), outcome.step === "done");
}

function busy(is) {
  form.querySelector("button").disabled = is;
  if (!is) progress.textContent = "";
  else message.hidden = true;
}
