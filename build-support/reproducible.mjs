// Builds the packages of the functions and the console's pages a second time, in another folder, with another umask and
// time zone, two modules at a time, and compares the bytes with those of the first build. Also compares each package
// with the SBOM inside it. Needs the first build (make package) and unzip. Run it as `node build-support/reproducible.mjs`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FUNCTIONS = ['dispatch', 'download-link', 'receiver-request', 'config-api'].map((name) => `${name}-function`);
const BUILT = [...FUNCTIONS.map((name) => `${name}/target/${name}.zip`), 'console/target/classes'];
const SBOM = 'META-INF/sbom/application.cdx.json';

/** Returns the SHA-256 of a build's files, by path. A folder means all its files. */
export function hashes(root, paths) {
  const found = {};
  const visit = (path) => {
    if (!statSync(join(root, path)).isDirectory()) found[path] = createHash('sha256').update(readFileSync(join(root, path))).digest('hex');
    else for (const name of readdirSync(join(root, path)).sort()) visit(join(path, name));
  };
  paths.forEach(visit);
  return found;
}

/** Returns the paths that only one build has, or whose bytes differ. */
export function differences(first, second) {
  const paths = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...paths].filter((path) => first[path] !== second[path]).sort();
}

/** Returns the jars that only the package has, or that only its SBOM names. */
export function unlisted(entries, bom) {
  const named = [bom.metadata.component, ...bom.components].map(({ name, version }) => `lib/${name}-${version}.jar`);
  const packed = entries.filter((entry) => entry.endsWith('.jar'));
  return [...packed.filter((jar) => !named.includes(jar)), ...named.filter((jar) => !packed.includes(jar))];
}

function buildElsewhere(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 1e8 });
  const files = listed.split('\0').filter((file) => file && existsSync(file));
  execFileSync('tar', ['-xf', '-', '-C', folder], {
    input: execFileSync('tar', ['-cf', '-', '--null', '-T', '-'], { input: files.join('\0'), maxBuffer: 1e9 }),
  });
  // Lint and tests do not change a package.
  appendFileSync(join(folder, '.mvn/maven.config'), '-T2\n-Dunlinted\n-Dtests.uncompiled=true\n');
  execFileSync('sh', ['-c', 'umask 077 && exec make --no-print-directory package'], {
    cwd: folder,
    env: { ...process.env, TZ: 'Pacific/Kiritimati', MAKEFLAGS: '', MAKELEVEL: '' },
    stdio: 'inherit',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve('target/reproducible/a-folder-with-a-longer-name');
  buildElsewhere(folder);
  const first = hashes('.', BUILT);
  const faults = differences(first, hashes(folder, BUILT)).map((path) => `${path} differs from the second build in ${folder}.`);
  for (const zip of BUILT.filter((path) => path.endsWith('.zip'))) {
    const unzip = (...args) => execFileSync('unzip', args, { encoding: 'utf8', maxBuffer: 1e8 });
    const unnamed = unlisted(unzip('-Z1', zip).trim().split('\n'), JSON.parse(unzip('-p', zip, SBOM)));
    faults.push(...unnamed.map((jar) => `${zip}: ${jar} is in the package or in its SBOM, but not in both.`));
    console.log(`${first[zip]}  ${zip}`);
  }
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exit(1);
  }
  rmSync(folder, { recursive: true });
  console.log(`Two builds in two folders gave the same bytes: ${FUNCTIONS.length} packages and ${Object.keys(first).length - FUNCTIONS.length} files of the console.`);
}
