// Writes a release: a folder from which `deploy.sh` deploys one environment with the AWS CLI alone.
//
// `node build-support/release/release.mjs <version> <folder of synthesised templates> <folder of SBOMs> <folder to write>`.
// The version is one of CHANGELOG.md; `Unreleased` is for trials. The same input gives the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const CDK = join(HERE, '../../infra/deploy/node_modules/.bin/cdk');
const BUCKET = /^cdk-hnb659fds-assets-\$\{AWS::AccountId\}-(\$\{AWS::Region\}|[a-z0-9-]+)$/;
const FUNCTIONS = ['dispatch', 'download-link', 'receiver-request', 'config-api'].map((name) => `${name}-function`);
const SOME_TIME = '2026-01-01T00:00:00Z';

/** Returns the section of the changelog about one version, without its heading. */
export function section(changelog, version) {
  const found = changelog.split(/^(?=## )/m).find((part) => part.startsWith(`## [${version}]`));
  if (!found) throw new Error(`CHANGELOG.md has no section [${version}].`);
  return found.slice(found.indexOf('\n') + 1).trim() + '\n';
}

/** Returns the stacks of a manifest of the CDK, each after the stacks on which it depends. */
export function stacks(manifest) {
  const all = Object.entries(manifest.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const ordered = [];
  while (ordered.length < all.length) {
    const done = ordered.map(({ name }) => name);
    const next = all.find(
      ([name, { dependencies = [] }]) =>
        !done.includes(name) && dependencies.every((other) => done.includes(other) || !all.some(([stack]) => stack === other)),
    );
    if (!next) throw new Error(`The stacks depend on each other in a circle: ${all.map(([name]) => name).join(', ')}`);
    const [name, { environment, properties }] = next;
    const region = environment.split('/').at(-1);
    ordered.push({
      name: properties.stackName ?? name,
      template: properties.templateFile,
      region: region === 'unknown-region' ? '-' : region,
      protection: properties.terminationProtection ? 'protected' : 'unprotected',
      tags: Object.entries(properties.tags ?? {}).map(([key, value]) => `${key}=${value}`),
    });
  }
  return ordered;
}

/** Returns the files that a stack needs in the bucket, without its template. `zip` is true if the source is a folder to pack. */
export function assets({ files }) {
  return Object.values(files)
    .filter(({ source }) => !source.path.endsWith('.template.json'))
    .flatMap(({ displayName, source, destinations }) =>
      Object.values(destinations).map(({ bucketName, objectKey }) => {
        const [, region] = bucketName.match(BUCKET) ?? [];
        if (!region) throw new Error(`${displayName} belongs in another bucket than the CDK's: ${bucketName}`);
        return {
          file: `assets/${displayName.replace(/[^A-Za-z0-9]+/g, '-')}.zip`,
          source: source.path,
          zip: source.packaging === 'zip',
          region: region.startsWith('$') ? '-' : region,
          key: objectKey,
        };
      }),
    );
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function pack(folder, zip) {
  const jdk = execFileSync(join(HERE, '../find-jdk.sh'), { encoding: 'utf8' }).trim();
  const names = filesIn(folder).flatMap((name) => ['-C', folder, name]);
  execFileSync(join(jdk, 'bin/jar'), ['--create', '--no-manifest', '--date', SOME_TIME, '--file', zip, ...names]);
}

/** Returns an SBOM without the parts that differ between runs. */
export function steady(bom) {
  const { serialNumber: _, metadata: { timestamp: __, ...metadata }, ...rest } = bom;
  return { ...rest, metadata };
}

/** Writes the folder, and returns the hash of its checksums. `bootstrap` is the template of the CDK's bootstrap. */
export function write(version, templates, sboms, folder, bootstrap) {
  const manifest = JSON.parse(readFileSync(join(templates, 'manifest.json'), 'utf8'));
  const ordered = stacks(manifest);
  const put = (name, text) => writeFileSync(join(folder, name), text);
  const changes = section(readFileSync('CHANGELOG.md', 'utf8'), version);
  rmSync(folder, { recursive: true, force: true });
  ['functions', 'assets', 'templates', 'sbom'].forEach((each) => mkdirSync(join(folder, each), { recursive: true }));
  const needed = new Map();
  let bootstrapVersion = 0;
  for (const { properties } of Object.values(manifest.artifacts).filter(({ type }) => type === 'cdk:asset-manifest')) {
    bootstrapVersion = Math.max(bootstrapVersion, properties.requiresBootstrapStackVersion);
    const listed = assets(JSON.parse(readFileSync(join(templates, properties.file), 'utf8')));
    listed.forEach((asset) => needed.set(`${asset.region} ${asset.key}`, asset));
  }
  if (new Set([...needed.values()].map(({ file }) => file)).size < needed.size) throw new Error('Two files would have the same name in assets.');
  const built = FUNCTIONS.map((name) => ({ name, zip: `${name}/target/${name}.zip` })).filter(({ zip }) => existsSync(zip));
  for (const asset of needed.values()) {
    const made = !asset.zip && built.find(({ zip }) => readFileSync(zip).equals(readFileSync(join(templates, asset.source))));
    if (made) asset.file = `functions/${made.name}.zip`;
  }
  for (const { file, source, zip } of needed.values()) {
    if (zip) pack(join(templates, source), join(folder, file));
    else copyFileSync(join(templates, source), join(folder, file));
  }
  for (const { name, template } of ordered) copyFileSync(join(templates, template), join(folder, `templates/${name}.template.json`));
  for (const name of readdirSync(sboms).filter((file) => file.endsWith('.json'))) {
    put(`sbom/${name}`, `${JSON.stringify(steady(JSON.parse(readFileSync(join(sboms, name), 'utf8'))), null, 1)}\n`);
  }
  put('ASSETS', [...needed.values()].map(({ file, region, key }) => `${file} ${region} ${key}\n`).join(''));
  put('STACKS', ordered.map(({ name, region, protection, tags }) => `${[name, region, protection, ...tags].join(' ')}\n`).join(''));
  put('BOOTSTRAP', `${bootstrapVersion}\n`);
  put('bootstrap.template.yaml', bootstrap);
  put('CHANGES.md', `# CDR Webhooks ${version}\n\n${changes}`);
  put('RELEASE', `CDR Webhooks ${version}, ${ordered.map(({ name }) => name).join(' and ')}\n`);
  copyFileSync(join(HERE, 'deploy.sh'), join(folder, 'deploy.sh'));
  const sum = (name) => createHash('sha256').update(readFileSync(join(folder, name))).digest('hex');
  put('SHA256SUMS', filesIn(folder).map((name) => `${sum(name)}  ${name}\n`).join(''));
  return sum('SHA256SUMS');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [version, templates, sboms, folder] = process.argv.slice(2);
  const hash = write(version, templates, sboms, folder, execFileSync(CDK, ['bootstrap', '--show-template', '--no-notices'], { encoding: 'utf8' }));
  console.log(`Written into ${relative('.', folder)}: AWS_REGION=... sh ${relative('.', folder)}/deploy.sh`);
  console.log(`SHA-256 of its SHA256SUMS: ${hash}`);
}
