import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderFiles } from "../../../src/render/render.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { elementWebFeatures, elementWebOptions } from "./element-web-options.ts";

const wish = { hostName: "chat.acme.example.org", elementWeb: "web.acme.example.org" };

function proxyFile(path: string, settings: Readonly<Record<string, unknown>> = {}): string | undefined {
  const { services } = renderFiles(
    decidePlan("acme", exampleSettings({ ...wish, ...settings })),
    readTemplates(),
    null,
  );
  return services.proxy.find((file) => file.path === path)?.text;
}

function settings(further: Readonly<Record<string, unknown>> = {}) {
  return JSON.parse(proxyFile("element-web.json", further) ?? "{}");
}

describe("Element Web's settings", () => {
  it("are options that this version knows, and no other", () => {
    const names = Object.keys(settings());
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !elementWebOptions.includes(name))).toEqual([]);
    const features = Object.keys(settings().setting_defaults);
    expect(features.filter((name) => !elementWebFeatures.includes(name))).toEqual([]);
  });

  it("fix this server and name no other", () => {
    const text = proxyFile("element-web.json") ?? "";
    expect(settings()).toMatchObject({
      default_server_config: {
        "m.homeserver": { base_url: "https://chat.acme.example.org", server_name: "acme.example.org" },
      },
      disable_custom_urls: true,
      disable_guests: true,
      enable_client_well_known_lookups: false,
      room_directory: { servers: ["acme.example.org"] },
    });
    const addresses = [...text.matchAll(/https?:\/\/[^"/]+/g)].map(([address]) => address);
    expect([...new Set(addresses)].sort()).toEqual(["https://chat.acme.example.org", "https://web.acme.example.org"]);
  });

  it("have no identity server, no analytics, no bug reports and no integration manager", () => {
    expect(settings().default_server_config).not.toHaveProperty("m.identity_server");
    expect(settings().setting_defaults).toMatchObject({ "UIFeature.identityServer": false });
    for (const absent of ["posthog", "sentry", "bug_report_endpoint_url", "map_style_url"])
      expect(settings()).not.toHaveProperty(absent);
    // Element's own defaults name one, so leaving them out would not do (apps/web/src/SdkConfig.ts).
    expect(settings()).toMatchObject({ integrations_ui_url: null, integrations_rest_url: null });
  });

  it("offer nothing that the server does not do or that the browser may not reach", () => {
    expect(settings().setting_defaults).toMatchObject({
      "UIFeature.widgets": false,
      "UIFeature.locationSharing": false,
      "UIFeature.urlPreviews": false,
      "UIFeature.shareSocial": false,
    });
    expect(settings().enable_presence_by_hs_url).toEqual({ "https://chat.acme.example.org": false });
  });

  it("offer calls where there is a server for them: without one Element Web asks for turn.matrix.org", () => {
    const calls = { calls: "on", addresses: { ipv4: "203.0.113.7" } };
    expect(settings().setting_defaults["UIFeature.voip"]).toBe(false);
    expect(settings(calls).setting_defaults["UIFeature.voip"]).toBe(true);
  });

  it("lead to this server's own pages for help, and from the foot of the page where one signs in", () => {
    const help = "https://chat.acme.example.org/";
    expect(settings()).toMatchObject({
      help_url: help,
      help_encryption_url: `${help}recovery/`,
      help_key_storage_url: `${help}recovery/`,
    });
    expect(settings().branding).toEqual({ auth_footer_links: [{ text: "acme.example.org", url: help }] });
  });

  it("offer registration where there are invitations, and links that others can follow where there are others", () => {
    expect(settings().setting_defaults["UIFeature.registration"]).toBe(false);
    expect(settings({ registration: "token" }).setting_defaults["UIFeature.registration"]).toBe(true);
    expect(settings().permalink_prefix).toBe("https://web.acme.example.org");
    expect(settings({ federation: "open" })).not.toHaveProperty("permalink_prefix");
  });
});

describe("Element Web's site", () => {
  it("lets the browser reach its own name, this server, and what its server name says of it alone", () => {
    const policy = /Content-Security-Policy "([^"]+)"/.exec(proxyFile("element-web.caddyfile") ?? "")?.[1] ?? "";
    const sources = policy.split("; ").flatMap((directive) => directive.split(" ").slice(1));
    const places = sources.filter((source) => !source.startsWith("'") && !["blob:", "data:"].includes(source));
    const wellKnown = "https://acme.example.org/.well-known/matrix/client";
    expect(new Set(places)).toEqual(new Set(["https://chat.acme.example.org", wellKnown]));
    expect(policy).toMatch(new RegExp(`connect-src [^;]* ${wellKnown};`));
    expect(policy.split(wellKnown)).toHaveLength(2);
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toContain("*");
    expect(policy).not.toMatch(/script-src[^;]*('unsafe-inline'|'unsafe-eval'|blob:|data:)/);
  });

  it("gives its settings under the name that is asked for first, too, and is sent compressed", () => {
    const site = proxyFile("element-web.caddyfile") ?? "";
    expect(site).toMatch(
      /@settings path \/config\.json \/config\.\*\.json\n\s+handle @settings \{[^}]*\/element-web\.json/,
    );
    expect(site).toMatch(/^\t\t\tprecompressed gzip$/m);
  });

  it("is at its own name and port, and is led to from plain http", () => {
    expect(proxyFile("element-web.caddyfile")).toContain('"https://web.acme.example.org" {');
    expect(proxyFile("redirect.caddyfile")).toContain('"http://web.acme.example.org"');
    expect(proxyFile("certified-names")?.split("\n")).toContain("web.acme.example.org");
  });

  it("is the only one at its name: Caddy starts with no name in two sites", () => {
    const { services } = renderFiles(decidePlan("acme", exampleSettings(wish)), readTemplates(), null);
    const heads = services.proxy.flatMap(({ path, text }) =>
      /addyfile$/.test(path) ? (text.match(/^".*\{$/gm) ?? []) : [],
    );
    const names = heads.flatMap((head) => head.match(/https?:\/\/[^" ,]+/g) ?? []);
    expect(names).toEqual(expect.arrayContaining(["https://web.acme.example.org", "http://web.acme.example.org"]));
    expect([...new Set(names)].sort()).toEqual([...names].sort());
  });

  it("is what the front page sends members to on a computer", () => {
    const link = '<a href="https://web.acme.example.org" rel="noreferrer">web.acme.example.org</a>';
    expect(proxyFile("pages/index.html")).toContain(link);
    expect(proxyFile("pages/index.html", { elementWeb: "off" })).not.toContain("web.acme.example.org");
  });
});

describe("Element Web's name", () => {
  const addressed = { ...wish, addresses: { ipv4: "203.0.113.7" } };
  const named = (settings: Readonly<Record<string, unknown>>) =>
    decidePlan("acme", exampleSettings(settings))
      .dns.records.filter(({ type }) => type === "A")
      .map(({ name }) => name);

  it("has its record in the DNS, unless it is left out", () => {
    expect(named(addressed)).toEqual(["chat.acme.example.org", "web.acme.example.org"]);
    expect(named({ ...addressed, imageSource: "local" })).toEqual(["chat.acme.example.org"]);
  });
});

describe("where images are built on the spot", () => {
  const local = { ...wish, imageSource: "local" };

  it("Element Web is left out, with one line that says why", () => {
    const plan = decidePlan("acme", exampleSettings(local));
    expect(plan.elementWeb).toBeNull();
    expect(plan.leftOut).toEqual([expect.stringContaining("not served at web.acme.example.org")]);
    expect(decidePlan("acme", exampleSettings(wish)).leftOut).toEqual([]);
    expect(decidePlan("acme", exampleSettings({ imageSource: "local" })).leftOut).toEqual([]);
  });

  it("neither the proxy nor the front page speaks of it", () => {
    expect(proxyFile("element-web.caddyfile", local)).toBeUndefined();
    expect(proxyFile("element-web.json", local)).toBeUndefined();
    expect(proxyFile("pages/index.html", local)).not.toContain("web.acme.example.org");
  });
});
