const PREFIX = 'draft/';

export interface Draft<T> {
  values: T;
  /** The ETag of what the draft changes, as it was when typing began. */
  etag: string;
}

/** What was typed and not yet saved, in this tab's sessionStorage: it survives errors and reloads. */
export class Drafts {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  keep<T>(form: string, draft: Draft<T>): void {
    this.#storage.setItem(PREFIX + form, JSON.stringify(draft));
  }

  /** The draft, with every field that `fresh` has; null when none is kept. */
  find<T extends object>(form: string, fresh: T): Draft<T> | null {
    try {
      const kept = JSON.parse(this.#storage.getItem(PREFIX + form) ?? 'null') as Partial<
        Draft<Partial<T>>
      > | null;
      return kept?.values === undefined
        ? null
        : { values: { ...fresh, ...kept.values }, etag: kept.etag ?? '' };
    } catch {
      return null;
    }
  }

  drop(form: string): void {
    this.#storage.removeItem(PREFIX + form);
  }

  /** For whoever leaves: nothing typed stays behind. */
  dropAll(): void {
    Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index))
      .filter((key) => key?.startsWith(PREFIX) === true)
      .forEach((key) => this.#storage.removeItem(key ?? ''));
  }
}
