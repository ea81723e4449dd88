/** Something that was observed: its value, or why it could not be observed and what to do. An unobserved thing never counts as healthy. */
export type Observed<Seen> = { readonly seen: Seen } | { readonly unseen: string; readonly advice?: string };
