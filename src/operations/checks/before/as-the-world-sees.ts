import type { Answers, Lookups } from "../../../io/probes/name-lookup.ts";
import type { Observed } from "../../../kinds/observed.ts";
import { type FactsBefore, hostsOf } from "../facts.ts";
import { type Judgement, together } from "../finding.ts";

/** What resolvers anywhere say, where that was asked. */
export const asTheWorldSees = ({ world }: FactsBefore): Observed<Lookups> => world ?? { unseen: "not asked" };

/** Whether the server is declared to be in the internet. */
export const isPublic = ({ world }: FactsBefore): boolean => world !== null;

/** What to do where no name server answers. */
export const noResolver =
  "Allow this machine to reach name servers (UDP and TCP port 53), or use another one:  --resolver ADDRESS";

/** Every name that leads to the server is judged; the worst counts. */
export function ofEach(facts: FactsBefore, judge: (host: string) => Judgement): Judgement {
  return together(hostsOf(facts).map(judge));
}

/** What was answered for a name; nothing where it was not asked for. */
export function answersOf(lookups: Lookups, name: string): Answers {
  return lookups[name] ?? { a: [], aaaa: [], srv: [], caa: [] };
}
