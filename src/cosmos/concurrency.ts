/** How many calls one request has under way. */

/** Runs at most so many at once: the others wait their turn, in the order in which they came. */
export function limitConcurrency(
  most: number,
): <Result>(run: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return async (run) => {
    if (underWay < most) underWay += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      // Who comes next takes this place.
      const next = waiting.shift();
      if (next) next();
      else underWay -= 1;
    }
  };
}
