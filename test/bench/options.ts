/** What a run does: everything, unless the command line says less. */
import { parseArgs } from 'node:util';

export const sectionNames = ['cold', 'warm', 'wire', 'growth', 'contention'] as const;

export type SectionName = (typeof sectionNames)[number];

export interface Options {
  readonly quick: boolean;
  readonly sections: readonly SectionName[];
  /** Everything in full: what may become the published results. */
  readonly isFull: boolean;
}

export function parseOptions(args: readonly string[]): Options | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', default: sectionNames.join(',') },
      },
    });
    const asked = values.only.split(',').map((name) => name.trim());
    const unknown = asked.find((name) => !sectionNames.some((section) => section === name));
    if (unknown !== undefined) {
      return { problem: `--only ${unknown}: the sections are ${sectionNames.join(', ')}` };
    }
    const sections = sectionNames.filter((section) => asked.includes(section));
    return {
      quick: values.quick,
      sections,
      isFull: !values.quick && sections.length === sectionNames.length,
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
