import type { StepTable } from "../../../steps/table.ts";
import type { TeamStep } from "../steps.ts";
import { accountKinds } from "./account-steps.ts";
import { membershipKinds } from "./membership-steps.ts";
import { placeKinds } from "./place-steps.ts";
import type { TeamWorld } from "./world.ts";

/** What each step of applying a roster says and does. */
export const teamSteps: StepTable<TeamStep, TeamWorld> = { ...accountKinds, ...placeKinds, ...membershipKinds };
