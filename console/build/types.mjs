// Writes the API's types: node build/types.mjs FOLDER
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';

const [folder] = process.argv.slice(2);
const description = new URL('../../docs/openapi.yaml', import.meta.url);

await mkdir(folder, { recursive: true });
const types = await openapiTypescript(description, { defaultNonNullable: false });
await writeFile(join(folder, 'openapi.d.ts'), astToString(types));
