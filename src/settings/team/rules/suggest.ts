import { nearest } from "../../nearest.ts";

/** The known name that was most likely meant; null when none is close. */
export type Suggest = (name: string) => string | null;

/** Names compared for one kind of mistake: a few mistyped ones among thousands, and not thousands among thousands. */
const mostCompared = 20_000;

/** Suggests among known names until many were compared. */
export function suggesterOf(known: readonly string[]): Suggest {
  let compared = 0;
  return (name) => {
    if (compared > mostCompared) return null;
    compared += known.length;
    return nearest(name, known);
  };
}
