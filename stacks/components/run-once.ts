import { hardening } from "./hardening.ts";

/** What containers that put files in place have alike: they run once, without a network, are waited for, and what they say is kept. */
export const runOnce = {
  ...hardening,
  // The volumes' own folders are root's.
  user: "0:0",
  networkMode: "none",
  command: [],
  workingDir: "/",
  mustRun: false,
  attach: true,
  logs: true,
  restart: "no",
};
