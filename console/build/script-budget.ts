import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * The budget for the script that a visitor loads before the first page. Windows and rare pages load when a
 * user opens them.
 */
const MAX_AT_FIRST_KIB = 250;

type Chunks = Record<
  string,
  { type: string; code?: string; isEntry?: boolean; imports?: string[] }
>;

/** Prints the size of the script, gzipped: of the first load and in total. The build fails above the budget. */
export function scriptBudget(): Plugin {
  return {
    name: 'script-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = bundle as Chunks;
      const all = Object.keys(chunks).filter((name) => chunks[name]?.type === 'chunk');
      const first = withImports(
        chunks,
        all.filter((name) => chunks[name]?.isEntry === true),
      );
      const atFirst = kib(chunks, first);
      console.log(
        `console: ${atFirst.toFixed(1)} KiB of script at first, gzipped, of at most ${MAX_AT_FIRST_KIB}; ${kib(chunks, all).toFixed(1)} in all`,
      );
      if (atFirst > MAX_AT_FIRST_KIB) {
        this.error(
          `The console's script at first has outgrown its budget of ${MAX_AT_FIRST_KIB} KiB, gzipped.`,
        );
      }
    },
  };
}

function withImports(chunks: Chunks, names: string[]): string[] {
  const found = new Set(names);
  for (const name of found) for (const other of chunks[name]?.imports ?? []) found.add(other);
  return [...found];
}

function kib(chunks: Chunks, names: string[]): number {
  return names.reduce(
    (sum, name) => sum + gzipSync(chunks[name]?.code ?? '', { level: 9 }).length / 1024,
    0,
  );
}
