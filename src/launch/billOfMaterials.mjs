import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './launchError.mjs';
import { repository } from './layout.mjs';
import { npm } from './packages.mjs';

/**
 * @typedef {object} Component of CycloneDX, as far as it is read here
 * @property {string} bom-ref
 * @property {string} type
 * @property {string} name
 * @property {string} version
 * @property {string} [scope]
 * @property {unknown} [properties]
 *
 * @typedef {object} Bill
 * @property {{ component: Component }} metadata
 * @property {Component[]} components
 * @property {{ ref: string, dependsOn: string[] }[]} dependencies
 */

/**
 * The software bill of materials of a VSIX, in CycloneDX: what npm knows of the lock file's packages (version, licence,
 * hash), cut down to those that are shipped, and the encoder.
 *
 * @param {readonly import('./shippedPackages.mjs').ShippedPackage[]} packages
 * @param {{ encoder: boolean }} contents whether the VSIX carries the encoder's weights
 * @returns {Promise<string>}
 * @throws {LaunchError} where the lock file does not know a package
 */
export async function billOfMaterials(packages, { encoder }) {
  const options = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  /** @type {Bill} */
  const everything = JSON.parse(await npm(['sbom', ...options], repository));
  const { component: turnout } = everything.metadata;
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  // npm counts every package as one for development, since what runs is bundled.
  const components = everything.components
    .filter((component) => shipped.has(component['bom-ref']))
    .map((component) => ({ ...component, scope: 'required', properties: undefined }));
  if (components.length < shipped.size) {
    const known = new Set(components.map((component) => component['bom-ref']));
    const unknown = [...shipped].filter((name) => !known.has(name));
    throw new LaunchError(`package-lock.json does not list ${unknown.join(', ')}: run \`npm install\`.`);
  }
  const kept = new Set([turnout['bom-ref'], ...shipped]);
  const bill = {
    ...everything,
    // Where the folder has another name, npm takes that for the program's.
    metadata: { ...everything.metadata, component: { ...turnout, name: 'turnout' } },
    components: [...components, ...(encoder ? [encoderComponent()] : [])],
    dependencies: everything.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) })),
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function encoderComponent() {
  const file = path.join(repository, 'models', 'manifest.json');
  const { encoder, files } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    'bom-ref': encoder.id,
    type: 'machine-learning-model',
    name: encoder.id,
    description: `${encoder.baseModel}, ${encoder.quantisation}`,
    hashes: [{ alg: 'SHA-256', content: files[encoder.file].sha256 }],
    licenses: [{ license: { id: encoder.license } }],
  };
}
