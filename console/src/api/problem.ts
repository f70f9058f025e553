/** One field at fault, as the API words it: "url", "must be https". */
export interface FieldError {
  field: string;
  detail: string;
}

/** An answer that is not 2xx, or none at all (status 0). Its message is for people. */
export class Problem extends Error {
  readonly status: number;
  readonly fields: readonly FieldError[];
  /** The CDR tasks that a refused deletion names. */
  readonly tasks: readonly number[];

  constructor(status: number, message: string, fields: FieldError[] = [], tasks: number[] = []) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.fields = fields;
    this.tasks = tasks;
  }

  static unreachable(): Problem {
    return new Problem(0, 'The API cannot be reached. It is tried again; is the system running?');
  }

  /** Reads problem+json (RFC 9457), and the gateway's own {"message": ...}. */
  static of(status: number, body: unknown): Problem {
    const fields = record(body);
    const detail = text(fields.detail) ?? text(fields.message) ?? text(fields.title);
    return new Problem(
      status,
      explained(status, detail, list(fields.errors).length > 0),
      list(fields.errors)
        .map(fieldError)
        .filter((error) => error !== null),
      list(fields.tasks).filter((task) => typeof task === 'number'),
    );
  }

  /** What is wrong with one field, as a sentence. */
  static sentence(detail: string): string {
    return detail.charAt(0).toUpperCase() + detail.slice(1);
  }
}

/** Whatever was thrown, as a problem; a fault of the console's own is none and is thrown again. */
export function problemOf(fault: unknown): Problem {
  if (fault instanceof Problem) {
    return fault;
  }
  throw fault;
}

function explained(status: number, detail: string | null, namesFields: boolean): string {
  switch (status) {
    case 403:
      return 'Your token does not allow this. Changes need another scope (webhooks/write, unless the deployment has its own).';
    case 412:
      return 'Somebody changed it since you opened it. Cancel to see how it is now, then repeat your change.';
    case 422:
      return namesFields ? 'Some fields need another look.' : (detail ?? 'The fields do not fit.');
    case 429:
      return 'Too many requests at once. Wait a moment and try again.';
    default:
      return detail ?? `The API answered ${status}.`;
  }
}

function fieldError(entry: unknown): FieldError | null {
  const { field, detail } = record(entry);
  return typeof field === 'string' && typeof detail === 'string' ? { field, detail } : null;
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
