/** Who is told how it goes. */
export interface Narrator {
  /** What is being done now. */
  say(text: string): void;
  /** Something that was done, and stays on the screen. */
  keep(text: string): void;
}
