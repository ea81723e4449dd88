import type { FileFacts } from "../../../kinds/file-facts.ts";
import { formatSize, inMebibytes, type Size } from "../../../kinds/size.ts";
import { quote } from "../../wording.ts";
import type { Complaint } from "../complaint.ts";
import { type Draft, placesOf } from "../draft.ts";
import { isDrawing, largestPicture, pictureTypeOf } from "../pictures.ts";

/** What is wrong with the files of pictures. */
export function pictureProblems(draft: Draft): readonly Complaint[] {
  return placesOf(draft).flatMap(({ read: { avatar }, path }) => {
    if (avatar === undefined || avatar === null) return [];
    const wrong = judgePicture(avatar, draft);
    return wrong === null ? [] : [{ path: [...path, "avatar"], ...wrong }];
  });
}

type Judged = Pick<Complaint, "found" | "write"> | null;

function judgePicture(path: string, { pictures, settings }: Draft): Judged {
  const file = quote(path);
  const facts: FileFacts = pictures.get(path) ?? { kind: "nothing" };
  if (facts.kind === "file") return judgeContent(file, facts.beginning);
  if (facts.kind === "too-large") {
    const found = `${file} ${tooLarge(facts.bytes, largestPicture(settings))}`;
    return { found, write: "Make the picture smaller: 512 pixels each way are enough." };
  }
  return judgePlace(file, facts);
}

/** What is wrong with where a file is, and what to do about it. */
function judgePlace(file: string, facts: Exclude<FileFacts, { readonly kind: "file" | "too-large" }>): Judged {
  switch (facts.kind) {
    case "nothing":
      return {
        found: `there is no file ${file} in the folder of the roster`,
        write: "Put the picture there, or correct the path.",
      };
    case "no-file":
      return { found: `${file} is not a file`, write: "Write the path of a PNG, JPEG, GIF or WebP file." };
    case "outside":
      return {
        found: `${file} is a link that leads out of the folder of the roster`,
        write: "Copy the picture itself into that folder.",
      };
    case "unreadable":
      return {
        found: `${file} cannot be read (${facts.why})`,
        write: "Let the user who runs this command read the file and its folders.",
      };
    default:
      return facts satisfies never;
  }
}

/** The name of a file says nothing: its content does. */
function judgeContent(file: string, beginning: Uint8Array): Judged {
  if (pictureTypeOf(beginning) !== null) return null;
  if (beginning.length === 0) return { found: `${file} is empty`, write: "Save the picture again." };
  if (isDrawing(beginning)) {
    const found = `${file} is an SVG, which can hold scripts: apps do not show it, and Synapse makes no smaller copies`;
    return { found, write: "Save it as PNG." };
  }
  return { found: `${file} is not a PNG, JPEG, GIF or WebP picture`, write: "Save the picture as PNG." };
}

/** In whole mebibytes where that shows the difference. */
function tooLarge(bytes: number, most: Size): string {
  const whole = inMebibytes(bytes as Size);
  const size = whole > inMebibytes(most) ? `${whole} MiB` : `${bytes} bytes`;
  return `has ${size}, and a picture has at most ${formatSize(most)} here`;
}
