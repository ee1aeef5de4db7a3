/**
 * Keeps OpenTelemetry away from the requests. What they leave is kept until the exporter is there, which is loaded a
 * while after the first answer was handed to the host: so neither a start nor the first answer waits for it.
 */
import type { Observed } from './measures.ts';

export type Observer = (observed: Observed, endedAt: Date) => void;

/** By then the first answer is out, and whoever came with it. */
const loadDelayMs = 250;

/** Some seconds of a busy instance. Beyond them the newest are lost. */
const mostKept = 2000;

export function createObserver(
  load: () => Promise<Observer>,
  report: (problem: string) => void,
): Observer {
  const kept: Parameters<Observer>[] = [];
  const keep: Observer = (...observed) => {
    if (kept.length < mostKept) kept.push(observed);
  };
  let observe: Observer = (...first) => {
    observe = keep;
    keep(...first);
    const open = async (): Promise<void> => {
      try {
        observe = await load();
        for (const observed of kept.splice(0)) observe(...observed);
      } catch (error) {
        // Nobody gets another answer for want of telemetry.
        observe = () => undefined;
        kept.length = 0;
        report(`no telemetry: ${error instanceof Error ? error.message : 'it cannot be loaded'}`);
      }
    };
    setTimeout(() => void open(), loadDelayMs).unref();
  };
  return (...observed) => observe(...observed);
}
