import { setTimeout } from "node:timers/promises";

/** Time, as an argument. */
export interface Clock {
  now(): Date;
  /** Lets that many milliseconds pass. */
  pause(milliseconds: number): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: async (milliseconds) => {
    await setTimeout(milliseconds);
  },
};
