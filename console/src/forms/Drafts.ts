const PREFIX = 'draft/';
const SECRETS = 'secret/';

export interface Draft<T> {
  values: T;
  /** The ETag of the resource from when typing began. */
  etag: string;
}

/**
 * Keeps unsaved input in this tab's sessionStorage, so that it survives errors and reloads. Secrets have
 * separate entries, because they are removed earlier.
 */
export class Drafts {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** `secrets` names the values that `dropSecrets` removes. */
  keep<T extends object>(form: string, draft: Draft<T>, secrets: readonly (keyof T)[] = []): void {
    const entries = Object.entries(draft.values);
    const part = (secret: boolean) =>
      Object.fromEntries(entries.filter(([name]) => secrets.includes(name as keyof T) === secret));
    this.#storage.setItem(PREFIX + form, JSON.stringify({ values: part(false), etag: draft.etag }));
    if (secrets.length > 0) {
      this.#storage.setItem(SECRETS + form, JSON.stringify(part(true)));
    }
  }

  /** The draft, with every field of `fresh`; null if there is none, or if it equals `fresh`. */
  find<T extends object>(form: string, fresh: T): Draft<T> | null {
    const kept = this.#read(PREFIX + form) as Partial<Draft<Partial<T>>> | null;
    if (kept?.values === undefined) {
      return null;
    }
    const secret = this.#read(SECRETS + form) as Partial<T> | null;
    const values = { ...fresh, ...kept.values, ...secret };
    return JSON.stringify(values) === JSON.stringify(fresh)
      ? null
      : { values, etag: kept.etag ?? '' };
  }

  drop(form: string): void {
    this.#storage.removeItem(PREFIX + form);
    this.#storage.removeItem(SECRETS + form);
  }

  /** Removes the secrets of one form; its other input stays. */
  dropSecret(form: string): void {
    this.#storage.removeItem(SECRETS + form);
  }

  /** Removes the secrets of every form, because another person may use the tab now. */
  dropSecrets(): void {
    this.#dropWhere((key) => key.startsWith(SECRETS));
  }

  /** Removes all input, when the user signs out. */
  dropAll(): void {
    this.#dropWhere((key) => key.startsWith(PREFIX) || key.startsWith(SECRETS));
  }

  #dropWhere(named: (key: string) => boolean): void {
    Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '')
      .filter(named)
      .forEach((key) => this.#storage.removeItem(key));
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }
}
