// The name by which a person calls the tool.
import { basename, relative, resolve, sep } from 'node:path';

const FILE = 'cdr-webhooks.mjs';
const COMMAND = 'cdr-webhooks';

/** `node cli/cdr-webhooks.mjs` when the tool was started as that file, `cdr-webhooks` when npm or npx put it on the PATH. */
export function nameOf(started, folder) {
  if (started === undefined || basename(started) !== FILE || started.split(sep).includes('node_modules')) return COMMAND;
  const [near, whole] = [relative(folder, started), resolve(folder, started)];
  const path = near.length < whole.length ? near : whole;
  return `node ${/[^\w./\\:@+-]/.test(path) ? `'${path}'` : path}`;
}

export const TOOL = nameOf(process.argv[1], process.cwd());
