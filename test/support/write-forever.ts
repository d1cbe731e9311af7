import { join } from 'node:path';
import { appendHistory, historyLines } from '../../scripts/store/history.ts';
import { writeWhole } from '../../scripts/store/text-file.ts';

// Writes the files of a workspace again and again until it is killed. Says after each round that it did.
const [folder = '', baseline = '', report = '', entry = ''] = process.argv.slice(2);
for (let round = 1; ; round += 1) {
  await writeWhole(join(folder, 'baselines/acme.json'), baseline);
  await writeWhole(join(folder, 'report.json'), report);
  await appendHistory(join(folder, 'history.ndjson'), historyLines([JSON.parse(entry)]));
  process.stdout.write(`${round}\n`);
}
