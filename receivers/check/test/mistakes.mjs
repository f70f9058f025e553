// The twelve mistakes that the test's receiver can make, each with a case that must find it.
export const MISTAKES = {
  'body serialised again': ['exact-bytes'],
  'hex compared as strings': ['refuses-hex'],
  'header in one case': ['header-names'],
  '200 on refusal': ['refuses-wrong-key'],
  'answers before it stores': ['full-disk', 'stored-first'],
  'poison body': ['poison'],
  'path in the file name': ['file-names'],
  'no resume': ['resume'],
  'stale link kept': ['fresh-link'],
  'narrow integer': ['test-delivery', 'large-numbers'],
  'replayed request': ['refuses-stale'],
  'trimmed key': ['key-with-blanks'],
};
