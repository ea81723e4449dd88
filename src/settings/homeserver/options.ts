import table from "./options.json" with { type: "json" };

/**
 * What a homeserver.yaml option may hold: names of types joined by `|`; `[TYPE]` for a list of them, with `"null"`
 * behind it where null is taken too; a mapping for a group of named options, where `*` stands for any name.
 */
export type OptionType = string | readonly OptionType[] | { readonly [name: string]: OptionType };

/** Every top-level option of Synapse 1.163.2, with its type (configuration manual of that version, and the names that synapse/config reads without the manual mentioning them; each type tried on that version's own parser). */
export const homeserverOptions: Readonly<Record<string, OptionType>> = table;

/** The names of those options. */
export const homeserverOptionNames: readonly string[] = Object.keys(homeserverOptions);
