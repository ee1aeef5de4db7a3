/** What can be wrong with what answers show, and when. */
import { numbered } from '../../support/values.ts';
import {
  edgesOf,
  edited,
  entityOf,
  historyOf,
  planted,
  type Planted,
  spoiled,
  usd,
} from './planted.ts';

export const plantedInAnswers: readonly Planted[] = [
  planted('state', 'a balance that never was', (run) => {
    const id = run.account(3);
    const read = run.read('account', { id });
    return [spoiled(run, read, ['outcome', 'result', 'balance', 'amount'], '2.00'), run.final()];
  }),

  planted('state', 'an etag that never was', (run) => {
    const id = run.account(3);
    const read = run.read('accounts', {});
    const path = ['outcome', 'result', 'edges', 0, 'node', 'etag'];
    return [spoiled(run, read, path, entityOf(run, id).changes[3]?.baseEtag), run.final()];
  }),

  planted('state', 'a line that never was', (run) => {
    const id = run.order();
    const read = run.read('order', { id });
    return [spoiled(run, read, ['outcome', 'result', 'lines', 1, 'quantity'], 7), run.final()];
  }),

  planted('state', 'an entity that never was', (run) => {
    const id = run.account(0);
    const read = run.read('account', { id });
    return [spoiled(run, read, ['outcome', 'result', 'id'], `acc_${numbered(500)}`), run.final()];
  }),

  planted('state', 'a conflict whose current never was', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id).changes[3]?.baseEtag ?? '';
    const conflict = run.change('withdraw', { id, amount: usd('1.00'), ifMatch });
    const path = ['outcome', 'result', 'current', 'status'];
    return [spoiled(run, conflict, path, 'CLOSED'), run.final()];
  }),

  planted('change', 'a missed change that never was', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id).changes[3]?.baseEtag ?? '';
    const conflict = run.change('withdraw', { id, amount: usd('1.00'), ifMatch });
    const path = ['outcome', 'result', 'missedChanges', 0, 'by'];
    return [spoiled(run, conflict, path, 'mallory'), run.final()];
  }),

  planted('change', 'a history with another amount', (run) => {
    const id = run.account(3);
    const read = run.read('accountHistory', { id });
    const path = ['outcome', 'result', 'history', 'edges', 0, 'node', 'amount', 'amount'];
    return [spoiled(run, read, path, '1.01'), run.final()];
  }),

  planted('list', 'a list that is out of order', (run) => {
    run.account(0);
    run.account(0);
    const read = run.read('accounts', {});
    const path = ['outcome', 'result', 'edges'];
    return [spoiled(run, read, path, edgesOf(read).toReversed()), run.final()];
  }),

  planted('list', 'a history with a hole', (run) => {
    const id = run.account(4);
    const read = run.read('accountHistory', { id });
    const path = ['outcome', 'result', 'history', 'edges'];
    const edges = historyOf(read).toSpliced(2, 1);
    return [spoiled(run, read, path, edges), run.final()];
  }),

  planted('list', 'a history that ends too early', (run) => {
    const id = run.account(4);
    const read = run.read('accountHistory', { id });
    const path = ['outcome', 'result', 'history', 'edges'];
    return [spoiled(run, read, path, historyOf(read).slice(0, -1)), run.final()];
  }),

  planted('order', 'a version that was seen before it was asked for', (run) => {
    const id = run.account(2);
    const read = run.read('account', { id });
    const history = spoiled(run, read, ['began'], 1);
    return [edited(history, [read.number, 'ended'], 2), run.final()];
  }),

  planted('order', 'a change that is older than one that was acknowledged before it', (run) => {
    const id = run.account(1);
    const first = run.change('deposit', { id, amount: usd('1.00') });
    const second = run.change('deposit', { id, amount: usd('1.00') });
    const later = spoiled(run, first, ['began'], second.ended + 1);
    return [edited(later, [first.number, 'ended'], second.ended + 2), run.final()];
  }),

  planted('session', 'a read that is older than what its token covers', (run) => {
    const id = run.account(2, { session: 'ann' });
    const old = run.read('account', { id }, { session: 'ann' });
    run.change('deposit', { id, amount: usd('1.00') }, { session: 'ann' });
    const read = run.read('account', { id }, { session: 'ann' });
    const stale = old.outcome.type === 'Answered' && old.outcome.result;
    return [spoiled(run, read, ['outcome', 'result'], stale), run.final()];
  }),

  planted('session', 'a read that does not find what its token covers', (run) => {
    const id = run.account(2, { session: 'ann' });
    const read = run.read('account', { id }, { session: 'ann' });
    return [spoiled(run, read, ['outcome', 'result'], null), run.final()];
  }),

  planted('session', 'a list that lacks what its token covers', (run) => {
    run.account(0);
    run.account(0, { session: 'ann' });
    run.account(0);
    const read = run.read('accounts', {}, { session: 'ann' });
    const edges = edgesOf(read).toSpliced(1, 1);
    return [spoiled(run, read, ['outcome', 'result', 'edges'], edges), run.final()];
  }),
];
