import type { AttemptRequest, Platform } from '../../api/shapes.ts';

/** A request of a configuration, to verify. */
export interface SampleRequest {
  id: string;
  timestamp: string;
  body: string;
  /** True if the system sent the request; otherwise it is an example. */
  sent: boolean;
}

/** The API shows this in place of the token. */
const HIDDEN = '(hidden)';

const TOKEN = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

/** The last request that was sent; the API hides the token of its link. */
export function sentSample(request: AttemptRequest): SampleRequest {
  const header = (wanted: string) =>
    request.headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? '';
  return {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    body: request.body,
    sent: true,
  };
}

/** Returns whether the token in a body is hidden. The body's signature then differs from the one that was sent. */
export function isHidden(body: string): boolean {
  return body.includes(HIDDEN);
}

/** Makes up a request in exactly the form of a real one. */
export function madeUpSample(platform: Platform | undefined, now: Date): SampleRequest {
  const validUntil = new Date(now.getTime() + 24 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const base = platform?.callbackBaseUrl ?? 'https://cdr.example.com';
  return {
    id: 'dlv_5f1c0a9be2d74386a1f0c97be4d2835a',
    timestamp: String(Math.floor(now.getTime() / 1000)),
    body: JSON.stringify({
      contentType: 'application/zip',
      httpMethod: 'GET',
      callbackURL: `${base}/bulk/cdr-mgr/v1/cdr-download-files/${TOKEN}`,
      validUntil,
      fileName: 'tx00001.zip',
      fileSizeInBytes: 3949,
      numberOfLines: 100,
      taskName: 'Task Name Example',
      taskId: 1,
      error: '',
    }),
    sent: false,
  };
}
