import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assets, section, stacks, steady, write } from './release.mjs';

const root = mkdtempSync(join(tmpdir(), 'release-'));
const release = join(root, 'release');
let hash;
const stack = (region, properties, dependencies) => ({
  type: 'aws:cloudformation:stack',
  environment: `aws://unknown-account/${region}`,
  properties,
  dependencies,
});
const manifest = {
  artifacts: {
    Service: stack('unknown-region', { templateFile: 'Service.template.json', tags: { environment: 'x' } }, ['State', 'Service.assets']),
    Links: stack('us-east-1', { templateFile: 'Links.template.json' }, ['Service']),
    State: stack('unknown-region', { templateFile: 'State.template.json', terminationProtection: true, tags: { environment: 'x' } }, []),
    'Service.assets': { type: 'cdk:asset-manifest', properties: { file: 'Service.assets.json', requiresBootstrapStackVersion: 6 } },
  },
};
const asset = (displayName, path, packaging, bucket = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}') => ({
  displayName,
  source: { path, packaging },
  destinations: { one: { bucketName: bucket, objectKey: `${path}.zip` } },
});
const files = {
  a: asset('Dispatch/Function/Code', 'asset.a.zip', 'file'),
  b: asset('Pages/Asset1', 'asset.b', 'zip'),
  c: asset('Service Template', 'Service.template.json', 'file'),
};

/** An aws command that records its calls. It answers like an account without files, with or without a bootstrap. */
function fakeAws(bootstrapped) {
  const bin = join(root, `bin-${bootstrapped}`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, 'aws'),
    `#!/bin/sh
echo "$*" >> '${root}/calls-${bootstrapped}'
case $1-$2 in
  sts-*) printf '123456789012\\tarn:aws:iam::123456789012:user/operator\\n' ;;
  ssm-*) echo '${bootstrapped}' ;;
  s3api-head-object) exit 254 ;;
  s3api-head-bucket) [ '${bootstrapped}' != 7 ] ;;
  cloudformation-describe-stacks) [ '${bootstrapped}' != 8 ] || echo ROLLBACK_COMPLETE ;;
esac
`,
  );
  chmodSync(join(bin, 'aws'), 0o755);
  for (const command of ['sh', 'cat', 'cut', 'dirname', 'sort', 'sha256sum']) {
    const found = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(found, join(bin, command));
  }
  return bin;
}

function deploy(bootstrapped, { args = ['--yes'], input = '', region = 'eu-central-1' } = {}) {
  const env = { PATH: fakeAws(bootstrapped), ...(region && { AWS_REGION: region }) };
  const ran = spawnSync('/bin/sh', [join(release, 'deploy.sh'), ...args], { env, input, encoding: 'utf8' });
  const calls = readFileSync(join(root, `calls-${bootstrapped}`), 'utf8').trim().split('\n');
  rmSync(join(root, `calls-${bootstrapped}`));
  rmSync(env.PATH, { recursive: true });
  return { ...ran, calls };
}

before(() => {
  const templates = join(root, 'templates');
  const sboms = join(root, 'sboms');
  [join(templates, 'asset.b', 'console'), sboms].forEach((folder) => mkdirSync(folder, { recursive: true }));
  writeFileSync(join(templates, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(templates, 'Service.assets.json'), JSON.stringify({ files }));
  ['Service', 'Links', 'State'].forEach((name) => writeFileSync(join(templates, `${name}.template.json`), '{}'));
  writeFileSync(join(templates, 'asset.a.zip'), 'a package');
  writeFileSync(join(templates, 'asset.b', 'console', 'index.html'), '<p>');
  writeFileSync(join(sboms, 'java.json'), JSON.stringify({ serialNumber: 'x', metadata: { timestamp: 'y', component: {} }, components: [] }));
  hash = write('Unreleased', templates, sboms, release, 'Resources: {}\n');
  utimesSync(join(templates, 'asset.b', 'console', 'index.html'), new Date(0), new Date('2001-01-01'));
  write('Unreleased', templates, sboms, join(root, 'again'), 'Resources: {}\n');
});
after(() => rmSync(root, { recursive: true }));

test('a section of the changelog ends before the next version', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n### Added\n- new\n\n## [1.0.0] - 2026-11-30\n\n- old\n';
  assert.equal(section(changelog, 'Unreleased'), '### Added\n- new\n');
  assert.equal(section(changelog, '1.0.0'), '- old\n');
  assert.throws(() => section(changelog, '1.1.0'), /no section \[1\.1\.0\]/);
});

test('a stack follows those that it depends on', () => {
  assert.deepEqual(stacks(manifest).map(({ name, region }) => `${name} ${region}`), ['State -', 'Service -', 'Links us-east-1']);
  const circle = { artifacts: { A: stack('r', {}, ['B']), B: stack('r', {}, ['A']) } };
  assert.throws(() => stacks(circle), /in a circle: A, B/);
});

test('files with readable names go to the bootstrap bucket', () => {
  const listed = assets({ files });
  assert.deepEqual(listed.map(({ file }) => file), ['assets/Dispatch-Function-Code.zip', 'assets/Pages-Asset1.zip']);
  const abroad = { d: asset('D', 'asset.d.zip', 'file', 'cdk-hnb659fds-assets-${AWS::AccountId}-us-east-1') };
  assert.equal(assets({ files: abroad })[0].region, 'us-east-1');
  assert.throws(() => assets({ files: { e: asset('E', 'asset.e.zip', 'file', 'my-bucket') } }), /another bucket .* my-bucket/);
});

