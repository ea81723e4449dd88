import { complain, leaf } from "../leaf.ts";

/**
 * Characters that no URL may contain (RFC 3986, section 2), that mail addresses rarely contain, and that have another meaning in the
 * proxy's settings: quotes, backslashes and placeholders.
 */
export const strangeCharacters = '"`{}\\\\';

const mailbox = `^[^\\s\\p{C}@:${strangeCharacters}]+@[^\\s\\p{C}@:${strangeCharacters}]+$`;

/** A mail address without a name. */
export function emailAddress({ example, otherwise }: { readonly example: string; readonly otherwise: string }) {
  return leaf<string>({ type: "string", pattern: mailbox }, (value) => {
    if (typeof value === "string" && new RegExp(mailbox, "u").test(value)) return { value };
    const bare = typeof value === "string" ? value.trim().replace(/^mailto:/i, "") : "";
    const inner = /<([^<>]+)>$/.exec(bare)?.[1] ?? bare;
    const meant = new RegExp(mailbox, "u").test(inner) ? inner : example;
    return complain(`an e-mail address such as \`${example}\``, value, `Write \`${meant}\`${otherwise}.`);
  });
}
