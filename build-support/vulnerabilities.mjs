// Compares the packages in SBOMs of CycloneDX with known vulnerabilities in the format of OSV (https://ossf.github.io/osv-schema).
//
// `node build-support/vulnerabilities.mjs <folder of SBOMs> [<folder of OSV records>] [--release]`. Without the second folder it reads
// the extract build-support/advisories.json. Prints the database and its age. Fails if a package is affected and ACCEPTED has no reason.
// With --release it also fails if the database is an extract, or old or small for one of Maven and npm.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBoms } from './licences.mjs';

const ECOSYSTEMS = { maven: 'Maven', npm: 'npm' };
const OLD_AFTER_DAYS = 30;
/** The fewest advisories of a whole ecosystem: OSV has more than 5,000 for Maven and many more for npm. */
const PLAUSIBLE = 3_000;
/** The tenth newest change dates a database, because one newer file makes no old database new. OSV changes more each day. */
const DATING = 10;
const DAY = 86_400_000;
const RELEASE = '--release';

/** Reasons to use an affected package all the same, by `<id of the advisory> <package>`. */
const ACCEPTED = {
  'CVE-2026-59884 software.amazon.awscdk:cdk-asset-awscli-v1':
    "pyasn1 inside the AWS CLI with which the CDK copies the console's pages into their bucket; it decodes nothing that others send",
};

/** The package of a purl, as OSV names it; null if it is none of Maven or npm. */
export function packageOf(purl) {
  const [, type, path, version] = purl?.match(/^pkg:([^/]+)\/([^@?]+)@([^?]+)/) ?? [];
  if (!ECOSYSTEMS[type]) return null;
  const name = decodeURIComponent(type === 'maven' ? path.replace('/', ':') : path);
  return { ecosystem: ECOSYSTEMS[type], name, version: decodeURIComponent(version) };
}

// Maven's order of words in a version; every other word comes after them (Maven: "Version Order Specification").
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const SHORT = { a: 'alpha', b: 'beta', m: 'milestone', cr: 'rc', ga: '', final: '', release: '' };

/** The rank of a part of a version of Maven; a missing part is a release, which equals 0. */
function mavenRank(part) {
  if (/^0*$/.test(part)) return [WORDS.indexOf(''), 0n, ''];
  if (/^\d/.test(part)) return [WORDS.length + 1, BigInt(part), ''];
  const word = SHORT[part] ?? part;
  const known = WORDS.indexOf(word);
  return [known < 0 ? WORDS.length : known, 0n, known < 0 ? word : ''];
}

const mavenParts = (version) => (version.toLowerCase().match(/\d+|[a-z_]+/g) ?? []).map(mavenRank);

/** Semantic Versioning 2.0.0, section 11: numbers, and then a label, which a release lacks and follows. */
function semverParts(version) {
  const [, numbers, label] = version.match(/^v?([\d.]+)(?:-([^+]*))?/) ?? [null, '0', version];
  const [major = 0, minor = 0, patch = 0] = numbers.split('.').map(Number);
  const labels = label?.split('.').map((part) => (/^\d+$/.test(part) ? [0, Number(part)] : [1, part])) ?? [[2]];
  return [[major], [minor], [patch], ...labels];
}

function compareLists(a, b) {
  const at = a.findIndex((each, i) => each !== b[i]);
  return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
}

function compareParts(a, b, missing) {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = compareLists(a[i] ?? missing, b[i] ?? missing);
    if (order !== 0) return order;
  }
  return 0;
}

export function compare(ecosystem, one, other) {
  return ecosystem === 'Maven'
    ? compareParts(mavenParts(one), mavenParts(other), mavenRank(''))
    : compareParts(semverParts(one), semverParts(other), [-1]);
}

/** Returns whether a version is in a range. An event of OSV applies until the next one. */
function inRange(ecosystem, { type, events }, version) {
  if (type === 'GIT') return false;
  const at = (event) => event.introduced ?? event.fixed ?? event.last_affected ?? event.limit;
  const sorted = [...events].sort((a, b) => (at(a) === '0' ? -1 : at(b) === '0' ? 1 : compare(ecosystem, at(a), at(b))));
  let affected = false;
  for (const event of sorted) {
    if (event.introduced === '0' || (event.introduced && compare(ecosystem, version, event.introduced) >= 0)) affected = true;
    if (event.fixed && compare(ecosystem, version, event.fixed) >= 0) affected = false;
    if (event.last_affected && compare(ecosystem, version, event.last_affected) > 0) affected = false;
  }
  return affected;
}

/** Returns whether an advisory affects a package. A withdrawn one affects none. */
export function affects(advisory, { ecosystem, name, version }) {
  if (advisory.withdrawn) return false;
  return (advisory.affected ?? [])
    .filter((each) => each.package?.ecosystem === ecosystem && each.package.name === name)
    .some((each) => each.versions?.includes(version) || (each.ranges ?? []).some((range) => inRange(ecosystem, range, version)));
}

