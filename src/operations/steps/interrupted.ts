import { StoppedOnRequest } from "../../errors.ts";

/** What a person asked for who pressed Ctrl-C in the middle. */
export function stoppedOnRequest(): StoppedOnRequest {
  return new StoppedOnRequest("Stopped on request before the end: a part of the plan is applied", {
    next: "Run the same command again. It continues from here.",
  });
}
