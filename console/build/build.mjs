// Builds the static files: node build/build.mjs FOLDER. Does nothing if they are newer than all
// their sources.
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const description = join(root, '../docs/openapi.yaml');
const guide = join(root, '../docs/receiver-guide.md');
const sources = [
  'build',
  'docs-viewer',
  'index.html',
  'node_modules/.package-lock.json',
  'public',
  'src',
  'vite.config.ts',
];
const folder = resolve(process.argv[2]);
const stamp = join(folder, '../console-built');

const made = Math.min(
  await changed(stamp, 0),
  await changed(join(folder, 'console/index.html'), 0),
);
const inputs = await Promise.all(
  [description, guide, ...sources.map((path) => join(root, path))].map(newest),
);
if (Math.max(...inputs) < made) {
  process.exit(0);
}
await rm(stamp, { force: true });
// The import is dynamic, because loading Vite takes longer than finding out that nothing has changed.
const { build } = await import('vite');
await build({
  root,
  logLevel: 'warn',
  build: { outDir: join(folder, 'console'), emptyOutDir: true },
});
await documentation(join(folder, 'docs'));
await writeFile(stamp, '');

/** Builds the receiver guide, and the page that shows the API's description with Swagger UI. */
async function documentation(docs) {
  const swagger = join(root, 'node_modules/swagger-ui-dist');
  await rm(docs, { recursive: true, force: true });
  await mkdir(docs, { recursive: true });
  for (const file of [
    'swagger-ui.css',
    'swagger-ui-bundle.js',
    'LICENSE',
    'NOTICE',
    'swagger-ui-bundle.js.LICENSE.txt',
  ]) {
    await cp(join(swagger, file), join(docs, file));
  }
  await cp(join(root, 'docs-viewer'), docs, { recursive: true });
  await cp(description, join(docs, 'openapi.yaml'));
  const { guidePage } = await import('./guide.mjs');
  const page = join(docs, 'receiver-guide.html');
  await writeFile(page, await guidePage(page, guide));
}

/** Returns the time of the newest change below a path. The folders' own times show removed files. */
async function newest(path) {
  const own = await changed(path, Infinity);
  const entries = await readdir(path).catch(() => []);
  const below = await Promise.all(entries.map((entry) => newest(join(path, entry))));
  return Math.max(own, ...below);
}

async function changed(path, otherwise) {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => otherwise,
  );
}
