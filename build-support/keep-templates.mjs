// Keeps templates: node build-support/keep-templates.mjs FOLDER FILE... writes each file into the folder, as one line of JSON: only a
// program reads the kept files, and a search for words should not list their lines.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder, ...files] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const file of files) {
  writeFileSync(join(folder, basename(file)), `${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))}\n`);
}
