/** What is to happen if somebody else is faster, where the business leaves a choice. */
import { policies } from '../conflict/policies.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';

const words: Readonly<Record<ConflictPolicy, string>> = {
  REJECT: 'ask me first',
  REAPPLY: 'do it on the newest version',
  OVERWRITE: 'what I wrote wins',
};

interface Props {
  readonly mutation: string;
  readonly chosen: string | undefined;
}

export function PolicyChoice({ mutation, chosen }: Props) {
  const { policy, allows = [] } = policies[mutation] ?? {};
  if (allows.length < 2) return null;
  return (
    <label className="policy">
      If somebody else is faster:{' '}
      <select name="onConflict" defaultValue={chosen ?? policy}>
        {allows.map((allowed) => (
          <option key={allowed} value={allowed}>
            {words[allowed]}
          </option>
        ))}
      </select>
    </label>
  );
}
