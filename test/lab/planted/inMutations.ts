/** What can be wrong with the answers of mutations. */
import { numbered } from '../../support/values.ts';
import { edited, entityOf, planted, type Planted, spoiled, unanswered, usd } from './planted.ts';

export const plantedInMutations: readonly Planted[] = [
  planted('acknowledged', 'a change that is not in the history', (run) => {
    const id = run.account(3);
    const before = run.final();
    run.change('deposit', { id, amount: usd('1.00') });
    return [run.history, before];
  }),

  planted('acknowledged', 'an entity that is not there', (run) => {
    const before = run.final();
    run.account(0);
    return [run.history, before];
  }),

  planted('acknowledged', 'an answer at another version than that of the change', (run) => {
    const id = run.account(3);
    const last = run.change('deposit', { id, amount: usd('1.00') });
    const path = ['outcome', 'result', 'change', 'version'];
    const history = edited(
      spoiled(run, last, path, 4),
      [last.number, 'outcome', 'result', 'account', 'version'],
      4,
    );
    return [history, run.final()];
  }),

  planted('input', 'an acknowledgement of what another attempt asked for', (run) => {
    const id = run.account(3);
    const requestId = numbered(500);
    run.change('deposit', { id, amount: usd('1.00'), requestId }, unanswered);
    const retry = run.change('deposit', { id, amount: usd('1.00'), requestId });
    return [spoiled(run, retry, ['request', 'input', 'amount', 'amount'], '2.00'), run.final()];
  }),

  planted('missed', 'a conflict that keeps quiet about a change', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id).changes[2]?.baseEtag ?? '';
    const conflict = run.change('withdraw', { id, amount: usd('1.00'), ifMatch });
    const path = ['outcome', 'result', 'missedChanges', 'length'];
    return [spoiled(run, conflict, path, 1), run.final()];
  }),

  planted('missed', 'a change that keeps quiet about what it was made upon', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id).changes[2]?.baseEtag ?? '';
    const deposit = run.change('deposit', { id, amount: usd('1.00'), ifMatch });
    return [spoiled(run, deposit, ['outcome', 'result', 'missedChanges'], []), run.final()];
  }),

  planted('conflict', 'a conflict for a client that held the newest etag', (run) => {
    const id = run.account(3);
    const { _etag: ifMatch } = entityOf(run, id);
    const read = run.read('account', { id });
    const refused = run.change('withdraw', { id, amount: usd('9.00') });
    const conflict = {
      __typename: 'AccountConflictError',
      ifMatch,
      missedChangesComplete: true,
      missedChanges: [],
      current: read.outcome.type === 'Answered' && read.outcome.result,
    };
    return [spoiled(run, refused, ['outcome', 'result'], conflict), run.final()];
  }),

  planted('conflict', 'a conflict that cannot tell what is at hand', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id).changes[2]?.baseEtag ?? '';
    const conflict = run.change('withdraw', { id, amount: usd('1.00'), ifMatch });
    const history = spoiled(run, conflict, ['outcome', 'result', 'missedChanges'], []);
    const path = [conflict.number, 'outcome', 'result', 'missedChangesComplete'];
    return [edited(history, path, false), run.final()];
  }),

  planted('policy', 'a stale etag that was let through', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id).changes[2]?.baseEtag;
    const withdrawal = run.change('withdraw', { id, amount: usd('1.00') });
    return [spoiled(run, withdrawal, ['request', 'input', 'ifMatch'], ifMatch), run.final()];
  }),

  planted('replay', 'a retry that was told that it was the first', (run) => {
    const id = run.account(3);
    const requestId = numbered(500);
    run.change('deposit', { id, amount: usd('1.00'), requestId });
    const retry = run.change('deposit', { id, amount: usd('1.00'), requestId });
    return [spoiled(run, retry, ['outcome', 'result', 'replayed'], false), run.final()];
  }),

  planted('replay', 'a conflict for a request that had been accepted', (run) => {
    const id = run.account(3);
    const ifMatch = entityOf(run, id)._etag;
    const requestId = numbered(500);
    run.change('withdraw', { id, amount: usd('1.00'), requestId });
    const other = run.change('withdraw', { id, amount: usd('1.00'), ifMatch });
    return [spoiled(run, other, ['request', 'input', 'requestId'], requestId), run.final()];
  }),

  planted('replay', 'a refusal for a request that had been accepted', (run) => {
    const id = run.account(3);
    const requestId = numbered(500);
    run.change('withdraw', { id, amount: usd('3.00'), requestId }, unanswered);
    const other = run.change('withdraw', { id, amount: usd('3.00') });
    return [spoiled(run, other, ['request', 'input', 'requestId'], requestId), run.final()];
  }),

  planted('refusal', 'a refusal for want of money that is there', (run) => {
    const id = run.account(3);
    const refused = run.change('withdraw', { id, amount: usd('9.00') });
    return [spoiled(run, refused, ['request', 'input', 'amount', 'amount'], '3.00'), run.final()];
  }),

  planted('refusal', 'a refusal upon a version that was history when the request began', (run) => {
    const id = run.account(3);
    const { _etag: ifMatch } = entityOf(run, id);
    run.change('deposit', { id, amount: usd('10.00') });
    const input = { id, ifMatch, onConflict: 'REAPPLY', amount: usd('20.00') } as const;
    const refused = run.change('withdraw', input);
    return [spoiled(run, refused, ['request', 'input', 'amount', 'amount'], '9.00'), run.final()];
  }),

  planted('refusal', 'a refusal of a stale etag that should have been a conflict', (run) => {
    const id = run.account(2);
    const { _etag: ifMatch } = entityOf(run, id);
    run.change('deposit', { id, amount: usd('1.00') });
    const last = run.change('withdraw', { id, amount: usd('9.00') });
    return [spoiled(run, last, ['request', 'input', 'ifMatch'], ifMatch), run.final()];
  }),

  planted('refusal', 'a requestId that was not accepted for anything else', (run) => {
    const id = run.account(3);
    const refused = run.change('withdraw', { id, amount: usd('9.00') });
    const path = ['outcome', 'result', '__typename'];
    return [spoiled(run, refused, path, 'RequestIdReusedError'), run.final()];
  }),

  planted('notFound', 'a mutation that does not find what was there', (run) => {
    const id = run.account(3);
    const refused = run.change('withdraw', { id, amount: usd('9.00') });
    return [
      spoiled(run, refused, ['outcome', 'result', '__typename'], 'NotFoundError'),
      run.final(),
    ];
  }),
];
