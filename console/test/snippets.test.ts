import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SNIPPETS } from '../src/configurations/verify/snippets.ts';
import { RunningSample } from './RunningSample.ts';

const SIGNATURE = 'the-signature-0123456789-ä';
const BODY = '{"fileName":"tx00001.zip","callbackURL":"https://cdr.example.com/x"}';
const START_MS = 60_000;

/** As they are sent: any Full URL may have such a path and query. */
const TARGETS = [
  '/',
  '/hooks/cdr?tenant=7',
  '/h?q=%27a%27',
  "/h?q='a'",
  '/a/../b',
  '/a%20b/c',
  '/%C3%BC',
  '/a%2Fb.php',
];

test('there is one for each language', () => {
  expect(SNIPPETS.map(({ language }) => language)).toEqual(['PHP', 'Node', 'Python', 'Java']);
});

describe.each(SNIPPETS)('$language', (snippet) => {
  describe.runIf(RunningSample.isPossible(snippet))('runs, and', () => {
    let sample: RunningSample;
    beforeAll(async () => {
      sample = await RunningSample.start(snippet, SIGNATURE);
    }, START_MS);
    afterAll(() => sample.stop());

    test.each(TARGETS)('takes what is signed at %s, and nothing else', async (target) => {
      expect(await sample.post(target, BODY, signed(SIGNATURE))).toBe(200);
      expect(await sample.post(target, BODY, signed('another-signature-012345'))).toBe(401);
      expect(await sample.post(target, BODY, '')).toBe(401);
      expect(await sample.post(target, `${BODY} `, signed(SIGNATURE))).toBe(401);
    });

    test('survives an interrupted upload', async () => {
      await sample.abortedUpload();
      expect(await sample.post('/', BODY, signed(SIGNATURE))).toBe(200);
    });
  });

  test.runIf(RunningSample.isPossible(snippet)).each([null, ''])(
    'takes nothing when CDR_SIGNATURE is %j',
    async (missing) => {
      const sample = await RunningSample.start(snippet, missing);
      try {
        expect(await sample.post('/', BODY, signed(''))).toBe(500);
      } finally {
        await sample.stop();
      }
    },
    START_MS,
  );
});

function signed(signature: string): string {
  return createHmac('sha512', signature).update(BODY).digest('base64');
}
