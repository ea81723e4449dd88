/** Something that was looked at: what was seen, or why nothing could be and perhaps what to do. What could not be seen is never taken for well. */
export type Observed<Seen> = { readonly seen: Seen } | { readonly unseen: string; readonly advice?: string };
