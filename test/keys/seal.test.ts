import { armor, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecipients, type Recipient } from "../../src/keys/recipients.ts";
import { identitiesIn, openSealed, sealStream, sealTo } from "../../src/keys/seal.ts";
import { Secret } from "../../src/kinds/secret.ts";

interface Pair {
  readonly identity: Secret;
  readonly recipient: Recipient;
}

async function pair(identity: string): Promise<Pair> {
  const { recipients } = parseRecipients([await identityToRecipient(identity)]);
  const [recipient] = recipients;
  if (recipient === undefined) throw new Error("the library's own recipient is not read");
  return { identity: new Secret(identity), recipient };
}

const classic = await pair(await generateX25519Identity());
const other = await pair(await generateX25519Identity());
const hybrid = await pair(await generateHybridIdentity());
const bytes = (text: string) => new TextEncoder().encode(text);

/** The sentences of what is wrong with a list. */
function problemsOf(texts: readonly string[]): string {
  return parseRecipients(texts)
    .problems.map(({ at, found, write }) => `${at}: ${found}. ${write}`)
    .join("\n");
}

describe("sealing", () => {
  it.each([
    ["classic", classic],
    ["post-quantum", hybrid],
  ])("gives back to a %s recipient what was sealed, and to no one else", async (kind, { identity, recipient }) => {
    expect(recipient.kind).toBe(kind);
    const sealed = await sealTo([recipient], bytes("the sheet"));
    expect(Buffer.from(sealed).includes("the sheet")).toBe(false);
    expect(await openSealed([other.identity, identity], sealed)).toEqual(bytes("the sheet"));
    expect(await openSealed([other.identity], sealed)).toBeNull();
  });

  it("lets each of several recipients open it", async () => {
    const sealed = await sealTo([classic.recipient, other.recipient], bytes("for both"));
    for (const { identity } of [classic, other])
      expect(await openSealed([identity], sealed)).toEqual(bytes("for both"));
  });

  it("opens the text form of age too", async () => {
    const text = armor.encode(await sealTo([classic.recipient], bytes("as text")));
    expect(await openSealed([classic.identity], bytes(text))).toEqual(bytes("as text"));
  });

  it("gives nothing of what is damaged or cut", async () => {
    const sealed = await sealTo([classic.recipient], bytes("whole"));
    const damaged = Uint8Array.from(sealed, (byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte));
    expect(await openSealed([classic.identity], damaged)).toBeNull();
    expect(await openSealed([classic.identity], sealed.subarray(0, -1))).toBeNull();
  });

  it("takes streams of any chunks, also longer than the 64 KiB that age seals at a time", async () => {
    const chunk = fc.uint8Array({ maxLength: 70_000, size: "max" });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 4 }), async (chunks) => {
        const sealed = await sealStream([classic.recipient], ReadableStream.from(chunks));
        const whole = new Uint8Array(await new Response(sealed).arrayBuffer());
        expect(Buffer.compare((await openSealed([classic.identity], whole)) ?? bytes("-"), Buffer.concat(chunks))).toBe(
          0,
        );
      }),
      { numRuns: 20 },
    );
  });

  it("is refused for no recipients, and for two kinds together", () => {
    expect(() => sealTo([], bytes(""))).toThrow(RangeError);
    expect(() => sealTo([classic.recipient, hybrid.recipient], bytes(""))).toThrow(RangeError);
  });
});

describe("a list of recipients", () => {
  it("has each once, whatever its case and spaces", () => {
    const { text } = classic.recipient;
    expect(parseRecipients([text, ` ${text}`, text.toUpperCase()]).recipients.map((each) => each.text)).toContain(text);
    expect(parseRecipients([text, ` ${text} `]).recipients).toHaveLength(1);
  });

  it("says which is mistyped, and how to go on", () => {
    const { text } = other.recipient;
    const wrong = `${text.slice(0, 20)}${text[20] === "q" ? "p" : "q"}${text.slice(21)}`;
    expect(problemsOf([classic.recipient.text, wrong])).toMatch(
      /^1: expected an age recipient, found `age1.*copy it again/,
    );
    expect(problemsOf([text.slice(0, -1)])).toContain("copy it again");
    expect(problemsOf(["ada@acme.example"])).toContain("`age-keygen` prints as the public key");
  });

  it("does not repeat an identity that was pasted by mistake", () => {
    const problem = problemsOf([classic.identity.reveal(), hybrid.identity.reveal().toLowerCase()]);
    expect(problem).toContain("found an identity, which is secret");
    expect(problem.toLowerCase()).not.toContain(classic.identity.reveal().slice(16, 30).toLowerCase());
    expect(problem.toLowerCase()).not.toContain(hybrid.identity.reveal().slice(20, 34).toLowerCase());
  });

  it("refuses recipients that only a plugin or ssh could open", () => {
    for (const text of [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA",
      "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
    ])
      expect(problemsOf([text])).toContain("expected a recipient of age itself");
  });

  it("refuses a mixture of classic and post-quantum ones, with the reason", () => {
    expect(problemsOf([classic.recipient.text, hybrid.recipient.text])).toMatch(
      /^null: post-quantum.*quantum computer/,
    );
    expect(problemsOf([hybrid.recipient.text])).toBe("");
  });
});

describe("identities", () => {
  it("are read from a file as age-keygen writes it", async () => {
    const file = `# created: 2026-11-29\n# public key: ${classic.recipient.text}\n${classic.identity.reveal()}\n`;
    expect((await identitiesIn(file))?.map((each) => each.reveal())).toEqual([classic.identity.reveal()]);
  });

  it("are not found in a recipient, a mistyped identity or an empty file", async () => {
    const mistyped = classic.identity.reveal().replace(/.$/, (last) => (last === "Q" ? "P" : "Q"));
    for (const text of [classic.recipient.text, mistyped, "", "# nothing\n"])
      expect(await identitiesIn(text)).toBeNull();
  });
});
