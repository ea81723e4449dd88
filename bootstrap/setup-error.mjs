/** Set-up that cannot go on: what happened, and the exact commands to run next. */
export class SetupError extends Error {
  constructor(message, next = []) {
    super(message);
    this.name = "SetupError";
    this.next = next;
  }
}
