/** The words of one text, apart by spaces or commas: name servers, or servers to talk to. */
export function listedIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((each) => each !== "");
}

/** For a flag that may be given several times, each time with several words. */
export function moreListed(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...listedIn(text)];
}
