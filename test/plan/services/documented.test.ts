import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { serviceDefinitions } from "../../../src/plan/services/all.ts";
import { exampleSettings } from "../example-settings.ts";

const everything = exampleSettings({
  calls: "on",
  addresses: { ipv4: "203.0.113.7" },
  backup: { repository: "rest:https://backup.acme.example/" },
});

const text = readFileSync(join(import.meta.dirname, "../../../docs/security.md"), "utf8");

describe.each(serviceDefinitions)(
  "docs/security.md about $name",
  ({ name, image, capabilities, networks, optional }) => {
    const [row] = rowsBelow("The containers").filter(([who]) => who?.split(",")[0] === name);

    it("names the user, the capabilities and the networks of its definition, and when it is there", () => {
      const [who = "", user, may = "", on = ""] = row ?? [];
      expect(user).toBe(String(image.uid));
      expect(may.match(/`\w+`/g) ?? []).toEqual(capabilities.map((each) => `\`${each.replace("CAP_", "")}\``));
      expect(on.match(/\b(edge|data|calls|backup)\b/g)?.toSorted()).toEqual(networks(everything).toSorted());
      expect(who.includes(", with ")).toBe(optional !== null);
    });

    it("says what it calls", () => {
      const rows = rowsBelow("Egress").filter(([who]) => who?.split(", ").includes(name));
      expect(rows.length).toBeGreaterThan(0);
    });
  },
);

/** The cells of the first table below a heading. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = text.split(`\n## ${heading}\n`);
  const table = /(?:^\|.*\n)+/m.exec(section)?.[0] ?? "";
  return table.split("\n").map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
