import type Docker from "dockerode";
import { connect } from "./client.ts";
import { type Figures, type FrontFigures, medians } from "./figures.ts";
import { gather } from "./members.ts";
import { type Lengths, type Peopled, playFront, playRound } from "./round.ts";
import type { Subject } from "./subject.ts";

/** What the rounds on one server came to, in the middle. */
export interface Compared {
  readonly name: string;
  readonly direct: Figures;
  readonly front: FrontFigures | null;
}

/** How many rounds, how long, with how many people. */
export interface Comparison extends Lengths {
  readonly members: number;
  readonly rounds: number;
  /** Says what goes on. */
  readonly say: (line: string) => void;
}

/** Loads the servers by turns, round after round; whichever is not under load is paused. */
export async function compare(
  engine: Docker,
  subjects: readonly Subject[],
  comparison: Comparison,
): Promise<readonly Compared[]> {
  const peopled: Peopled[] = [];
  for (const subject of subjects) {
    const one = await people(subject, comparison);
    await setPaused(engine, subject, true);
    peopled.push(one);
  }
  const played = peopled.map(() => ({ direct: [] as Figures[], front: [] as FrontFigures[] }));
  for (let round = 1; round <= comparison.rounds; round++) {
    for (const [index, each] of peopled.entries()) {
      await setPaused(engine, each.subject, false);
      const direct = await playRound(engine, each, comparison);
      played[index]?.direct.push(direct);
      if (each.frontClient !== null)
        played[index]?.front.push(await playFront(each.frontClient, each.team, comparison));
      await setPaused(engine, each.subject, true);
      comparison.say(`round ${round} ${each.subject.name}: ${inShort(direct)}`);
    }
  }
  await Promise.all(peopled.flatMap(({ client, frontClient }) => [client.close(), frontClient?.close()]));
  for (const { subject } of peopled) await setPaused(engine, subject, false);
  return peopled.map(({ subject: { name } }, index) => {
    const { direct = [], front = [] } = played[index] ?? {};
    return { name, direct: medians(direct), front: front.length === 0 ? null : medians(front) };
  });
}

async function people(subject: Subject, { members, say }: Comparison): Promise<Peopled> {
  const start = performance.now();
  const client = connect(subject.address, null);
  const frontClient = subject.front === null ? null : connect(subject.front.address, subject.front.authority);
  const team = await gather(subject, client, members);
  say(`${subject.name}: ${members} members in 11 rooms after ${((performance.now() - start) / 1_000).toFixed(0)} s`);
  return { subject, client, frontClient, team, positions: new Map() };
}

/** Pauses a server, or lets it run again. */
export async function setPaused(
  engine: Docker,
  { containers }: Pick<Subject, "containers">,
  paused: boolean,
): Promise<void> {
  for (const name of Object.values(containers)) {
    const container = engine.getContainer(name);
    await (paused ? container.pause() : container.unpause());
  }
}

function inShort(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number(value).toFixed(1)}`)
    .join(", ");
}
