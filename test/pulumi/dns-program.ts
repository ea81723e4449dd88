import { decidePlan } from "../../src/plan/decide.ts";
import { type ProgramSource, type Run, SmallProgram } from "../live/airgap/programs/small-program.ts";
import type { Binary } from "../live/airgap/provider-process.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import type { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";

const stacks = new URL("../../stacks/", import.meta.url).href;

/** The part of stacks/index.ts that is about records, with a plan and a token from a file. */
const source: ProgramSource = {
  provider: "cloudflare",
  version: "6.22.1",
  text: `
import { readFileSync } from "node:fs";
import { silenceDebugMessages } from "${stacks}debug-messages.ts";
import { declareDns } from "${stacks}declare-dns.ts";
silenceDebugMessages();
const { dns, token, adopted } = JSON.parse(readFileSync("resources.json", "utf8"));
await declareDns({ dns, stack: "acme" }, token, JSON.stringify(adopted));
`,
};

/** A stack's records alone, declared by the real Pulumi through the real component. */
export class DnsProgram {
  readonly #program: SmallProgram;
  /** The provider of the runs to come. */
  provider: Binary;
  #token: string;
  /** Records to be imported, by title. */
  adopted: Readonly<Record<string, string>> = {};

  private constructor(program: SmallProgram, provider: Binary, token: string) {
    this.#program = program;
    this.provider = provider;
    this.#token = token;
  }

  /** Where the API is, is said as the official client and the official provider read it. */
  static async create(fake: FakeCloudflare, provider: Binary): Promise<DnsProgram> {
    const environment = { CLOUDFLARE_BASE_URL: fake.baseUrl };
    return new DnsProgram(await SmallProgram.create(provider, source, environment), provider, fake.token);
  }

  /** `pulumi up --refresh`, as `chatkeep up` runs it. */
  async up(settings: object = {}, ...words: readonly string[]): Promise<Run> {
    const written = { hostName: "chat.acme.test", tls: "internal", addresses: { ipv4: "203.0.113.7" }, ...settings };
    const { dns } = decidePlan("acme", exampleSettings({ ...written, dns: "cloudflare" }));
    this.#program.declare({ dns, token: this.#token, adopted: this.adopted });
    return this.#program.run(this.provider, "up", "--refresh", "--run-program", ...words);
  }

  useToken(token: string): void {
    this.#token = token;
  }

  destroy(): Promise<Run> {
    return this.#program.run(this.provider, "destroy");
  }

  state(): Promise<string> {
    return this.#program.ask(this.provider, "stack", "export");
  }

  killProvider(): Promise<void> {
    return this.#program.killProvider(this.provider);
  }

  remove(): void {
    this.#program.remove();
  }
}
