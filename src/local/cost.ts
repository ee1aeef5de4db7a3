/** `npm run cost`: writes the cost page anew. */

import { writeFile } from 'node:fs/promises';
import { measure } from './costMeasure.ts';
import { costPage } from './costPage.ts';

const page = new URL('../../bicep/COST.md', import.meta.url);

await writeFile(page, await costPage(await measure(new Date())));
console.log('bicep/COST.md is written: see what changed in it.');
