import { engineOf } from "../test/support/stack/engine.ts";
import { sweepLeftovers } from "../test/support/stack/sweep.ts";
import { bootBare } from "./messages/bare.ts";
import { likeOurs } from "./messages/bare-containers.ts";
import { type Comparison, compare } from "./messages/compare.ts";
import { bootOurs } from "./messages/ours.ts";
import { type Row, rowsOf } from "./messages/rows.ts";

/** Three rounds of both servers: about five minutes on two cores. */
export const shortComparison: Omit<Comparison, "say"> = {
  members: 50,
  rounds: 3,
  warmUpSeconds: 2,
  singleSeconds: 6,
  tenRoomsSeconds: 8,
  oneRoomSeconds: 6,
  deliveredMessages: 10,
};

/**
 * How fast messages are accepted and delivered, by a stack as `chatkeep up` makes it with 2 GiB and by stock Synapse and
 * Postgres with the same images and memory. Rate limits are raised in both; Postgres syncs each commit to disk in both.
 */
export async function measureMessages(comparison: Comparison): Promise<readonly Row[]> {
  const engine = engineOf({ dockerHost: null });
  await sweepLeftovers();
  const ours = await bootOurs("2 GiB");
  try {
    const bare = await bootBare(await likeOurs(engine, ours));
    try {
      const [first, second] = await compare(engine, [ours, bare], comparison);
      return first === undefined || second === undefined ? [] : rowsOf(first, second);
    } finally {
      await bare.remove();
    }
  } finally {
    await ours.remove();
  }
}
