import { Refusal, VaultError } from "../../../errors.ts";
import { type Archive, newestWhole } from "../run/archives.ts";

/** Which archive a drill brings to life. */
export type WantedArchive = { readonly kind: "newest" | "random" } | { readonly kind: "named"; readonly id: string };

/** An archive that has all its parts. */
export interface ChosenArchive {
  readonly id: string;
  readonly isNewest: boolean;
}

/** Chooses one of those that can be restored; `random` is from 0 to 1. */
export function chooseArchive(archives: readonly Archive[], wanted: WantedArchive, random: number): ChosenArchive {
  const newest = newestWhole(archives);
  if (newest === null)
    throw new VaultError("The repository has no archive of this stack that can be restored", {
      next: "Make one:  npx chatkeep backup now",
    });
  const whole = archives.filter(({ missing }) => missing.length === 0);
  const chosen = find(whole, newest, wanted, random);
  return { id: chosen.id, isNewest: chosen.id === newest.id };
}

function find(whole: readonly Archive[], newest: Archive, wanted: WantedArchive, random: number): Archive {
  switch (wanted.kind) {
    case "newest":
      return newest;
    case "random":
      return whole[Math.min(Math.floor(random * whole.length), whole.length - 1)] ?? newest;
    case "named":
      return whole.find(({ id }) => id === wanted.id) ?? refuseUnknown(wanted.id);
    default:
      return wanted satisfies never;
  }
}

function refuseUnknown(id: string): never {
  throw new Refusal(`There is no whole archive \`${id}\` of this stack`, {
    next: "See all archives:  npx chatkeep backup list",
  });
}
