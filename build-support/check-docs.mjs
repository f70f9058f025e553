// Checks the documentation: links and anchors, the list of all pages, the names of classes and files, plain English (also in comments, in names
// and in the subjects of commits), the figures of the retry schedule, and the length of two pages.
// Run it as `node build-support/check-docs.mjs`; more globs for the check of phrases may follow, such as 'infra/**/*.java'.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

const PHRASE_FILES = [
  '**/*.md',
  'docs/**/*.yaml',
  '**/*.java',
  'console/build/**/*', 'console/src/**/*.ts', 'console/src/**/*.tsx', 'console/test/**/*.ts', 'console/test/**/*.tsx',
  'cli/**/*.mjs', 'receivers/**/*.mjs', 'build-support/**/*.mjs', 'build-support/**/*.mts', '**/pom.xml',
  'Makefile', '**/*.sh', '**/*.py', '**/*.txt',
];
/** Phrases that we do not use. */
const PHRASES = [
  'whoever', 'nobody', 'somebody', 'what came of', '(?:is|are|was|were) told', 'tells? of', 'reckon\\w*', 'held against',
  'what is owed', 'took in', 'comes? again', 'no whole answer', 'that [\\w ]+ (?:is|are) to be', 'of its own', 'at hand',
  'beside', 'as long as it is so', 'of ours', 'made up for', 'mend(?:s|ed|ing)?', 'of no worth', 'way back', 'the latter', 'of yours', 'last place but one', 'so many', 'was to come', 'at which it is due', '(?:holds?|held) [^.:;]{1,60} against (?:it|them)', '(?:^|\\. )What (?:is|are|was|were|has|have|had|must|cannot) [^?.|]*\\.',
];
/** A comment begins with its subject, and not with one of these words. */
const COMMENT_BEGINNINGS = 'What|Whether|How|That|Who|Those|The same for|As many';
/** Subjects that are too long, or begin with a verb that rarely names a change. */
const REFUSED_SUBJECT = /^\w+: (?:.{73,}|(?:Say|Let|Leave|Keep|Name|Give|Show|Read|State|Hold|Put|Mend|Call|Correct|Format)\b)/;
/** The number of last commits whose subjects are checked: earlier ones are older than the rule. */
const CHECKED_COMMITS = 50;
const MAX_LINES = { 'README.md': 130, 'ARCHITECTURE.md': 165 };
/** The page that lists every other one of its folder. */
const LIST_OF_PAGES = 'docs/README.md';
const NAMED_PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/*.md'];
/** Names of AWS, of HTTP, of the JDK and of other programs, and words that names must not contain. */
const OTHERS_NAMES = new Set([
  'Duration', 'Inactive', 'Instant', 'LongBuffer', 'Optional', 'ScheduledWorkReconciliation',
  'Base', 'Data', 'Helper', 'Impl', 'Info', 'Manager', 'Processor', 'Service', 'Util',
]);
/** Folders that a build, a run or a release makes, and keys of the bucket. */
const MADE_LATER = new RegExp(
  '(^|/)(target|cdk\\.out|node_modules)(/|$)|^\\.local|^(reports|samples)/[\\d<]|^infra/kept-templates/\\d|^infra/environments/staging|^bench/results',
);
/** The figures of the retry schedule that pages repeat: how many attempts, over how many hours. */
const RETRY_FIGURES =
  /\b(?:(?<attempts>\d+)\s+(?:attempts\s+(?:over|at\s+most)|steps\b|requests\s+(?:fail|of\s+the\s+retry))|(?:about|ends|lasted)\s+(?<hours>\d+)\s+hours)/g;
const UNREAD = new Set(['node_modules', 'target', 'venv', 'vendor', 'dist', '.local', '.git', 'cdk.out']);

const files = readdirSync('.', { withFileTypes: true }).flatMap(function list(entry) {
  const path = normalize(join(entry.parentPath ?? entry.path ?? '.', entry.name));
  if (UNREAD.has(entry.name)) return [];
  return entry.isDirectory() ? readdirSync(path, { withFileTypes: true }).flatMap(list) : [path];
});
const glob = (text) =>
  new RegExp(`^${text.replace(/[.]/g, '\\.').replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'))}$`);
