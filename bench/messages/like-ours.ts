import type Docker from "dockerode";
import type { Bare } from "./bare-containers.ts";
import type { Subject } from "./subject.ts";

/** What bare containers need to have the images and the memory of our own. */
export async function likeOurs(engine: Docker, { containers }: Pick<Subject, "containers">): Promise<Bare> {
  const observe = async (role: string) => await engine.getContainer(containers[role] ?? "").inspect();
  const [synapse, postgres] = await Promise.all([observe("synapse"), observe("postgres")]);
  const mebibytes = ({ HostConfig }: Docker.ContainerInspectInfo) => (HostConfig.Memory ?? 0) / 2 ** 20;
  return {
    images: { synapse: synapse.Image, postgres: postgres.Image },
    memoryMebibytes: { synapse: mebibytes(synapse), postgres: mebibytes(postgres) },
  };
}
