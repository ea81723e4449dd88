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
export type ImageOutcome = "present" | "loaded" | "built";

/** One image and how it came to be on the engine. */
export interface EnsuredImage {
  readonly local: string;
  readonly outcome: ImageOutcome;
}
