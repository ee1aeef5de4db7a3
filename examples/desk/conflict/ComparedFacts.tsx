/** An entity as it is now, with what differs from what the person saw. A word says it too, not only a colour. */
import type { Difference } from './differences.ts';

const marks = { same: 'span', added: 'ins', removed: 'del', changed: 'mark' } as const;
const tags = { same: '', added: 'new', removed: 'gone', changed: 'was' };

export function ComparedFacts({ of }: { readonly of: readonly Difference[] }) {
  return (
    <dl className="facts">
      {of.map(({ type, fact, before = '' }) => {
        const Mark = marks[type];
        return (
          <div key={fact.key} className={type}>
            <dt>{fact.label}</dt>
            <dd>
              <Mark>{fact.value}</Mark> <span className="tag">{`${tags[type]} ${before}`}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
