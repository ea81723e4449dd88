import type Docker from "dockerode";

/** Whether the engine has an image of that name and tag. */
export async function isPresent(engine: Docker, name: string): Promise<boolean> {
  try {
    await engine.getImage(name).inspect();
    return true;
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return false;
    throw error;
  }
}

/** The engine's processor in Go's words (amd64, arm64): an image fits no other. */
export async function architectureOf(engine: Docker): Promise<string> {
  return (await engine.version()).Arch;
}
