import type { Hostname } from "../../kinds/names.ts";
import type { Settings } from "../../settings/settings.ts";
import { elementWebImage } from "../images/versions.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { PlannedElementWeb } from "../plan.ts";

type Wish = Pick<Settings, "elementWeb" | "imageSource" | "publicPort">;

/** The name it is served at; null if it is off, or its image is not available: its files come only from a public registry. */
export function elementWebName({ elementWeb, imageSource }: Pick<Wish, "elementWeb" | "imageSource">): Hostname | null {
  return imageSource === "official" ? elementWeb : null;
}

/** Where the proxy has the volume with its files. */
export const elementWebFolder = "/cfg/element-web";

/** Element Web, where it is served. */
export function decideElementWeb(stack: string, wish: Wish): PlannedElementWeb | null {
  const hostName = elementWebName(wish);
  if (hostName === null) return null;
  const { publicPort } = wish;
  const { version, official } = elementWebImage;
  return {
    hostName,
    address: publicPort === 443 ? `https://${hostName}` : `https://${hostName}:${publicPort}`,
    version,
    image: official,
    containerName: `${nameOf(stack, "element-web")}-${version}`,
    labels: labelsOf(stack, "element-web"),
    memoryMebibytes: 128,
    volumeFolder: elementWebFolder,
    folder: `${elementWebFolder}/${version}`,
  };
}

/** The line that says why it is not there, though it was asked for. */
export function elementWebLeftOut({ elementWeb, imageSource }: Wish): readonly string[] {
  if (elementWeb === null || imageSource === "official") return [];
  return [
    `Element Web is not served at ${elementWeb}: its files are in an image from a public registry, and this stack builds its images (chatkeep:imageSource: local).`,
  ];
}
