/** What is loaded to send telemetry: apart from the function, since no start needs it. */
import { openExporter } from '../src/telemetry/exporter.ts';
import type { Observer } from '../src/telemetry/observer.ts';

/** What Microsoft's exporter reads from the environment alone: it measures itself, and repeats who it is with each batch. */
const quiet = {
  APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
  APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED: 'true',
} as const;

export function openQuietExporter(...options: Parameters<typeof openExporter>): Observer {
  Object.assign(process.env, quiet);
  return openExporter(...options);
}
