// The mistakes that the test's receiver can make. Each has the cases that must find it, and what their message advises.
const EXACT_BYTES = /verify the bytes as they arrived, before a JSON parser/;

export const MISTAKES = {
  'body serialised again': { cases: ['exact-bytes'], advice: EXACT_BYTES },
  'hex compared as strings': { cases: ['refuses-hex'], advice: /it needs 401/ },
  'header in one case': { cases: ['header-names'], advice: /it needs 200 to 299/ },
  '200 on refusal': { cases: ['refuses-wrong-key'], advice: /it needs 401/ },
  'answers before it stores': { cases: ['full-disk', 'stored-first'], advice: /commit before you answer/ },
  'poison body': { cases: ['poison'], advice: /set it aside|set aside a body/ },
  'unreadable body tried for ever': { cases: ['poison'], advice: /set aside a body that cannot be read/ },
  'path in the file name': { cases: ['file-names'], advice: /file names are data/ },
  'no resume': { cases: ['resume'], advice: /send Range/ },
  'empty If-Match': { cases: ['no-etag'], advice: /begin anew without Range and If-Match/ },
  'range without an ETag': { cases: ['no-etag'], advice: /begin anew without Range/ },
  'stale link kept': { cases: ['fresh-link'], advice: /replace the stored body by a repeat's/ },
  'outcome of an older link noted': { cases: ['repeat-during-request'], advice: /only if the stored body is still the one/ },
  'narrow integer': { cases: ['test-delivery', 'large-numbers'], advice: /64 bits/ },
  'replayed request': { cases: ['refuses-stale'], advice: /compare webhook-timestamp with your clock/ },
  'trimmed key': { cases: ['key-with-blanks'], advice: /do not trim/ },
  'uncounted report not fetched': { cases: ['too-large-to-count'], advice: /the report is fine/ },
  'body of the redirect read': { cases: ['endless-redirect'], advice: /without reading its body/ },
  'Retry-After ignored': { cases: ['link-throttles', 'link-overloaded'], advice: /wait that long/ },
  'files that all may read': { cases: ['private-files'], advice: /mode 0600/ },
  'one slow report holds up all': { cases: ['slow-report'], advice: /fetch several at a time/ },
};
