/** Many at once are handed on together. */
export type OneOfMany<Item> = (item: Item) => Promise<void>;

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes one after the other, in the order they came; what comes while one is being written is written together afterwards. So a line
 * that has to be safe on the disk before its command continues costs many at once no more than one.
 */
export function together<Item>(write: (items: readonly [Item, ...Item[]]) => Promise<void>): OneOfMany<Item> {
  let waiting: Waiting<Item>[] = [];
  let isWriting = false;
  const writeAll = async (): Promise<void> => {
    isWriting = true;
    for (let now = waiting; now.length > 0; now = waiting) {
      waiting = [];
      await writeThese(now);
    }
    isWriting = false;
  };
  const writeThese = async (now: readonly Waiting<Item>[]): Promise<void> => {
    const [first, ...further] = now.map(({ item }) => item);
    if (first === undefined) return;
    try {
      await write([first, ...further]);
      for (const { resolve } of now) resolve();
    } catch (error) {
      for (const { reject } of now) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isWriting) void writeAll();
    });
}
