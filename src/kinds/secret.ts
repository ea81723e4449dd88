import { inspect } from "node:util";

/** A value that must not be shown: printing, logging or serialising it gives `[secret]`; only `reveal()` gives the text. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  /** The text itself, for the one place that needs it. */
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A secret, and what it is called where it may not be shown. */
export interface NamedSecret {
  readonly name: string;
  readonly value: Secret;
}
