import go from '../../../../receivers/go/cdrwebhook/verify.go?raw';
import java from '../../../../receivers/java/plain/src/main/java/cdr/CdrWebhook.java?raw';
import node from '../../../../receivers/node/cdr-webhook.mjs?raw';
import php from '../../../../receivers/php/plain/CdrWebhook.php?raw';
import python from '../../../../receivers/python/cdr_webhook.py?raw';

export interface Snippet {
  language: string;
  file: string;
  code: string;
}

/** The files of the receiver kit that verify a request. */
export const SNIPPETS: readonly Snippet[] = [
  { language: 'PHP', file: 'CdrWebhook.php', code: php },
  { language: 'Node', file: 'cdr-webhook.mjs', code: node },
  { language: 'Python', file: 'cdr_webhook.py', code: python },
  { language: 'Java', file: 'CdrWebhook.java', code: java },
  { language: 'Go', file: 'verify.go', code: go },
];
