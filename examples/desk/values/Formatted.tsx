/** Amounts, moments and states as they are shown. */
import { useSyncExternalStore } from 'react';
import { formatAgo, formatMoment, formatMoney } from './format.ts';
import type { Money } from './money.ts';

export function Amount({ of }: { readonly of: Money }) {
  return <span className="amount">{formatMoney(of)}</span>;
}

const step = 5000;

function everyFewSeconds(tick: () => void): () => void {
  const timer = setInterval(tick, step);
  return () => clearInterval(timer);
}

/** "5 seconds ago", which ages while it is looked at. */
export function Ago({ at }: { readonly at: string }) {
  useSyncExternalStore(everyFewSeconds, () => Math.floor(Date.now() / step));
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAgo(at, Date.now())}
    </time>
  );
}

export function Status({ of }: { readonly of: string }) {
  return <span className={`status ${of.toLowerCase()}`}>{of.toLowerCase()}</span>;
}
