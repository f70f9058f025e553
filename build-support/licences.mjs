// Compares the licences in SBOMs of CycloneDX with the allowed ones.
//
// Code that runs is under a permissive licence or named here with its reason. Code that only the build and the tests
// need (…-with-tests, …-with-build) may also be under a licence that requires only its own source.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PERMISSIVE = ['Apache-2.0', 'MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'CC0-1.0', 'Unicode-3.0'];

const FOR_BUILD_AND_TESTS = [...PERMISSIVE, 'BlueOak-1.0.0', 'CC-BY-4.0', 'EPL-2.0', 'MPL-2.0', 'Python-2.0'];

const CLASSPATH = 'GPL-2.0-with-classpath-exception';

// By package without its version: the licences that are taken all the same, and why.
const REASONED = {
  'jakarta.servlet/jakarta.servlet-api': ['EPL-2.0', "interfaces, unchanged; in the local system's object store alone"],
  'javax.annotation/javax.annotation-api': [CLASSPATH, 'annotations, unchanged; with the CDK, on the machine that deploys'],
};

// Names that packages use for licences that have an SPDX id.
const SPELLINGS = { 'Apache License, Version 2.0': 'Apache-2.0', 'The MIT License': 'MIT' };

/** Returns whether an allowed licence is among those that an expression offers. Parentheses within an expression are refused. */
export function allows(allowed, expression) {
  const plain = expression.replace(/^\(([^()]*)\)$/, '$1');
  return !/[()]/.test(plain) && plain.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));
}

/** Returns the licence of a component. If a Maven package names several, its users may choose one of them. */
export function licenceOf(component) {
  const named = (component.licenses ?? []).map(({ expression, license }) => expression ?? license.id ?? license.name ?? '');
  return named.map((name) => SPELLINGS[name] ?? name).join(' OR ');
}

function packageOf(component) {
  return component.group ? `${component.group}/${component.name}` : component.name;
}

/** Lists the problems of the SBOMs, a sentence each; `boms` are components by the SBOM's name. */
export function complaints(boms, reasoned = REASONED) {
  const found = [];
  const used = new Set();
  for (const [name, components] of Object.entries(boms)) {
    const allowed = /-with-(build|tests)$/.test(name) ? FOR_BUILD_AND_TESTS : PERMISSIVE;
    for (const component of components) {
      const licence = licenceOf(component);
      const what = packageOf(component);
      if (allows(allowed, licence)) {
        continue;
      }
      if (reasoned[what] && allows([reasoned[what][0]], licence)) {
        used.add(what);
      } else {
        found.push(`${name}: ${what} ${component.version} is under ${licence || 'no licence that it names'}.`);
      }
    }
  }
  for (const what of Object.keys(reasoned).filter((each) => !used.has(each))) {
    found.push(`${what} needs no reason any more: remove it.`);
  }
  return found;
}

/** Returns the components of the SBOMs in a folder, by the SBOM's name. */
export function readBoms(folder) {
  const boms = {};
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const { components } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    if (!components?.length) throw new Error(`${file} has no components.`);
    boms[file.replace('.json', '')] = components;
  }
  return boms;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const boms = readBoms(process.argv[2]);
  const found = complaints(boms);
  if (found.length > 0) {
    console.error(found.join('\n'));
    process.exit(1);
  }
  const licences = new Set(Object.values(boms).flat().map(licenceOf));
  console.log(`Licences: ${[...licences].sort().join(', ')}`);
}
