import { expect, test } from 'vitest';
import { keyOf, measuredBefore } from './before.ts';

const page = `# Results

## Goals

| goal                              | at most | measured       |     |
| :-------------------------------- | ------: | -------------: | --: |
| bundle                            |  1.0 MB |        0.74 MB | met |
| warm / Apollo, worst of six: read |     0.9 | 0.8 (0.7 to 1) | met |

### What stops those that are not met

## 1. Cold start

| bundle | at most | measured |
| :----- | ------: | -------: |
| bundle |       1 |    other |
`;

test('what an earlier page says of a goal is found by the goal, whichever operation was the worst', () => {
  const before = measuredBefore(page);
  expect(before.get('bundle')).toBe('0.74 MB');
  expect(before.get(keyOf('warm / Apollo, worst of six: withdraw'))).toBe('0.8 (0.7 to 1)');
  expect(before.get(keyOf('cold start'))).toBeUndefined();
});

test('no page, or one of another form, says nothing', () => {
  expect(measuredBefore('').get('bundle')).toBeUndefined();
  expect(measuredBefore('# Results\n').size).toBe(0);
});
