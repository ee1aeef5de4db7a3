/** One question of a form, and beside it what the API said is wrong with the answer. */
import { useId } from 'react';
import { amountPattern } from '../values/money.ts';
import type { Question } from './action.ts';

interface Props {
  readonly question: Question;
  readonly value: string;
  readonly issue: string | undefined;
}

const kinds = {
  text: {},
  lines: {},
  number: { type: 'number', min: 1, max: 1_000_000, step: 1 },
  amount: { inputMode: 'decimal', pattern: amountPattern, title: 'Such as 100.00' },
  currency: { pattern: '[A-Za-z]{3}', title: 'Three letters, such as USD' },
} as const;

export function Field({ question, value, issue }: Props) {
  const id = useId();
  const { name, label, kind = 'text', isOptional = false, suggestions } = question;
  const answer = {
    id,
    name,
    defaultValue: value,
    required: !isOptional,
    'aria-invalid': issue !== undefined,
    'aria-describedby': `${id}-issue`,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional && <span className="quiet"> (optional)</span>}
      </label>
      {kind === 'lines' ? (
        <textarea rows={3} maxLength={500} {...answer} />
      ) : (
        <input
          {...answer}
          {...kinds[kind]}
          {...(suggestions && { list: `${id}-suggestions` })}
          autoComplete="off"
        />
      )}
      {suggestions && (
        <datalist id={`${id}-suggestions`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      <p id={`${id}-issue`} className="issue" role="alert">
        {issue}
      </p>
    </div>
  );
}