/** Lists the problems, a sentence each. `boms` are components by the SBOM's name. */
export function complaints(boms, advisories, accepted = ACCEPTED) {
  const used = new Map();
  for (const [bom, components] of Object.entries(boms)) {
    for (const found of components.map(({ purl }) => packageOf(purl)).filter(Boolean)) {
      const key = `${found.ecosystem} ${found.name} ${found.version}`;
      used.set(key, { ...found, boms: [...(used.get(key)?.boms ?? []), bom] });
    }
  }
  const byName = new Map();
  for (const each of used.values()) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  const reasons = new Set();
  const faults = [];
  for (const advisory of advisories) {
    const names = new Set((advisory.affected ?? []).map((each) => each.package?.name));
    for (const found of [...names].flatMap((name) => byName.get(name) ?? []).filter((each) => affects(advisory, each))) {
      const key = `${advisory.id} ${found.name}`;
      if (accepted[key]) reasons.add(key);
      else faults.push(`${found.name} ${found.version} (${found.boms.join(', ')}): ${advisory.id}, ${advisory.summary ?? 'without a summary'}`);
    }
  }
  const known = new Set(advisories.map(({ id }) => id));
  const stale = Object.keys(accepted).filter((key) => known.has(key.split(' ')[0]) && !reasons.has(key));
  return [...faults, ...stale.map((key) => `${key} needs no reason any more: remove it.`)];
}

/** The records of a folder with OSV's files, one JSON file for each advisory. */
function readDatabase(folder) {
  const advisories = readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  if (advisories.length === 0) throw new Error(`${folder} has no .json file: unpack OSV's Maven/all.zip and npm/all.zip into it.`);
  return { name: folder, advisories, parts: Object.values(ECOSYSTEMS).map((ecosystem) => part(folder, ecosystem, advisories)) };
}

/** Counts the advisories of an ecosystem in a database, and dates them. */
function part(folder, ecosystem, advisories) {
  const changed = advisories
    .filter(({ affected }) => affected?.some((each) => each.package?.ecosystem === ecosystem))
    .map(({ modified }) => modified)
    .sort();
  if (changed.length === 0) throw new Error(`${folder} has no advisory for ${ecosystem}: unpack OSV's ${ecosystem}/all.zip into it, too.`);
  return { ecosystem, count: changed.length, asOf: changed.at(-DATING) ?? changed[0] };
}

function readExtract() {
  const { source, asOf, advisories } = JSON.parse(readFileSync(new URL('advisories.json', import.meta.url), 'utf8'));
  const name = `build-support/advisories.json, an extract and not a full database (${source})`;
  return { name, advisories, parts: [{ ecosystem: 'all', count: advisories.length, asOf }] };
}

const daysSince = (asOf) => Math.floor((Date.now() - Date.parse(asOf)) / DAY);

/** Lists the reasons why a database is not today's whole one, a sentence each. */
function flaws(parts) {
  return parts.flatMap(({ ecosystem, count, asOf }) => [
    ...(count < PLAUSIBLE ? [`${count} advisories for ${ecosystem} are not all: OSV has more than ${PLAUSIBLE}.`] : []),
    ...(daysSince(asOf) > OLD_AFTER_DAYS ? [`The advisories for ${ecosystem} are ${daysSince(asOf)} days old.`] : []),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [sboms, folder] = process.argv.slice(2).filter((each) => each !== RELEASE);
  const boms = readBoms(sboms);
  const { name, advisories, parts } = folder ? readDatabase(folder) : readExtract();
  const asOf = parts.map((each) => each.asOf).sort()[0];
  const compared = `${advisories.length} advisories, as of ${asOf.slice(0, 10)}, ${daysSince(asOf)} days ago`;
  console.log(`Database: ${name}; ${compared}.`);
  if (daysSince(asOf) > OLD_AFTER_DAYS) console.log(`It is older than ${OLD_AFTER_DAYS} days: download OSV's files and give DATABASE=folder.`);
  const faults = complaints(boms, advisories);
  const unfit = process.argv.includes(RELEASE) && (!folder || flaws(parts).length > 0);
  if (unfit) {
    faults.push(
      ...(folder ? flaws(parts) : []),
      `A release must be compared with the whole database of at most ${OLD_AFTER_DAYS} days ago: an extract shows no package to be free of holes. ` +
        "Download OSV's Maven/all.zip and npm/all.zip, unpack both into one folder, and give DATABASE=folder (CONTRIBUTING.md, Releases).",
    );
  }
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exit(1);
  }
  const packages = new Set(Object.values(boms).flat().map(({ purl }) => purl)).size;
  const database = folder ? 'this database' : 'this extract';
  console.log(
    `By ${database} of ${compared}, none of ${packages} packages of Maven and npm is affected without a written reason. Python packages are not compared.`,
  );
}
