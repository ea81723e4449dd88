import { spawn } from "node:child_process";
import { once } from "node:events";
import { type handleServerStreamingCall, status } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/language_pb.js";

/** Runs `npm install` beside Pulumi.yaml for `pulumi install`, passing on what npm prints. */
export const installDependencies: handleServerStreamingCall<
  messages.InstallDependenciesRequest,
  messages.InstallDependenciesResponse
> = async (call) => {
  const folder = call.request.getInfo()?.getRootDirectory() ?? call.request.getDirectory();
  const npm = spawn("npm", ["install"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  npm.stdout.on("data", (text: Buffer) => call.write(new messages.InstallDependenciesResponse().setStdout(text)));
  npm.stderr.on("data", (text: Buffer) => call.write(new messages.InstallDependenciesResponse().setStderr(text)));
  const code = await once(npm, "close").then(
    ([exitCode]) => Number(exitCode),
    (error: Error) => error.message,
  );
  if (code === 0) call.end();
  else
    call.emit("error", {
      code: status.UNKNOWN,
      details: `\`npm install\` in ${folder} failed: ${code}. Run it there by hand.`,
    });
};
