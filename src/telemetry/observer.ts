/**
 * Keeps OpenTelemetry away from the requests. What they leave is kept until the exporter is there, which is loaded a
 * while after the first answer was handed to the host: so neither a start nor the first answer waits for it.
 */
import type { System } from '../system.ts';
import type { Observed } from './observed.ts';

export interface Observer {
  readonly observe: (observed: Observed, endedAt: Date) => void;
  /** Resolves once all that was observed has left, or cannot. */
  readonly flush: () => Promise<void>;
}

/** By then the first answer is out, and those of the requests that came with it. */
const loadDelayMs = 250;

/** Some seconds of a busy instance. Beyond them the newest are lost. */
const mostKept = 2000;

/** A host that stops gives its function some seconds, and not all of them are for this. */
const flushMs = 2000;

export function createObserver(
  load: () => Promise<Observer>,
  report: (problem: string) => void,
  pause: System['pause'],
): Observer {
  const kept: Parameters<Observer['observe']>[] = [];
  let exporter: Observer | undefined;
  let opening: Promise<Observer> | undefined;

  async function open(): Promise<Observer> {
    try {
      exporter = await load();
    } catch (error) {
      // Nobody gets another answer for want of telemetry.
      exporter = nowhere;
      report(`no telemetry: ${error instanceof Error ? error.message : 'it cannot be loaded'}`);
    }
    for (const observed of kept.splice(0)) exporter.observe(...observed);
    return exporter;
  }

  return {
    observe(...observed) {
      if (exporter) {
        exporter.observe(...observed);
        return;
      }
      if (kept.length === 0) setTimeout(() => void (opening ??= open()), loadDelayMs).unref();
      if (kept.length < mostKept) kept.push(observed);
    },
    async flush() {
      if (!exporter && kept.length === 0) return;
      const isSent = new AbortController();
      const sent = (opening ??= open())
        .then((opened) => opened.flush())
        .finally(() => isSent.abort());
      await Promise.race([sent, pause(flushMs, isSent.signal)]);
    },
  };
}

const nowhere: Observer = { observe: () => undefined, flush: () => Promise.resolve() };
