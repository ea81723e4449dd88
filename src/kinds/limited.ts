/** Runs actions as there is room for them. */
export type Limited = <Result>(doing: () => Promise<Result>) => Promise<Result>;

/** Lets that many actions run at once; the others wait, in the order they came. */
export function limited(count: number): Limited {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (doing) => {
    if (free === 0) await new Promise<void>((resolve) => void waiting.push(resolve));
    else free--;
    try {
      return await doing();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
