/** What the person is told: how the connection is, or what came last. It lies over the page, so that nothing moves. */
import type { Retry } from '../../client/repetition.ts';
import type { Desk } from './desk.ts';
import { useOnline } from './online.ts';
import { useStore } from './store.ts';

export function Notice({ desk: { notice, retry } }: { readonly desk: Desk }) {
  const last = useStore(notice);
  const connection = connectionOf(useOnline(), useStore(retry));
  return (
    <div className="notice">
      <p role="status">{connection ?? last}</p>
      {connection === undefined && last !== '' && (
        <button type="button" className="plain" aria-label="Dismiss" onClick={() => notice.set('')}>
          ✕
        </button>
      )}
    </div>
  );
}

const reasons: Readonly<Record<string, string>> = {
  network: 'No answer came',
  gateway: 'Something else than the API answered',
  THROTTLED: 'The database is busy',
};

function connectionOf(isOnline: boolean, retry: Retry | undefined): string | undefined {
  if (!isOnline) return 'You are offline. What you send goes out when you are back.';
  const reason = retry && (reasons[retry.reason] ?? 'The API cannot do it just now');
  return reason && `${reason}: the desk asks again in a moment.`;
}
