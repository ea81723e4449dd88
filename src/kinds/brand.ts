declare const brand: unique symbol;

/** A value whose meaning was checked once, when it was parsed: `Branded<string, "Hostname">` is no longer any string. */
export type Branded<Value, Name extends string> = Value & { readonly [brand]: Name };
