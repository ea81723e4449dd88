import { repositoryIn } from "../../../../io/repository/repository-in.ts";
import { noneOf, wholeArchives } from "../../../../operations/backup/restore/choose.ts";
import { archivesIn, stackTag } from "../../../../operations/backup/run/archives.ts";
import type { Session } from "../../../session.ts";
import { reachEngine } from "../../../stack/engine.ts";
import { settledStack } from "../../../stack/settings.ts";
import { withLock } from "../../../stack/with-lock.ts";
import { withProgress } from "../../../terminal.ts";
import type { ListedArchives } from "../../run/list.ts";
import { withFiller } from "../open-filler.ts";
import { ownRepository } from "../own-repository.ts";
import type { ReachedRepository } from "../reach-repository.ts";
import { asRestic } from "../read-archive.ts";
import { haveImage } from "./have-image.ts";

/** Whether this machine knows by itself where a stack's backups are, and what opens them. */
export async function knowsRepository({ files, paths }: Pick<Session, "files" | "paths">): Promise<boolean> {
  return (await files.has(paths.stackFile)) && (await files.has(paths.passphrase));
}

/** The repository of the stack file of this machine, for a server that need not run. */
export async function standingRepository(session: Session): Promise<ReachedRepository> {
  return ownRepository(session, await settledStack(session));
}

/**
 * Lists a stack's archives in a container of its own, where none of the stack runs: nothing of the stack is made by it. A VaultError names the
 * stacks that the repository has archives of, where this is none of them.
 */
export async function listForRestore(session: Session, reached: ReachedRepository): Promise<ListedArchives> {
  const { stack, terminal } = session;
  const engine = await reachEngine(session);
  return withLock(session, async () => {
    await haveImage(session, engine, reached.image);
    const place = { client: engine.client, ...reached, stack, volumes: null };
    return withProgress(terminal, "opening the repository", () =>
      withFiller(place, async (filler) => {
        const repository = repositoryIn((args) => filler.run([...asRestic, ...args]));
        const all = await repository.snapshots([]);
        const archives = archivesIn(all.filter(({ tags }) => tags.includes(stackTag(stack))));
        if (archives.length === 0) throw noneOf(stack, wholeArchives(all));
        return { archives, size: await repository.size() };
      }),
    );
  });
}
