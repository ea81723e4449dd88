import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderDelegation } from "../../../src/render/dns/delegation.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const hostName = "chat.acme.example.org";
const guideFor = (settings: Readonly<Record<string, unknown>>) =>
  renderDelegation(decidePlan("acme", exampleSettings({ hostName, ...settings })), readTemplates());

describe("what someone else has to serve at the server name", () => {
  const guide = guideFor({ federation: "open", adminContact: "mailto:ana@acme.example.org" });

  it.each(["nginx", "caddy", "cloudflare"] as const)("is the golden text for %s", async (server) => {
    await expect(guide[server]).toMatchFileSnapshot(`../../golden/delegation/${server}.txt`);
  });

  it("is the same documents that the proxy serves at the host name", () => {
    expect(guide.documents.map(({ path, text }) => [path, JSON.parse(text)])).toEqual([
      ["/.well-known/matrix/client", { "m.homeserver": { base_url: `https://${hostName}` } }],
      ["/.well-known/matrix/server", { "m.server": `${hostName}:443` }],
      ["/.well-known/matrix/support", { contacts: [{ role: "m.role.admin", email_address: "ana@acme.example.org" }] }],
    ]);
  });

  it("says nothing to other servers where none is talked to", () => {
    const closed = guideFor({});
    expect(closed.documents.map(({ path }) => path)).toEqual(["/.well-known/matrix/client"]);
    expect(closed.nginx + closed.caddy).not.toContain("matrix/server");
  });

  it("names the port where that is not the usual one", () => {
    const { documents, cloudflare } = guideFor({ federation: "open", ports: { https: 8443 } });
    expect(documents.map(({ text }) => text).join()).toContain(`"${hostName}:8443"`);
    expect(cloudflare).toContain(`concat("https://${hostName}:8443", http.request.uri.path)`);
  });

  it("keeps a web server from taking a part of an address for a variable or for the end of the text", () => {
    const page = "https://acme.example.org/help?a='$b\\n\"{path}{$HOME}`ä💬";
    const { nginx, caddy } = guideFor({ adminContact: page });
    const [, inNginx = ""] = /return 200 '(\{"support_page[^']*)';/.exec(nginx) ?? [];
    const [, inCaddy = ""] = /respond "(\{\\"support_page.*)" 200/.exec(caddy) ?? [];
    expect(JSON.parse(inNginx)).toEqual({ support_page: page });
    expect(inCaddy.replaceAll('\\"', '"')).toBe(inNginx);
    expect(inNginx).not.toMatch(/[$'`\\]{2}|[$'`]|(?<=.)\{/);
  });
});
