/** Something that can be read without being let in, and where it stands. */
export interface SearchedPlace {
  /** For a person. */
  readonly where: string;
  /** What is not text comes as latin1: one character a byte. */
  readonly text: string;
}
