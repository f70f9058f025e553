import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rendered } from '../build/guide.mjs';

const GUIDE = readFileSync(new URL('../../docs/receiver-guide.md', import.meta.url), 'utf8');

test('everySectionOfTheGuideIsOnThePage', () => {
  const { article, sections } = rendered(GUIDE);
  expect(sections.map(({ id }) => id)).toContain('the-request');
  for (const { id } of sections) {
    expect(article).toContain(`id="${id}"`);
  }
  expect(article).toContain('X-CDR-Signature');
  expect(article).not.toContain('<!--');
  expect(article).not.toContain('<script');
});

test('filesOfTheRepositoryAreNamedAndNotLinked', () => {
  const { article } = rendered('[the kit](../receivers/README.md#ask), [API](openapi.yaml)');
  expect(article).toBe(
    '<p><span class="file" title="receivers/README.md">the kit</span>, <a href="./">API</a></p>\n',
  );
});

test.each([
  '[here](#nowhere)',
  '<b>bold</b>',
  'a <b>bold</b> word',
  '[page](runbook.md)',
  '[s](javascript:a)',
])('%s is refused', (text) => {
  expect(() => rendered(`## Somewhere\n\n${text}`)).toThrow();
});
