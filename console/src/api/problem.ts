/** An invalid field, in the words of the API: "url", "must be https". */
export interface FieldError {
  field: string;
  detail: string;
}

/** An answer other than 2xx, or no answer (status 0). Its message is for people. */
export class Problem extends Error {
  readonly status: number;
  readonly fields: readonly FieldError[];
  /** The CDR tasks that prevent a deletion. */
  readonly tasks: readonly number[];

  constructor(status: number, message: string, fields: FieldError[] = [], tasks: number[] = []) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.fields = fields;
    this.tasks = tasks;
  }

  /** The problem of a request without an answer. A change may have taken effect, and the console does not repeat it. */
  static unreachable(method: string): Problem {
    return new Problem(
      0,
      method === 'GET'
        ? "Can't reach the API. Is the system running?"
        : "The API didn't answer. Your request may have succeeded. Check before you retry.",
    );
  }

  /** An answer that ended early or is no JSON. */
  static unreadable(): Problem {
    return new Problem(0, 'The API returned an invalid response.');
  }

  /** Reads problem+json (RFC 9457), and the gateway's own {"message": ...}. */
  static of(status: number, body: unknown): Problem {
    const fields = record(body);
    const reason = text(fields.detail);
    // A gateway that refuses a token says only "Forbidden".
    const detail = status === 403 ? reason : (reason ?? text(fields.message) ?? text(fields.title));
    return new Problem(
      status,
      explained(status, detail, list(fields.errors).length > 0),
      list(fields.errors)
        .map(fieldError)
        .filter((error) => error !== null),
      list(fields.tasks).filter((task) => typeof task === 'number'),
    );
  }

  /** The error of one field, as a sentence. */
  errorOf(field: string): string | undefined {
    const detail = this.fields.find((error) => error.field === field)?.detail;
    return detail === undefined ? undefined : Problem.sentence(detail);
  }

  /** Turns the error of one field into a sentence. */
  static sentence(detail: string): string {
    return detail.charAt(0).toUpperCase() + detail.slice(1);
  }
}

/** Decides whether to repeat a failed request: after no answer, too many requests (429), or a fault of the service. */
export function isPassing(fault: unknown): boolean {
  return (
    fault instanceof Problem && (fault.status === 0 || fault.status === 429 || fault.status >= 500)
  );
}

/** Returns a thrown Problem; throws any other error again, since it is a bug of the console. */
export function problemOf(fault: unknown): Problem {
  if (fault instanceof Problem) {
    return fault;
  }
  throw fault;
}

function explained(status: number, detail: string | null, namesFields: boolean): string {
  switch (status) {
    case 403:
      return `Your sign-in does not allow this. ${detail ?? 'Reading needs the scope webhooks/read, and changes need webhooks/write, or the scopes that this deployment uses instead.'}`;
    case 412:
      return 'This has changed since you opened it. Press Cancel to see the current version, then repeat your change.';
    case 422:
      return namesFields
        ? 'Please correct the marked fields.'
        : (detail ?? 'The request has invalid fields.');
    case 429:
      return 'Too many requests. Wait a moment, then try again.';
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
