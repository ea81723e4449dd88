/** An image that can be built on the spot: its recipe's folder, its name on the engine, and what it starts from. */
export interface LocalImage {
  /** The folder under images/. */
  readonly name: string;
  /** Name and tag on the engine. */
  readonly local: string;
  /** The image a registry offers instead. */
  readonly official: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly base: LocalImage | null;
  /** It comes from its registry and is never built here. */
  readonly isPulled?: boolean;
}

/** Something happened while an image was being made ready; `text` is one line for a person. */
interface ImageProgress {
  readonly image: string;
  readonly action: "load" | "debootstrap" | "pull" | "build" | "save";
  readonly text: string;
}

/** Where finished images are kept, and who hears about progress. */
export interface ImageOptions {
  readonly cacheFolder: string;
  readonly onProgress: (progress: ImageProgress) => void;
}

/** How an image came to be on the engine. */
export type ImageOutcome = "present" | "loaded" | "pulled" | "built";

/** One image and how it came to be on the engine. */
export interface EnsuredImage {
  readonly local: string;
  readonly outcome: ImageOutcome;
}

/** Images in the order in which they can be made: those of a round side by side, each after what it starts from. */
export function roundsOf<Image extends LocalImage>(images: readonly Image[]): readonly (readonly Image[])[] {
  const rounds: Image[][] = [];
  for (const image of images) {
    const depth = depthOf(image);
    const round = rounds[depth] ?? [];
    rounds[depth] = [...round, image];
  }
  return rounds.filter((round) => round !== undefined);
}

/** How many images are below one. */
function depthOf({ base }: LocalImage): number {
  return base === null ? 0 : 1 + depthOf(base);
}

/** What images start from, each once. */
export function basesOf(images: readonly LocalImage[]): readonly LocalImage[] {
  const bases = images.flatMap((image) => (image.base === null ? [] : [image.base]));
  return [...new Map(bases.map((base) => [base.local, base])).values()];
}
