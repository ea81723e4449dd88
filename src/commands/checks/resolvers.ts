/** Name servers as one text has them, by spaces or commas. */
export function resolversIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((each) => each !== "");
}
