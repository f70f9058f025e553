// Checks the documentation: links and anchors, the list of all pages, the names of classes and files, plain English (also in comments, in names
// and in the subjects of commits), the waits of the retry schedule, and the length of two pages. Run it as `node build-support/check-docs.mjs`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

const PHRASE_FILES =
  /\.(md|java|m[jt]s|tsx?|sh|py|txt|php|go|cs|properties)$|(^|\/)pom\.xml$|^Makefile$|^docs\/.*\.yaml$|^console\/build\//;
/** Phrases that we do not use. A space also matches the end of a line, and the beginning of a comment after it. */
const PHRASES = [
  'whoever', 'nobody', 'somebody', 'what came of', '(?:is|are|was|were) told', 'tells? of', 'reckon\\w*', 'held against',
  'what is owed', 'took in', 'comes? again', 'no whole answer', 'that [\\w ]+ (?:is|are) to be', 'of (?:its|their) own', 'at hand',
  'beside', 'as long as it is so', 'of ours', 'made up for', 'mend(?:s|ed|ing)?', 'of no worth', 'way back', 'the latter', 'of yours',
  'last place but one', 'so many', 'was to come', 'at which it is due', '(?:holds?|held) [^.:;]{1,60} against (?:it|them)',
].map((phrase) => phrase.replaceAll(' ', '\\s+(?:(?://+|#)\\s*)?'));
/** A sentence that begins with "What" and is no question. */
const WHAT = '(?:^|\\. )What (?:is|are|was|were|has|have|had|must|cannot) [^?.|]*\\.';
const PHRASE = new RegExp(`\\b(?:${PHRASES.join('|')})\\b|${WHAT}`, 'gim');
/** A comment begins with its subject, and not with one of these words. */
const COMMENT_BEGINNING = /(?<!\/\/[^\n]*\n)^ *(?:\/\/\/?|\/\*\*(?:\s*\*)?) (What|Whether|How|That|Who|Those|The same for|As many)\b/gm;
/** The name of a test, in JavaScript or in a Java class of tests. */
const TEST_NAME = /^ *(?:(?:test|it)\((['"])(?<text>.+?)\1,|(?:public )?void (?<method>\w+)\()/gm;
const MAX_TEST_NAME = 60;
/** Subjects that are too long, or begin with a verb that rarely names a change. */
const REFUSED_SUBJECT = /^\w+: (?:.{73,}|(?:Say|Let|Leave|Keep|Name|Give|Show|Read|State|Hold|Put|Mend|Call|Correct|Format)\b)/;
/** The number of last commits whose subjects are checked: earlier ones are older than the rule. */
const CHECKED_COMMITS = 50;
const MAX_LINES = { 'README.md': 130, 'ARCHITECTURE.md': 165 };
/** The page that lists every other one of its folder. */
const LIST_OF_PAGES = 'docs/README.md';
const NAMED_PAGES = /^(README|ARCHITECTURE|CONTRIBUTING|docs\/[^/]+)\.md$/;
/** Names of AWS, of HTTP and of the JDK, and words that names must not contain. */
const OTHERS_NAMES = new Set([
  'Duration', 'Inactive', 'Instant', 'Optional', 'ScheduledWorkReconciliation',
  'Base', 'Data', 'Helper', 'Impl', 'Info', 'Manager', 'Processor', 'Service', 'Util',
]);
/** Folders that a build, a run or a release makes, and keys of the bucket. */
const MADE_LATER = new RegExp(
  '(^|/)(target|cdk\\.out|node_modules)(/|$)|^\\.local|^(reports|samples)/[\\d<]|^infra/kept-templates/\\d|^infra/environments/staging|^bench/results',
);
const UNREAD = new Set(['node_modules', 'target', 'venv', 'vendor', 'dist', '.local', '.git', 'cdk.out']);

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !UNREAD.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
const files = filesIn('.');
const matching = (pattern) => files.filter((file) => pattern.test(file));
const read = (file) => readFileSync(file, 'utf8');

let findings = 0;
function report(file, offset, message) {
  findings += 1;
  console.log(`${file}:${read(file).slice(0, offset).split('\n').length}: ${message}`);
}

/** The text with everything that matches replaced by as many blanks, so that offsets stay. */
const blank = (text, pattern) => text.replace(pattern, (match) => match.replace(/[^\n]/g, ' '));
const withoutBlocks = (text) => blank(text, /^( *)```[\s\S]*?^\1```/gm);
const withoutCode = (text) => blank(withoutBlocks(text), /`[^`\n]*`/g);

function anchors(file) {
  return [...withoutBlocks(read(file)).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'),
  );
}

function checkLinks(file) {
  for (const { 1: target, index } of withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(https?|mailto):/.test(target)) continue;
    const [path, anchor] = target.split('#');
    const page = path ? normalize(join(dirname(file), path)) : file;
    if (!existsSync(page)) report(file, index, `link to ${target}: there is no ${page}`);
    else if (anchor && !anchors(page).includes(anchor)) report(file, index, `link to ${target}: ${page} has no such heading`);
  }
}

/** Checks that the list of pages links to each page once. */
function checkListOfPages() {
  const targets = [...read(LIST_OF_PAGES).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => normalize(join(dirname(LIST_OF_PAGES), match[1])));
  for (const page of [...matching(/^(docs\/)?[^/]+\.md$/), 'docs/openapi.yaml', 'docs/decisions/README.md']) {
    const links = targets.filter((target) => target === page).length;
    if (!['README.md', LIST_OF_PAGES].includes(page) && links !== 1) report(LIST_OF_PAGES, 0, `${links} links to ${page}, not 1`);
  }
}

/** Checks that the receiver guide has the waits of the retry schedule. */
function checkWaits(guide) {
  const standard = /STANDARD =([\s\S]*?\))\),\n/.exec(read('webhook-core/src/main/java/io/cdrwebhooks/delivery/RetrySchedule.java'))[1];
  const units = { Seconds: 's', Minutes: 'min', Hours: 'h' };
  const waits = [...standard.matchAll(/of(Seconds|Minutes|Hours)\((\d+)\)/g)].map(([, unit, number]) => `${number} ${units[unit]}`);
  const shown = `then after ${waits.slice(0, -1).join(', ')} and ${waits.at(-1)}.`;
  if (!read(guide).replace(/\s+/g, ' ').includes(shown)) report(guide, 0, `RetrySchedule has other waits: ${shown}`);
}

/** Checks that each code block after `<!-- cut from FILE -->` equals that file. */
function checkCuttings(page) {
  for (const { 1: file, 2: shown, index } of read(page).matchAll(/<!-- cut from (\S+) -->\n```\w*\n([\s\S]*?)```\n/g)) {
    if (!existsSync(file) || shown !== read(file)) report(page, index, `the block differs from ${file}: copy the file into it`);
  }
}

const sources = matching(/\.(java|tsx?|m[jt]s)$/);
const everySource = sources.map(read).join('\n');
const declaredIn = new Map();
for (const file of sources) {
  const names = [...read(file).matchAll(/\b(?:class|record|enum|@?interface) ([A-Z]\w*)/g)].map((match) => match[1]);
  for (const name of new Set([basename(file).replace(/\.\w+$/, ''), ...names])) {
    declaredIn.set(name, [...(declaredIn.get(name) ?? []), file]);
  }
}

function checkName(file, offset, folders, name, member) {
  if (OTHERS_NAMES.has(name)) return;
  const places = (declaredIn.get(name) ?? []).filter((place) => folders.every((folder) => place.split('/').includes(folder)));
  if (places.length === 0) {
    if (folders.length || member || !everySource.includes(`"${name}`)) report(file, offset, `there is no class ${[...folders, name].join('/')}`);
  } else if (member && !places.some((place) => new RegExp(`\\b${member}\\b`).test(read(place)))) {
    report(file, offset, `${name} has no ${member}`);
  }
}

function checkNames(file) {
  const top = new Set(files.map((path) => path.split('/')[0]));
  for (const { 1: token, index } of withoutBlocks(read(file)).matchAll(/`([^`\n]+)`/g)) {
    const type = /^((?:[a-z][\w-]*\/)*)([A-Z]\w*[a-z]\w*)(?:[.#]([a-zA-Z_]\w*))?(?:\(\))?$/.exec(token);
    if (type) checkName(file, index, type[1].split('/').filter(Boolean), type[2], type[3]);
    else if (/^[\w.-]+(\/[\w.-]+)+\/?$/.test(token) && !MADE_LATER.test(token)) {
      const named = /\.(java|md|mjs|js|tsx?|sh|py|xml|ya?ml|json|properties|txt|css|html)$/.test(token) || top.has(token.split('/')[0]);
      const [module, ...rest] = token.replace(/\/$/, '').split('/');
      const inModule = files.some((path) => path.startsWith(`${module}/`) && path.includes(`/${rest.join('/')}/`));
      if (named && !inModule && ![token, join(dirname(file), token)].some(existsSync)) report(file, index, `there is no ${token}`);
    }
  }
}

const WHOLE_FILE = /[\s\S]+/g;
const COMMENTS = /(?:^\s*(?:#|\/\/)[^\n]*\s*)+|## [^\n]*/gm;
/** The parts of a file that are prose, by the end of its name. Others are read as a whole. */
const PROSE = {
  java: /(?:\/\/[^\n]*\s*)+|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"/g,
  py: /(?:#[^\n]*\s*)+|"""[\s\S]*?"""/g,
  sh: COMMENTS,
  txt: COMMENTS,
  Makefile: COMMENTS,
};

function checkPhrases(file) {
  const end = basename(file).split('.').pop();
  const text = end === 'md' ? withoutCode(read(file)) : read(file);
  for (const { 0: prose, index: start } of text.matchAll(PROSE[end] ?? WHOLE_FILE)) {
    for (const { 0: found, index } of prose.matchAll(PHRASE)) report(file, start + index, `say it plainly: ${found.replace(/\s+/g, ' ')}`);
  }
}

/** Checks the words of each name that has more than one, such as `retryNow` or `RETRY_NOW`, and the first word of each comment. */
function checkCode(file) {
  for (const { 0: name, index } of read(file).matchAll(/\b[A-Za-z]+(?:[A-Z_]\w*)\b/g)) {
    const words = name.replace(/_|(?<=[a-z\d])(?=[A-Z])/g, ' ');
    if (words.search(PHRASE) >= 0) report(file, index, `name it plainly: ${name}`);
  }
  for (const { 1: found, index } of read(file).matchAll(COMMENT_BEGINNING)) report(file, index, `begin with the subject: ${found}`);
}

function checkTestNames(file) {
  for (const { groups, index } of read(file).matchAll(TEST_NAME)) {
    const name = groups.text ?? groups.method;
    if (name.length > MAX_TEST_NAME) report(file, index, `a test's name has at most ${MAX_TEST_NAME} characters: ${name}`);
  }
}

/** Checks the subjects of the last commits. A shallow clone has few of them, an archive has none. */
function checkSubjects() {
  const log = spawnSync('git', ['log', '--no-merges', `-${CHECKED_COMMITS}`, '--format=%h: %s'], { encoding: 'utf8' }).stdout ?? '';
  for (const line of log.split('\n').filter((each) => REFUSED_SUBJECT.test(each))) {
    findings += 1;
    console.log(`${line}: a subject has at most 72 characters and begins with a plain verb`);
  }
}

checkSubjects();
matching(/\.md$/).forEach(checkLinks);
checkListOfPages();
checkWaits('docs/receiver-guide.md');
checkCuttings('docs/receiver-guide.md');
matching(NAMED_PAGES).forEach(checkNames);
const checked = matching(PHRASE_FILES).filter((file) => basename(file) !== 'check-docs.mjs');
checked.forEach(checkPhrases);
checked.filter((file) => sources.includes(file)).forEach(checkCode);
matching(/(^|\/)test\/.*\.(java|mjs|tsx?)$|\.test\.\w+$/).forEach(checkTestNames);
for (const [file, most] of Object.entries(MAX_LINES)) {
  const lines = read(file).trimEnd().split('\n').length;
  if (lines > most) report(file, read(file).length, `${lines} lines, at most ${most} are allowed`);
}
process.exit(findings ? 1 : 0);
