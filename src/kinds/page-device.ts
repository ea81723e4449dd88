/**
 * The device as which the server's own pages `/devices` and `/password` sign members in, for a moment. It is the same each time, so
 * that a visit ends what an interrupted one left. No one's device: it is counted nowhere, as long as it has no keys.
 */
export const pageDevice = "CHATKEEPPAGE";
