import * as z from "zod";
import { complain, group, leaf } from "../leaf.ts";
import { otherServerName } from "../names/name-settings.ts";

const expected = "`closed`, `allowlist` or `open`";

const servers = z
  .array(otherServerName("partner.example"), { error: "a list of server names, each on a line that begins with `- `" })
  .min(1, { error: "at least one server name" })
  .meta({ uniqueItems: true, description: "The names of the allowed servers." });

const groups = z.discriminatedUnion(
  "mode",
  [
    group({ mode: z.literal("closed") }),
    group({ mode: z.literal("open") }),
    group({ mode: z.literal("allowlist"), servers }),
  ],
  { error: expected },
);

const plainMode = leaf<z.output<typeof groups>>({ type: "string", enum: ["closed", "open"] }, (value) => {
  if (value === "closed" || value === "open") return { value: { mode: value } };
  if (value === "allowlist") {
    return complain(
      "the allowed servers",
      value,
      "Write `mode: allowlist` below `chatkeep:federation:`, and `servers:` with a list of names at the same level.",
    );
  }
  return complain(expected, value, "Write `closed` for no other server, or `open` for all servers.");
});

/** Which other servers this one talks to: a word, or a group with `mode`. */
export const federation = z.union([plainMode, groups]);
