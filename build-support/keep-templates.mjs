// Keeps templates: node build-support/keep-templates.mjs FOLDER FILE... writes each file into the folder as one line of
// JSON. Only a test reads these files, and one long line keeps them out of people's text searches.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder, ...files] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const file of files) {
  writeFileSync(join(folder, basename(file)), `${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))}\n`);
}