const matching = (globs) => files.filter((file) => globs.some((one) => glob(one).test(file)));
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
  const seen = new Map();
  return [...withoutBlocks(read(file)).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) => {
    const slug = heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times ? `${slug}-${times}` : slug;
  });
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

/** Checks that ARCHITECTURE.md lists exactly the packages in a folder of sources. */
function checkPackages(folder) {
  const page = 'ARCHITECTURE.md';
  const listed = new RegExp(`Packages of \`${folder.split('/')[0]}\`:[^]*?\\n\\n`).exec(read(page))?.[0] ?? '';
  const names = [...listed.matchAll(/`([a-z]\w*)`/g)].map((match) => match[1]);
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.sort().join() !== folders.sort().join()) report(page, 0, `the packages of ${folder} are ${folders.join(', ')}`);
}

/** Checks that a decision page has the heading of its decision. */
function checkDecision(page) {
  if (!anchors(page).includes('decision')) report(page, 0, 'there is no heading "## Decision"');
}

/** Checks that the list of pages links to each page once. */
function checkListOfPages() {
  const targets = [...read(LIST_OF_PAGES).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => normalize(join(dirname(LIST_OF_PAGES), match[1])));
  for (const page of [...matching(['docs/*.md', '*.md']), 'docs/openapi.yaml', 'docs/decisions/README.md']) {
    const links = targets.filter((target) => target === page).length;
    if (!['README.md', LIST_OF_PAGES].includes(page) && links !== 1) report(LIST_OF_PAGES, 0, `${links} links to ${page}, not 1`);
  }
}

/** Checks the figures of the retry schedule, and the waits of the receiver guide, against the schedule itself. */
function checkRetries() {
  const seconds = { Seconds: 1, Minutes: 60, Hours: 3600 };
  const short = { Seconds: 's', Minutes: 'min', Hours: 'h' };
  const standard = /STANDARD =([\s\S]*?\))\),\n/.exec(read('webhook-core/src/main/java/io/cdrwebhooks/delivery/RetrySchedule.java'))[1];
  const waits = [...standard.matchAll(/of(Seconds|Minutes|Hours)\((\d+)\)/g)].map(([, unit, number]) => ({ unit, number }));
  const right = {
    attempts: waits.length + 1,
    hours: Math.round(waits.reduce((sum, { unit, number }) => sum + number * seconds[unit], 0) / 3600),
  };
  for (const page of matching(['*.md', 'docs/**/*.md']).filter((file) => file !== 'CHANGELOG.md')) {
    for (const { 0: found, groups, index } of read(page).matchAll(RETRY_FIGURES)) {
      const [[what, number]] = Object.entries(groups).filter(([, value]) => value);
      if (Number(number) !== right[what]) report(page, index, `RetrySchedule has ${right[what]} ${what}: ${found}`);
    }
  }
  const list = waits.map(({ unit, number }) => `${number} ${short[unit]}`);
  const shown = `then after ${list.slice(0, -1).join(', ')} and ${list.at(-1)}.`;
  const guide = 'docs/receiver-guide.md';
  if (!read(guide).replace(/\s+/g, ' ').includes(shown)) report(guide, 0, `RetrySchedule has other waits: ${shown}`);
}

/** Checks that each code block after `<!-- cut from FILE -->` equals that file. `--write` copies the file into it. */
function checkCuttings(page) {
  const fresh = read(page).replace(/(<!-- cut from (\S+) -->\n```\w*\n)([\s\S]*?)(```\n)/g, (block, head, file, shown, tail, offset) => {
    if (!existsSync(file)) report(page, offset, `cut from ${file}: there is no such file`);
    else if (shown !== read(file) && !process.argv.includes('--write')) {
      report(page, offset, `the block differs from ${file}: node build-support/check-docs.mjs --write`);
    } else return head + read(file) + tail;
    return block;
  });
  if (fresh !== read(page)) writeFileSync(page, fresh);
}

const CODE = /\.(java|tsx?|m[jt]s)$/;
const sources = files.filter((file) => CODE.test(file));
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

