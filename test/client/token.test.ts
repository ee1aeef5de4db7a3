import { expect, test } from 'vitest';
import { expired, openBranch, url } from './frontend.ts';

const viewer = '{ viewer { subject } }';

test('a token is asked for once, before the first request', async () => {
  const { openFrontend, tokenOf } = await openBranch();
  const asked: boolean[] = [];
  const ann = openFrontend({
    getToken: ({ renew }) => {
      asked.push(renew);
      return tokenOf('ann');
    },
  });
  await Promise.all([ann.ask(viewer), ann.ask(viewer)]);
  await ann.ask(viewer);
  expect(asked).toEqual([false]);
});

test('a token that has expired is renewed once for all requests that wait', async () => {
  const { openFrontend, tokenOf } = await openBranch();
  const asked: boolean[] = [];
  const ann = openFrontend({
    getToken: ({ renew }) => {
      asked.push(renew);
      return tokenOf('ann', renew ? {} : expired);
    },
  });
  const answers = await Promise.all(Array.from({ length: 12 }, () => ann.ask(viewer)));

  expect(answers.map(({ data }) => data?.viewer.subject)).toEqual(Array(12).fill('ann'));
  expect(asked).toEqual([false, true]);
  expect(ann.sent).toHaveLength(24);
});

test('a request that comes back late with the old token uses the one that others renewed', async () => {
  const { openFrontend, tokenOf } = await openBranch();
  let renewals = 0;
  const ann = openFrontend({
    getToken: ({ renew }) => {
      if (renew) renewals += 1;
      return tokenOf('ann', renew ? {} : expired);
    },
  });
  const others = Promise.withResolvers<void>();
  ann.meet(async (reach) => {
    await others.promise;
    return reach();
  });
  const late = ann.ask(viewer);
  await ann.ask(viewer);
  others.resolve();

  expect((await late).data.viewer.subject).toBe('ann');
  expect(renewals).toBe(1);
});

test('a renewed token that is not good either is for the caller: the person has to sign in', async () => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend({ getToken: () => Promise.resolve('none') });
  const { status, errors } = await ann.ask(viewer);
  expect([status, errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(ann.sent).toHaveLength(2);
});

test('who cannot be asked for a token is asked anew by the next request', async () => {
  const { openFrontend, tokenOf } = await openBranch();
  let isSignedIn = false;
  const ann = openFrontend({
    getToken: () => (isSignedIn ? tokenOf('ann') : Promise.reject(new Error('sign in first'))),
  });
  await expect(ann.ask(viewer)).rejects.toThrow('sign in first');
  expect(ann.sent).toEqual([]);
  isSignedIn = true;
  expect((await ann.ask(viewer)).data.viewer.subject).toBe('ann');
});

test('who aborts does not wait for a token', async () => {
  const { openFrontend } = await openBranch();
  const ann = openFrontend({ getToken: () => new Promise(() => {}) });
  const screen = new AbortController();
  const asking = ann.ask(viewer, {}, screen.signal);
  screen.abort(new Error('the screen is closed'));
  await expect(asking).rejects.toThrow('the screen is closed');
  await expect(ann.ask(viewer, {}, screen.signal)).rejects.toThrow('the screen is closed');
});

test('a Request, whose body can be sent only once, is refused', async () => {
  const { openFrontend } = await openBranch();
  const request = new Request(url, { method: 'POST', body: '{}' });
  expect(() => openFrontend().send(request)).toThrow('createFetch takes a URL and its options');
});
