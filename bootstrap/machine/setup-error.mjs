/** The set-up cannot continue: what happened, and the exact commands to run next. */
export class SetupError extends Error {
  constructor(message, next = [], output = "") {
    super(message);
    this.output = output; // everything a failed command printed
    this.name = "SetupError";
    this.next = next;
  }
}
