// The message of a page with a form. Pages have one, with the id `message`.

/** Shows it first, then focuses the field that it is about: a screen reader reads both. */
export function show({ text, field }, done = false) {
  const message = document.getElementById("message");
  for (const input of document.querySelectorAll("form input")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-errormessage");
  }
  message.classList.toggle("done", done);
  message.hidden = false;
  message.textContent = text;
  if (field === null) return message.focus();
  const about = document.getElementById(field);
  about.setAttribute("aria-invalid", "true");
  about.setAttribute("aria-errormessage", message.id);
  about.focus();
}
