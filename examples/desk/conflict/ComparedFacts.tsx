/** An entity as it is now, with what differs from what the person saw. A word says it too, not only a colour. */
import type { Difference } from './differences.ts';

export function ComparedFacts({ of }: { readonly of: readonly Difference[] }) {
  return (
    <dl className="facts">
      {of.map((difference) => (
        <div key={difference.fact.key} className={difference.type}>
          <dt>{difference.fact.label}</dt>
          <dd>
            <Value of={difference} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ of }: { readonly of: Difference }) {
  const { value } = of.fact;
  switch (of.type) {
    case 'same':
      return value;
    case 'added':
      return (
        <>
          <ins>{value}</ins> <span className="tag">new</span>
        </>
      );
    case 'removed':
      return (
        <>
          <del>{value}</del> <span className="tag">gone</span>
        </>
      );
    case 'changed':
      return (
        <>
          <mark>{value}</mark> <span className="tag">was {of.before}</span>
        </>
      );
  }
}
