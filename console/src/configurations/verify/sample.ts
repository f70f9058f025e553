import type { AttemptRequest, Platform } from '../../api/shapes.ts';

/** A request of a configuration's, to verify. */
export interface SampleRequest {
  id: string;
  timestamp: string;
  body: string;
  /** Whether it was sent, or is made up since nothing was yet. */
  sent: boolean;
}

/** What stands in the place of the token in what the API shows. */
const HIDDEN = '(hidden)';

const TOKEN = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

/**
 * The last request that was sent. The token of its link is hidden in what the API shows, so it
 * stands for itself in the body, and a made-up one would do as well.
 */
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

/** Whether a body is not the one that was sent, so that its signature is not the one that was, either. */
export function isHidden(body: string): boolean {
  return body.includes(HIDDEN);
}

/** A request as the next one may be, in exactly the form in which it is sent. */
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
