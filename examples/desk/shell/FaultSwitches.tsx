/** Switches for what happens to the answer to the next change. */
import { useDesk } from './desk.ts';
import { useStore } from './store.ts';

const switches = [
  ['lost', 'Lose the next answer'],
  ['delayed', 'Delay the next answer'],
] as const;

export function FaultSwitches() {
  const { fault } = useDesk();
  const chosen = useStore(fault);
  return (
    <div className="faults" role="group" aria-label="Faults on purpose">
      {switches.map(([answer, label]) => (
        <button
          key={answer}
          type="button"
          aria-pressed={chosen === answer}
          onClick={() => fault.set(chosen === answer ? undefined : answer)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
