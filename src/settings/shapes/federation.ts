import * as z from "zod";
import { complain, group, leaf } from "../leaf.ts";
import { otherServerName } from "../names/name-settings.ts";

const expected = "`closed`, `allowlist` or `open`";

const servers = z
  .array(otherServerName("partner.example"), { error: "a list of server names, one a line, each after `- `" })
  .min(1, { error: "at least one server name" })
  .meta({ uniqueItems: true, description: "The servers to talk to, by name." });

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
      "the servers to talk to",
      value,
      "Write `mode: allowlist` below `chatkeep:federation:`, and beside it `servers:` with a list of names.",
    );
  }
  return complain(expected, value, "Write `closed` to talk to no other server, or `open` to talk to all of them.");
});

/** Which other servers this one talks to: a word, or a group with `mode`. */
export const federation = z.union([plainMode, groups]);
