import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { costPage } from './page.ts';

writeFileSync(join(import.meta.dirname, '../../../docs/cost.md'), costPage());
