/** Switches for what happens to the answer to the next change. */
import { useDesk } from './desk.ts';
import { useStore } from './store.ts';

const switches = [
  ['lost', 'Lose the next answer'],
  ['delayed', 'Delay the next answer'],
] as const;

export function TroubleSwitches() {
  const { trouble } = useDesk();
  const chosen = useStore(trouble);
  return (
    <div className="trouble" role="group" aria-label="Trouble on purpose">
      {switches.map(([answer, label]) => (
        <button
          key={answer}
          type="button"
          aria-pressed={chosen === answer}
          onClick={() => trouble.set(chosen === answer ? undefined : answer)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
