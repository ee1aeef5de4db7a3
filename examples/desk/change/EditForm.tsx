/** The form of a change. Pressing its button again is the same intention. */
import type { ReactNode } from 'react';
import { policies } from '../conflict/policies.ts';
import type { ConflictPolicy } from '../gql/graphql.ts';
import { explain } from '../shell/Problem.tsx';
import type { Values } from './action.ts';
import { Field } from './Field.tsx';
import type { StateOf } from './state.ts';
import type { Changing } from './useChange.ts';
import { issuesOf } from './wording.ts';

const choices: Readonly<Record<ConflictPolicy, string>> = {
  REJECT: 'ask me first',
  REAPPLY: 'do it on the newest version',
  OVERWRITE: 'what I wrote wins',
};

interface Props<Seen> {
  readonly state: StateOf<'editing', Seen>;
  readonly changing: Changing<Seen>;
  /** What happened since the form opened: below the buttons, so that none of them moves. */
  readonly banner: ReactNode;
}

export function EditForm<Seen>({ state, changing, banner }: Props<Seen>) {
  const { form, refused, error } = state;
  const { action, seen, values } = form;
  const { fields = [] } = action;
  const names = fields.map(({ name }) => name);
  const given = Object.entries(values).filter(([name]) => ![...names, 'onConflict'].includes(name));
  const { policy, allows = [] } = policies[action.name] ?? {};
  const issues = refused ? issuesOf(refused) : [];
  const beside = issues.filter(({ about }) => !names.includes(about)).map(({ message }) => message);
  const notSaved = error === undefined ? [] : [`It was not saved. ${explain(error)}`];
  return (
    <form
      onInput={(event) => changing.edit(valuesOf(event.currentTarget))}
      onSubmit={(event) => {
        event.preventDefault();
        changing.send(valuesOf(event.currentTarget));
      }}
    >
      {fields.map((question) => (
        <Field
          key={question.name}
          question={question}
          value={values[question.name] ?? ''}
          issue={issues.find(({ about }) => about === question.name)?.message}
        />
      ))}
      {given.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {allows.length > 1 && (
        <label className="policy">
          If somebody else is faster:{' '}
          <select name="onConflict" defaultValue={values['onConflict'] ?? policy}>
            {allows.map((allowed) => (
              <option key={allowed} value={allowed}>
                {choices[allowed]}
              </option>
            ))}
          </select>
        </label>
      )}
      {[...beside, ...notSaved].map((message) => (
        <p key={message} className="issue" role="alert">
          {message}
        </p>
      ))}
      <div className="buttons">
        <button className="main">{action.act(seen, values)}</button>
        <button type="button" onClick={changing.abandon}>
          {action.keep}
        </button>
      </div>
      {banner}
    </form>
  );
}

function valuesOf(form: HTMLFormElement): Values {
  return Object.fromEntries(new FormData(form)) as Values; // there are no files
}
