const PREFIX = 'draft/';
const SECRETS = 'secret/';

export interface Draft<T> {
  values: T;
  /** The ETag of what the draft changes, as it was when typing began. */
  etag: string;
}

/**
 * What was typed and not yet saved, in this tab's sessionStorage: it survives errors and reloads.
 * Secrets stand apart from the rest, since they leave earlier.
 */
export class Drafts {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** `secrets` are the names of the values that `dropSecrets` is to find. */
  keep<T extends object>(form: string, draft: Draft<T>, secrets: readonly (keyof T)[] = []): void {
    const entries = Object.entries(draft.values);
    const part = (secret: boolean) =>
      Object.fromEntries(entries.filter(([name]) => secrets.includes(name as keyof T) === secret));
    this.#storage.setItem(PREFIX + form, JSON.stringify({ values: part(false), etag: draft.etag }));
    if (secrets.length > 0) {
      this.#storage.setItem(SECRETS + form, JSON.stringify(part(true)));
    }
  }

  /** The draft, with every field that `fresh` has; null when none is kept, or it says nothing new. */
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

  /** Of a form that is left: what else was typed stays. */
  dropSecret(form: string): void {
    this.#storage.removeItem(SECRETS + form);
  }

  /** Of every form: for when somebody else may be there. */
  dropSecrets(): void {
    this.#dropWhere((key) => key.startsWith(SECRETS));
  }

  /** For whoever leaves: nothing typed stays behind. */
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
