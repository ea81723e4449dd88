import { describe, expect, it } from "vitest";
import { parseSettings } from "../../src/settings/parse.ts";
import { throwawaySettings } from "../../src/settings/throwaway.ts";
import { plainSettings } from "../../src/settings/yaml/settings-source.ts";
import { readStackFile } from "../../src/settings/yaml/stack-file.ts";
import { goodSettings } from "./good-settings.ts";

const place = {
  httpsPort: 23_456,
  memoryMebibytes: null,
  imageSource: "local",
  pluginSource: "own",
  postgresVersion: 17,
  isolated: false,
} as const;
const written = {
  serverName: "acme.example.org",
  hostName: "chat.acme.example.org",
  tls: { mode: "acme", email: "a@acme.example.org" },
  uploadSize: "20 MiB",
  masterKey: { secure: "v1:encrypted" },
  cloudflareToken: { secure: "v1:encrypted too" },
};

describe("a throwaway stack's settings", () => {
  const { settings, overrides } = throwawaySettings(written, place);

  it("keep the server name and all that does not tie them to a place", () => {
    expect(settings).toMatchObject({ serverName: "acme.example.org", uploadSize: "20 MiB" });
  });

  it("reach no one, and are reached by no one else", () => {
    const parsed = parseSettings(plainSettings(settings), new Date());
    expect(parsed).toMatchObject({ hostName: "localhost", bindAddress: ["127.0.0.1"], push: false, throwaway: true });
    expect(parsed.ports).toEqual({ https: 23_456, http: null });
    expect(parsed.tls).toEqual({ mode: "internal" });
  });

  it("never carry a secret over", () => {
    expect(JSON.stringify(settings)).not.toContain("encrypted");
  });

  it("say each thing that is otherwise, with a reason", () => {
    expect(overrides.map(({ key }) => key)).toEqual(
      ["hostName", "ports", "bindAddress", "tls", "elementWeb", "calls", "push", "throwaway"].map(
        (key) => `chatkeep:${key}`,
      ),
    );
    expect(overrides.every(({ why }) => why.length > 5)).toBe(true);
  });

  it("make no record for a server that is used on this machine only", () => {
    const dns = { dns: "cloudflare", addresses: { ipv4: "203.0.113.7" } };
    const declared = throwawaySettings({ ...written, ...dns }, place);
    expect(declared.overrides.at(-1)?.key).toBe("chatkeep:dns");
    expect(parseSettings(plainSettings(declared.settings), new Date()).dns).toEqual({ provider: "none" });
  });

  it("are for the Postgres that the data is of, whichever the server has", () => {
    const declared = throwawaySettings({ ...written, postgresVersion: "15" }, { ...place, isolated: true });
    expect(parseSettings(plainSettings(declared.settings), new Date()).postgresVersion).toBe(17);
    expect(declared.overrides.at(-1)).toMatchObject({ key: "chatkeep:postgresVersion", to: 17 });
    const same = throwawaySettings({ ...written, postgresVersion: "17" }, place);
    expect(same.overrides.map(({ key }) => key)).not.toContain("chatkeep:postgresVersion");
  });

  it("send no mail", () => {
    const mail = { host: "mail.acme.example", sender: "chat@acme.example", user: "chat" };
    const declared = throwawaySettings({ ...written, mail }, place);
    expect(declared.overrides.find(({ key }) => key === "chatkeep:mail")?.to).toBe("off");
    expect(parseSettings(plainSettings(declared.settings), new Date()).mail).toBeNull();
  });

  it("ask for no more memory than the engine has", () => {
    const capped = throwawaySettings({ ...written, memory: "64 GiB" }, { ...place, memoryMebibytes: 7_900 });
    expect(capped.settings.memory).toBe("7900 MiB");
    expect(capped.overrides.at(-1)?.key).toBe("chatkeep:memory");
  });

  it("of a drill keep the keys of the data, and no secret of another service", () => {
    const drill = throwawaySettings({ ...written, passwordPepper: { secure: "v1:p" } }, { ...place, isolated: true });
    expect(drill.settings).toMatchObject({ masterKey: written.masterKey, passwordPepper: { secure: "v1:p" } });
    expect(drill.settings).not.toHaveProperty("cloudflareToken");
  });

  it("of a drill cut it off, whatever is written", () => {
    const open = { ...written, federation: "open", backup: { repository: "/srv/backup" } };
    const drill = throwawaySettings(open, { ...place, isolated: true, memoryMebibytes: 1_024 });
    expect(drill.settings).toMatchObject({ isolated: true, federation: "closed", push: "off", backup: "off" });
    expect(drill.overrides.find(({ key }) => key === "chatkeep:memory")).toMatchObject({ to: "1024 MiB" });
  });

  it.each(goodSettings)("are good settings where the written ones are: $title", ({ text }) => {
    const { values } = readStackFile(text, "Pulumi.acme.yaml");
    const settings = parseSettings(plainSettings(throwawaySettings(values, place).settings), new Date());
    expect(settings.throwaway).toBe(true);
  });
});
