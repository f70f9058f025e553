import { expect, test } from 'vitest';
import { snippets } from '../src/configurations/verify/snippets.ts';

const HOSTILE = `https://receiver.example.com/a"'$&\\b?tenant='x"`;

test('there is one for each language, and each finds its own path', () => {
  const all = snippets('https://receiver.example.com/hooks/cdr?tenant=7');
  expect(all.map(({ language }) => language)).toEqual(['PHP', 'Node', 'Python', 'Java']);
  expect(all[1]?.code).toContain('request.url !== "/hooks/cdr?tenant=7"');
  expect(all[2]?.code).toContain('self.path != "/hooks/cdr?tenant=7"');
  expect(all[3]?.code).toContain('createContext("/hooks/cdr"');
});

test('a path cannot break out of its string', () => {
  const { pathname, search } = new URL(HOSTILE);
  expect(snippets(HOSTILE)[1]?.code).toContain(
    `request.url !== ${JSON.stringify(pathname + search)}`,
  );
  expect(snippets(HOSTILE)[1]?.code).not.toContain('TARGET');
});
