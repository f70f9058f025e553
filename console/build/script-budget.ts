import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const MAX_KIB = 255;

/** Prints how much script there is, gzipped, all chunks together; above the budget the build fails. */
export function scriptBudget(): Plugin {
  return {
    name: 'script-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const bytes = Object.values(bundle)
        .filter((file) => file.type === 'chunk')
        .reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0);
      const kib = bytes / 1024;
      console.log(`console: ${kib.toFixed(1)} KiB of script, gzipped, of at most ${MAX_KIB}`);
      if (kib > MAX_KIB) {
        this.error(`The console's script has outgrown its budget of ${MAX_KIB} KiB, gzipped.`);
      }
    },
  };
}
