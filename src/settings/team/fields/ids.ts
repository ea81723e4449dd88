import { parseLocalpart, parseOtherServerName, type ServerName, type UserId, userIdOf } from "../../../kinds/names.ts";
import { ownNames } from "../../../kinds/own-accounts.ts";
import { complain, leaf, type Reading } from "../../leaf.ts";
import { plainText, quote } from "../../wording.ts";
import { looksLike } from "./look-alikes.ts";

/** A whole user ID has at most 255 bytes (Matrix spec, appendices, "User identifiers"). */
const longest = 255;

/** The ID of a member: a new account of this server. */
export function memberId(server: ServerName) {
  const expected = `an ID such as \`@ana:${server}\``;
  return leaf<UserId>(
    { type: "string", pattern: "^@[a-z0-9.=/+-][a-z0-9._=/+-]*:.+$", maxLength: longest },
    (value) => {
      const [localpart, name] = partsOf(value);
      const local = localpart === null ? null : parseLocalpart(localpart);
      if (local === null || name === null) return complain(expected, value, adviseId(value, server));
      if (name !== server) return elsewhere(value, local, server);
      if (ownNames.includes(local))
        return {
          complaints: [{ found: `${quote(plainText(value))} is chatkeep's own account`, write: "Choose another one." }],
        };
      const id = userIdOf(local, server);
      return id.length <= longest
        ? { value: id }
        : complain(`at most ${longest} characters`, value, "Choose a shorter one.");
    },
  );
}

function elsewhere(value: unknown, local: string, server: ServerName): Reading<never> {
  const found = `${quote(plainText(value))} is an ID of another server`;
  const write = `Write "@${local}:${server}"; people of other servers are \`guests\` of a room.`;
  return { complaints: [{ found, write }] };
}

/** The ID of an account that is there already: older ones may hold what new ones must not (Matrix spec, "Historical user IDs"). */
export function accountId(server: ServerName) {
  return leaf<UserId>({ type: "string", pattern: "^@[!-9;-~]+:.+$", maxLength: longest }, (value) => {
    const [localpart, name] = partsOf(value);
    if (localpart !== null && name === server) return { value: value as UserId };
    return complain(`an ID such as \`@bot:${server}\``, value, adviseId(value, server));
  });
}

/** The ID of a person on another server. */
export function guestId(server: ServerName) {
  const example = "@eve:partner.example";
  return leaf<UserId>({ type: "string", pattern: "^@[!-9;-~]+:.+$", maxLength: longest }, (value) => {
    const [localpart, name] = partsOf(value);
    if (localpart === null || name === null)
      return complain(`an ID such as \`${example}\``, value, `Write an ID such as "${example}".`);
    if (name !== server) return { value: value as UserId };
    const found = `${quote(plainText(value))} is an ID of this server`;
    return { complaints: [{ found, write: "Name them below `people:`; guests are people of other servers." }] };
  });
}

function partsOf(value: unknown): readonly [localpart: string | null, server: string | null] {
  if (typeof value !== "string" || value.length > longest) return [null, null];
  const [, localpart, name] = /^@([!-9;-~]+):(.+)$/.exec(value) ?? [];
  if (localpart === undefined || name === undefined || parseOtherServerName(name) === null) return [null, null];
  return [localpart, name];
}

/** The ID that was most likely meant by `ada`, `Ada`, `@ada`, `ada@acme.test`, or by letters of another script. */
function adviseId(value: unknown, server: ServerName): string {
  const text = plainText(value).trim();
  if (/^@_/.test(text)) return "Choose one that does not begin with `_`: those belong to the server's own accounts.";
  const [first = ""] = text.replace(/^@/, "").split(/[@:]/);
  const simple = looksLike(first).normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, ".");
  const local = first.length > 128 ? null : parseLocalpart(simple);
  if (local === null)
    return `Write an ID such as "@ana:${server}": small letters, digits and \`.\`, \`_\`, \`=\`, \`-\`, \`/\`, \`+\`.`;
  return `Write "${userIdOf(local, server)}".`;
}
