// The inbox of the test's receiver: one file a delivery, written durably.
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export class Inbox {
  #folder;
  #makes;
  #rows = new Map();

  constructor(folder, makes) {
    this.#folder = join(folder, 'inbox');
    this.#makes = makes;
    mkdirSync(this.#folder, { recursive: true });
    for (const name of readdirSync(this.#folder).filter((each) => each.endsWith('.json'))) {
      const row = JSON.parse(readFileSync(join(this.#folder, name), 'utf8'));
      this.#rows.set(row.id, row);
    }
  }

  /** Adds a delivery, or replaces its body by that of a repeat that was not signed earlier. */
  add({ id, signedAt, body }) {
    const known = this.#rows.get(id);
    if (known && (known.collected || this.#makes('stale link kept') || signedAt < known.signedAt)) return;
    this.change({ id, signedAt, body, tries: 0, nextTryAt: 0, setAside: null, collected: false });
  }

  change(row) {
    const path = join(this.#folder, `${row.id}.json`);
    const file = openSync(`${path}.tmp`, 'w', this.#makes('files that all may read') ? 0o644 : 0o600);
    try {
      writeSync(file, JSON.stringify(row));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.tmp`, path);
    this.#rows.set(row.id, row);
  }

  get(id) {
    return this.#rows.get(id);
  }

  due(now) {
    return [...this.#rows.values()].filter((row) => !row.collected && !row.setAside && row.nextTryAt <= now);
  }
}
