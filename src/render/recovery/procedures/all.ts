import { lostDevice, lostEverything, lostKey, newDevice } from "./devices.ts";
import { firstDay, proveKey } from "./first-day.ts";
import { keepHistory, newcomersRead, newcomersStartFresh, roomKeysFile } from "./history.ts";
import { someoneLeaves, stolenDevice } from "./incidents.ts";
import type { Procedure } from "./procedure.ts";

/** All procedures, in the order in which the index lists them. */
export const procedures: readonly Procedure[] = [
  firstDay,
  proveKey,
  newDevice,
  lostDevice,
  lostKey,
  lostEverything,
  stolenDevice,
  someoneLeaves,
  roomKeysFile,
  keepHistory,
  newcomersRead,
  newcomersStartFresh,
];
