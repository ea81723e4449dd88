/** Something that was looked at: what was seen, or why nothing could be. What could not be seen is never taken for well. */
export type Observed<Seen> = { readonly seen: Seen } | { readonly unseen: string };