test('an SBOM in a release has no time and no serial number', () => {
  assert.deepEqual(steady({ serialNumber: 'x', version: 1, metadata: { timestamp: 'y', tools: [] } }), { version: 1, metadata: { tools: [] } });
});

test('the same input gives the same release and checksums', () => {
  const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8');
  assert.equal(hash, createHash('sha256').update(sums).digest('hex'), 'the hash that make release prints');
  assert.equal(readFileSync(join(root, 'again', 'SHA256SUMS'), 'utf8'), sums);
  for (const name of ['deploy.sh', 'CHANGES.md', 'templates/State.template.json', 'assets/Pages-Asset1.zip', 'sbom/java.json', 'bootstrap.template.yaml']) {
    assert.match(sums, new RegExp(`^[0-9a-f]{64}  ${name}$`, 'm'));
  }
});

test('a new account gets bootstrap, files and stacks, in order', () => {
  const { status, stderr, calls } = deploy('None');
  assert.equal(status, 0, stderr);
  const of = (pattern) => calls.filter((call) => pattern.test(call));
  assert.deepEqual(of(/deploy .*stack-name CDKToolkit/).map((call) => call.match(/--region (\S+)/)[1]), ['eu-central-1', 'us-east-1']);
  assert.match(of(/^s3 cp/)[1], /assets\/Pages-Asset1\.zip s3:\/\/cdk-hnb659fds-assets-123456789012-eu-central-1\/asset\.b\.zip$/);
  const deployed = of(/^cloudformation deploy/).map((call) => call.match(/--region (\S+) --stack-name (\S+)/).slice(1).join(' '));
  assert.deepEqual(deployed.slice(2), ['eu-central-1 State', 'eu-central-1 Service', 'us-east-1 Links']);
  assert.match(of(/deploy .*--stack-name Service/)[0], /cdk-hnb659fds-cfn-exec-role-123456789012-eu-central-1 .*--tags environment=x$/);
  assert.doesNotMatch(of(/deploy .*--stack-name Links/)[0], /--tags/);
  assert.deepEqual(of(/update-termination-protection/).map((call) => call.match(/--stack-name (\S+)/)[1]), ['State']);
});

test('an account with a bootstrap keeps it', () => {
  assert.deepEqual(deploy('6').calls.filter((call) => call.includes('CDKToolkit')), []);
  const old = deploy('5');
  assert.equal(old.status, 1);
  assert.match(old.stderr, /has version 5, and this release needs 6/);
});

test('one stack alone can be deployed', () => {
  const { status, stderr, calls } = deploy('6', { args: ['--only', 'Links', '--yes'] });
  assert.equal(status, 0, stderr);
  assert.deepEqual(calls.filter((call) => /^cloudformation deploy/.test(call)).map((call) => call.match(/--stack-name (\S+)/)[1]), ['Links']);
  for (const args of [['--only', 'Link', '--yes'], ['--only'], ['--any']]) {
    assert.equal(spawnSync('/bin/sh', [join(release, 'deploy.sh'), ...args], { encoding: 'utf8' }).status, 1, args.join(' '));
  }
});

test("nothing is uploaded to another account's bucket", () => {
  const { status, stderr, calls } = deploy('7');
  assert.equal(status, 1);
  assert.match(stderr, /cdk-hnb659fds-assets-123456789012-eu-central-1 is missing, or is not of account 123456789012/);
  assert.match(calls.at(-1), /^s3api head-bucket .*--expected-bucket-owner 123456789012$/);
});

test('a first creation that failed is named with what deletes it', () => {
  const { status, stderr, calls } = deploy('8');
  assert.equal(status, 1);
  assert.match(stderr, /aws cloudformation delete-stack --region eu-central-1 --stack-name State/);
  assert.deepEqual(calls.filter((call) => /^cloudformation (deploy|delete)/.test(call)), []);
});

test('no answer, no region or changed files stop a release', () => {
  for (const answer of ['', 'no\n']) {
    const { status, stderr, stdout, calls } = deploy('6', { args: [], input: answer });
    assert.equal(status, 1);
    assert.match(stdout, /account 123456789012, region eu-central-1/);
    assert.match(stdout, new RegExp(`SHA-256 of SHA256SUMS.*: ${hash}\n`), 'before the question');
    assert.match(stderr, /Nothing was changed/);
    assert.deepEqual(calls.filter((call) => !call.startsWith('sts')), []);
  }
  assert.match(deploy('6', { region: null }).stderr, /Name the region/);
  writeFileSync(join(release, 'templates/State.template.json'), '{"Resources":{}}');
  const env = { PATH: fakeAws('changed'), AWS_REGION: 'eu-central-1' };
  const changed = spawnSync('/bin/sh', [join(release, 'deploy.sh'), '--yes'], { env, encoding: 'utf8' });
  assert.equal(changed.status, 1);
  assert.match(changed.stderr, /missing or was changed/);
});
