import { complain, leaf, type Reading } from "../../leaf.ts";
import { plainText, quote } from "../../wording.ts";

/** A path from the folder of the roster to a picture in it or below; what is there is judged elsewhere. */
export const picturePath = leaf<string>(
  { type: ["string", "number"], minLength: 1, maxLength: 1_000, pattern: "^[^/\\\\~][^\\\\]*$" },
  readPicturePath,
);

/** Reads one. */
export function readPicturePath(value: unknown): Reading<string> {
  const path = plainText(value);
  const expected = "a path such as `pictures/general.png`, from the folder of the roster";
  if (path === "") return complain(expected, value, "Write the path of a PNG, JPEG, GIF or WebP file.");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path))
    return complain(expected, value, "Download the picture into that folder, and write its path there.");
  if (/\p{C}/u.test(path)) {
    const found = `${quote(path)} holds a character that nothing shows`;
    return { complaints: [{ found, write: "Give the file another name." }] };
  }
  if (path.includes("\\")) return complain(expected, value, "Write `/` between folders, and no `\\`.");
  const leaves = /^[/~]|^[a-z]:/i.test(path) || path.split("/").includes("..");
  if (leaves || path.length > 1_000)
    return complain(expected, value, "Copy the picture into that folder or one in it, and write its path from there.");
  return { value: path };
}
