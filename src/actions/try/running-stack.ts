import { readFile } from "node:fs/promises";
import type { Person, SignedIn } from "../../io/matrix/client.ts";
import { makePerson } from "../../io/matrix/people.ts";
import type { TrialCheck } from "../../operations/try/check.ts";
import type { Override } from "../../settings/throwaway.ts";
import type { Operator } from "../accounts/operate.ts";
import type { Session } from "../session.ts";
import type { Booted } from "./boot.ts";
import { examine } from "./examine.ts";
import { removeThrowaway } from "./remove.ts";

/** A throwaway server that serves, until it is removed: by `remove()`, or by leaving the block of an `await using`. */
export class RunningStack implements AsyncDisposable {
  readonly #booted: Booted;
  readonly #operator: Operator;
  readonly #caller: Session;
  readonly #since: Date;

  constructor(caller: Session, booted: Booted, operator: Operator, since: Date) {
    this.#caller = caller;
    this.#booted = booted;
    this.#operator = operator;
    this.#since = since;
  }

  /** The stack's name on the engine, and for `npx chatkeep status --stack NAME`. */
  get name(): string {
    return this.#booted.plan.stack;
  }

  /** Where clients connect, such as `https://localhost:23456`. */
  get baseUrl(): string {
    return this.#booted.plan.baseUrl;
  }

  get serverName(): string {
    return this.#booted.plan.serverName;
  }

  /** The file with the one certificate to trust, as PEM. */
  get authorityFile(): string {
    return this.#booted.session.paths.authority;
  }

  /** The settings that differ from yours, each with the reason. */
  get overrides(): readonly Override[] {
    return this.#booted.overrides;
  }

  /** The certificate to trust, as PEM. */
  authority(): Promise<string> {
    return readFile(this.authorityFile, "utf8");
  }

  /** Creates an account with a new name that begins as given, and a random password. */
  createPerson(name: string): Promise<Person> {
    return makePerson(this.#operator.accounts, this.serverName, name);
  }

  /** Signs a person in with a real client that encrypts (matrix-js-sdk) and waits for its first synchronisation. */
  async signIn(person: Person): Promise<SignedIn> {
    const { signIn } = await import("../../io/matrix/client.ts");
    return signIn(this, person);
  }

  /** The last lines of a service's log: `postgres`, `synapse` or `proxy`. */
  logs(service: "postgres" | "synapse" | "proxy", lines = 50): Promise<readonly string[]> {
    const { engine, plan } = this.#booted;
    return engine.stack.lastLogLines(plan.services[service].name, lines);
  }

  /** Checks the server as `npx chatkeep try` does; problems that it finds are returned, not thrown. */
  check(): Promise<readonly TrialCheck[]> {
    return examine(this.#booted, { signal: new AbortController().signal, since: this.#since });
  }

  /** Removes everything of it. */
  async remove(): Promise<void> {
    this.#operator.close();
    await removeThrowaway(this.#caller, this.#booted.engine, this.name);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }
}