const patterns = PHRASES.map(
  (phrase) => new RegExp(phrase.startsWith('(?:^') ? phrase : `\\b${phrase}\\b`.replaceAll(' ', '\\s+(?:(?://+|#)\\s*)?'), 'gim'),
);

const EVERY_PHRASE = new RegExp(`\\b(?:${PHRASES.filter((phrase) => !phrase.startsWith('(?:^')).join('|')})\\b`, 'i');

function checkPhrases(file) {
  const prose = (PROSE_OF[basename(file).split('.').pop()] ?? String)(read(file));
  for (const pattern of patterns) {
    for (const { 0: found, index } of prose.matchAll(pattern)) report(file, index, `say it plainly: ${found.replace(/\s+/g, ' ')}`);
  }
}

/** Checks the words of each name that has more than one, such as `retryNow` or `RETRY_NOW`. */
function checkIdentifiers(file) {
  for (const { 0: name, index } of read(file).matchAll(/\b[A-Za-z]+(?:[A-Z_]\w*)\b/g)) {
    const words = name.replace(/_|(?<=[a-z\d])(?=[A-Z])/g, ' ');
    if (EVERY_PHRASE.test(words)) report(file, index, `name it plainly: ${name}`);
  }
}

/** Checks the first word of each comment. */
function checkBeginnings(file) {
  const comment = new RegExp(`(?<!//[^\\n]*\\n)^ *(?:///?|/\\*\\*(?:\\s*\\*)?) (${COMMENT_BEGINNINGS})\\b`, 'gm');
  for (const { 1: found, index } of read(file).matchAll(comment)) report(file, index, `begin with the subject: ${found}`);
}

/** Keeps the text that matches. Blanks replace the rest, so that offsets stay. */
const only = (pattern) => (text) => {
  let end = 0;
  let kept = '';
  for (const { 0: prose, index } of text.matchAll(pattern)) {
    kept += blank(text.slice(end, index), /[^\n]+/g) + prose;
    end = index + prose.length;
  }
  return kept;
};
const comments = only(/^\s*(?:#|\/\/)[^\n]*|## [^\n]*/gm);
/** The parts of a file that are prose, by the end of its name. Others are read as a whole. */
const PROSE_OF = {
  md: withoutCode,
  java: only(/\/\/[^\n]*|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"/g),
  py: only(/#[^\n]*|"""[\s\S]*?"""/g),
  sh: comments,
  txt: comments,
  Makefile: comments,
};

/** Checks the subjects of the last commits. A shallow clone has few of them, an archive has none. */
function checkSubjects() {
  const log = spawnSync('git', ['log', '--no-merges', `-${CHECKED_COMMITS}`, '--format=%h: %s'], { encoding: 'utf8' }).stdout ?? '';
  for (const line of log.split('\n').filter((each) => REFUSED_SUBJECT.test(each))) {
    findings += 1;
    console.log(`${line}: a subject has at most 72 characters and begins with a plain verb`);
  }
}

checkSubjects();
matching(['docs/*.md', 'receivers/**/*.md']).forEach(checkCuttings);
matching(['**/*.md']).forEach(checkLinks);
matching(['docs/decisions/0*.md']).forEach(checkDecision);
checkListOfPages();
['webhook-core/src/main/java/io/cdrwebhooks', 'webhook-aws/src/main/java/io/cdrwebhooks/aws'].forEach(checkPackages);
checkRetries();
matching(NAMED_PAGES).forEach(checkNames);
const checked = matching([...PHRASE_FILES, ...process.argv.slice(2)]).filter((file) => basename(file) !== 'check-docs.mjs');
checked.forEach(checkPhrases);
checked.filter((file) => CODE.test(file)).forEach(checkIdentifiers);
checked.filter((file) => CODE.test(file)).forEach(checkBeginnings);
for (const [file, most] of Object.entries(MAX_LINES)) {
  const lines = read(file).trimEnd().split('\n').length;
  if (lines > most) report(file, read(file).length, `${lines} lines, at most ${most} are allowed`);
}
process.exit(findings ? 1 : 0);
