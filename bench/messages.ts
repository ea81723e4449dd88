import type Docker from "dockerode";
import { engineOf } from "../test/support/stack/engine.ts";
import { sweepLeftovers } from "../test/support/stack/sweep.ts";
import { bootBare } from "./messages/bare.ts";
import type { Bare } from "./messages/bare-containers.ts";
import { type Comparison, compare } from "./messages/compare.ts";
import { bootOurs } from "./messages/ours.ts";
import { type Row, rowsOf } from "./messages/rows.ts";
import type { Subject } from "./messages/subject.ts";

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

/** Bare containers with the images and the memory of our own. */
async function likeOurs(engine: Docker, { containers }: Subject): Promise<Bare> {
  const observe = async (role: string) => await engine.getContainer(containers[role] ?? "").inspect();
  const [synapse, postgres] = await Promise.all([observe("synapse"), observe("postgres")]);
  const mebibytes = ({ HostConfig }: Docker.ContainerInspectInfo) => (HostConfig.Memory ?? 0) / 2 ** 20;
  return {
    images: { synapse: synapse.Image, postgres: postgres.Image },
    memoryMebibytes: { synapse: mebibytes(synapse), postgres: mebibytes(postgres) },
  };
}
