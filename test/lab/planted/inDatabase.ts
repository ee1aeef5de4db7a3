/** What can be wrong with a database in the end. */
import { numbered } from '../../support/values.ts';
import {
  edited,
  entityOf,
  planted,
  type Planted,
  spoiled,
  stored,
  unanswered,
  usd,
  withFirstPage,
} from './planted.ts';

export const plantedInDatabase: readonly Planted[] = [
  planted('versions', 'a change that is gone', (run) => {
    const id = run.account(5);
    const { changes } = entityOf(run, id);
    return [run.history, stored(run, id, { changes: changes.filter((_, at) => at !== 3) })];
  }),

  planted('versions', 'a version that comes twice', (run) => {
    const id = run.account(5);
    const { changes } = entityOf(run, id);
    return [
      run.history,
      stored(run, id, { changes: changes.toSpliced(3, 0, ...changes.slice(3, 4)) }),
    ];
  }),

  planted('versions', 'a version without its change', (run) => {
    const id = run.account(5);
    return [run.history, stored(run, id, { version: 7 })];
  }),

  planted('pages', 'a page that is gone', (run) => {
    const id = run.account(50);
    return [run.history, stored(run, `${id}~1`)];
  }),

  planted('pages', 'a page with other changes', (run) => {
    const id = run.account(50);
    const [page] = run.final().accounts.filter((document) => document.id === `${id}~0`);
    return [run.history, stored(run, `${id}~1`, { changes: page?.changes })];
  }),

  planted('pages', 'a page whose list of requestIds lacks one', (run) => {
    const id = run.account(50);
    const [page] = run.final().accounts.filter((document) => document.id === `${id}~0`);
    const requestIds = page?.changes.map(({ requestId }) => requestId).slice(1);
    return [run.history, stored(run, `${id}~0`, { requestIds })];
  }),

  planted('pages', 'a newestPaged that forgets the pages', (run) => {
    const id = run.account(50);
    return [run.history, stored(run, id, { newestPaged: null })];
  }),

  planted('pages', 'a page that no change has asked for', (run) => {
    const id = run.account(20);
    return [run.history, withFirstPage(run, id)];
  }),

  planted('requestIds', 'a request that was done twice', (run) => {
    const id = run.account(3, unanswered);
    const { changes } = entityOf(run, id);
    const final = edited(
      run.final(),
      ['accounts', 0, 'changes', 3, 'requestId'],
      changes[2]?.requestId,
    );
    return [run.history, final];
  }),

  planted('etags', 'an etag that two versions have', (run) => {
    const id = run.account(3, unanswered);
    const { changes } = entityOf(run, id);
    return [
      run.history,
      edited(run.final(), ['accounts', 0, 'changes', 3, 'baseEtag'], changes[2]?.baseEtag),
    ];
  }),

  planted('time', 'a change from before the one before it', (run) => {
    run.account(3, unanswered);
    const at = '2025-12-31T23:59:59.999Z';
    return [run.history, edited(run.final(), ['accounts', 0, 'changes', 3, 'at'], at)];
  }),

  planted('arithmetic', 'a balance that does not follow', (run) => {
    const id = run.account(3, unanswered);
    const balance = { minor: 301, currency: 'USD' };
    const final = stored(run, id, { state: { ...entityOf(run, id).state, balance } });
    return [run.history, edited(final, ['accounts', 0, 'changes', 3, 'balance'], balance)];
  }),

  planted('arithmetic', 'a state that its changes do not make', (run) => {
    const id = run.account(3, unanswered);
    return [
      run.history,
      stored(run, id, { state: { ...entityOf(run, id).state, status: 'CLOSED' } }),
    ];
  }),

  planted('arithmetic', 'a total that is not the sum of the lines', (run) => {
    const id = run.order(unanswered);
    const total = { minor: 819, currency: 'USD' };
    const final = stored(run, id, { state: { ...entityOf(run, id).state, total } });
    return [run.history, edited(final, ['orders', 0, 'changes', 1, 'total'], total)];
  }),

  planted('negative', 'a balance below zero', (run) => {
    const id = run.account(3, unanswered);
    const balance = { minor: -100, currency: 'USD' };
    const last = run.change('withdraw', { id, amount: usd('3.00') }, unanswered);
    const final = edited(
      stored(run, id, { state: { ...entityOf(run, id).state, balance } }),
      ['accounts', 0, 'changes', 4],
      { ...entityOf(run, id).changes[4], amount: { minor: 400, currency: 'USD' }, balance },
    );
    return [spoiled(run, last, ['request', 'input', 'amount', 'amount'], '4.00'), final];
  }),

  planted('asked', 'a change under a requestId that nobody sent', (run) => {
    run.account(3, unanswered);
    return [
      run.history,
      edited(run.final(), ['accounts', 0, 'changes', 3, 'requestId'], numbered(77)),
    ];
  }),

  planted('asked', 'a change of another client', (run) => {
    run.account(3, unanswered);
    return [run.history, edited(run.final(), ['accounts', 0, 'changes', 3, 'by'], 'mallory')];
  }),

  planted('asked', 'an entity that nobody created', (run) => {
    run.account(0, unanswered);
    return [[], run.final()];
  }),

  planted('refused', 'a change whose every attempt was told that nothing was written', (run) => {
    const id = run.account(3);
    const last = run.change('deposit', { id, amount: usd('1.00') }, unanswered);
    const errors = [{ message: 'later', code: 'UNAVAILABLE' }];
    return [spoiled(run, last, ['outcome'], { type: 'Failed', status: 503, errors }), run.final()];
  }),
];
