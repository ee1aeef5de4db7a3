/** Takes the database away from both desks, or lets it refuse for a while. */
import { useEffect, useState } from 'react';
import { readDatabase, type State, states, switchDatabase } from './database.ts';

export function DatabaseSwitch() {
  const [state, setState] = useState<State>();
  useEffect(() => {
    void readDatabase().then(setState);
  }, []);
  if (state === undefined) return null;
  return (
    <fieldset className="database">
      <legend>The database is</legend>
      {states.map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name="database"
            checked={choice === state}
            onChange={() => void switchDatabase(choice).then(setState)}
          />{' '}
          {choice}
        </label>
      ))}
    </fieldset>
  );
}
