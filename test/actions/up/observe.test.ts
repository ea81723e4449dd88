import { expect, it } from "vitest";
import { runPreview } from "../../../src/actions/up/observe.ts";
import { StoppedOnRequest } from "../../../src/errors.ts";
import type { PulumiOutcome } from "../../../src/io/pulumi/process.ts";

const previewThat = (outcome: PulumiOutcome) => ({ preview: async () => outcome });

it("a look that was stopped says that nothing was changed, and is no fault of Pulumi's", async () => {
  const stopped = previewThat({ succeeded: false, interrupted: true, stderr: "error: preview cancelled" });
  await expect(runPreview(stopped)).rejects.toThrow(StoppedOnRequest);
  await expect(runPreview(stopped)).rejects.toThrow(/Nothing was changed$/);
});

it("a look that fails says why", async () => {
  const failed = previewThat({ succeeded: false, interrupted: false, stderr: "error: no such provider" });
  await expect(runPreview(failed)).rejects.toThrow("no such provider");
});
