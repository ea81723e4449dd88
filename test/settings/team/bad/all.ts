import type { BadRoster } from "./case.ts";
import { badPeople } from "./people.ts";
import { badPictures } from "./pictures.ts";
import { badPlaces } from "./places.ts";
import { badYaml } from "./yaml.ts";

/** Every roster that must be refused. */
export const badRosters: readonly BadRoster[] = [...badPeople, ...badPlaces, ...badPictures, ...badYaml];
