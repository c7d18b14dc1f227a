import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { billOfMaterials } from '../../src/launch/billOfMaterials.mjs';
import { repository } from '../../src/launch/layout.mjs';
import { type ShippedPackage, shippedPackages } from '../../src/launch/shippedPackages.mjs';
import { thirdPartyNotices } from '../../src/launch/thirdPartyNotices.mjs';

const { configurations, inputsByBundle } = createRequire(import.meta.url)('../../esbuild.js');

/** Of everything in dist/. */
let shipped: ShippedPackage[];

beforeAll(async () => {
  const bundles = await Promise.all(
    configurations(true).map((options: object) => build({ ...options, metafile: true, write: false })),
  );
  const inputs = inputsByBundle(bundles.map(({ metafile }) => metafile));
  shipped = shippedPackages(Object.values<string[]>(inputs).flat());
}, 120_000);

const permissive = ['Apache-2.0', 'BSD-3-Clause', 'CC-BY-4.0', 'MIT', 'Unlicense', '(MPL-2.0 OR Apache-2.0)'];

describe('the packages that are shipped', () => {
  it('are few, and free to be given away', () => {
    expect(shipped.length).toBeGreaterThan(15);
    expect(shipped.length).toBeLessThan(30);
    expect(shipped.filter(({ license }) => !permissive.includes(license))).toEqual([]);
  });

  it('are named in NOTICE, and no others', () => {
    const notice = readFileSync(path.join(repository, 'NOTICE'), 'utf8');
    const list = notice.slice(notice.indexOf('Software bundled into dist/'));
    const named = [...list.matchAll(/^ {2}(\S+) +\S/gm)].map(([, name]) => name);
    expect(named).toEqual(shipped.map(({ name }) => name));
  });

  it('come with the text of each licence', () => {
    const [, ...sections] = thirdPartyNotices(shipped).split(`${'='.repeat(80)}\n`);
    const told = sections.map((section) => {
      const [title, ...text] = section.split('\n');
      return { title, granted: /permi(t|ssion)|licensed|released/i.test(text.join('\n')) };
    });
    expect(told).toEqual(
      shipped.map(({ name, version, license }) => ({
        title: `${name} ${version} (${license})`,
        granted: true,
      })),
    );
  });

  it('stop the packaging where one has no such text', () => {
    const bare = { folder: import.meta.dirname, name: 'bare', version: '1.0.0', license: 'MIT' };
    expect(() => thirdPartyNotices([bare])).toThrow(/bare comes without the text of its licence/);
  });
});

describe('the bill of materials', () => {
  it('lists what is shipped, with version, licence and hash, and the encoder', async () => {
    const bill = JSON.parse(await billOfMaterials(shipped, { encoder: true }));
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'turnout', type: 'application' } },
    });
    const [encoder, ...packages] = [...bill.components].reverse();
    expect(packages.map(({ name, group, version }) => [group ? `${group}/${name}` : name, version])).toEqual(
      [...shipped].reverse().map(({ name, version }) => [name, version]),
    );
    for (const { licenses, hashes, scope } of packages) {
      expect({ licences: licenses.length, hashes: hashes.length, scope }).toEqual({
        licences: 1,
        hashes: 1,
        scope: 'required',
      });
    }
    expect(encoder).toMatchObject({
      type: 'machine-learning-model',
      licenses: [{ license: { id: 'MIT' } }],
    });
    const refs = new Set(
      [...bill.components, bill.metadata.component].map((component) => component['bom-ref']),
    );
    const dangling = bill.dependencies.flatMap(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) =>
      [ref, ...dependsOn].filter((name) => !refs.has(name)),
    );
    expect(dangling).toEqual([]);
  });

  it('cannot be made for a package that the lock file does not list', async () => {
    const stranger = { folder: '.', name: 'stranger', version: '1.0.0', license: 'MIT' };
    await expect(billOfMaterials([stranger], { encoder: false })).rejects.toThrow(/stranger@1\.0\.0/);
  });
});

it('every dependency is locked, with a hash', () => {
  const lock = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8'));
  const packages = Object.entries<{ version?: string; integrity?: string }>(lock.packages);
  const loose = packages.filter(([name, { version, integrity }]) => name !== '' && !(version && integrity));
  expect(packages.length).toBeGreaterThan(100);
  expect(loose.map(([name]) => name)).toEqual([]);
});
