import { isBuiltin } from 'node:module';
import path from 'node:path';

/** What one file imports: `type` imports leave nothing behind in the bundle. */
export interface Import {
  readonly specifier: string;
  readonly kind: 'value' | 'type';
}

type Folder = keyof typeof rules;

interface Rule {
  /** Folders of src whose values and types may be imported, beside the folder's own. */
  readonly folders: readonly string[];
  /** Folders of which only types may be imported. */
  readonly typesOf: readonly string[];
  /** Whether a package or Node module may be imported. */
  readonly allows: (specifier: string, file: string) => boolean;
}

const isVsCode = (specifier: string) => specifier === 'vscode';
const isSdk = (specifier: string) => /^(openai|@anthropic-ai\/sdk)(\/|$)/.test(specifier);

/** It would report to its makers wherever it were loaded without being told not to. */
const isSilenced = (specifier: string, file: string) =>
  specifier !== 'onnxruntime-node' || file === 'src/node/encoder/encoderSession.ts';

const belowNode = ['routing', 'providers', 'evaluation'];

/** routing ← providers, evaluation ← node ← server, cli, library, extension; hosts may start the server. */
const rules = {
  routing: { folders: [], typesOf: [], allows: () => false },
  providers: { folders: ['routing'], typesOf: [], allows: (name) => !isVsCode(name) },
  evaluation: { folders: ['routing'], typesOf: [], allows: (name) => !isVsCode(name) && !isSdk(name) },
  node: { folders: belowNode, typesOf: [], allows: (name) => !isVsCode(name) && !isSdk(name) },
  server: { folders: [...belowNode, 'node'], typesOf: [], allows: (name) => !isVsCode(name) && !isSdk(name) },
  cli: {
    folders: [...belowNode, 'node', 'server'],
    typesOf: [],
    allows: (name) => !isVsCode(name) && !isSdk(name),
  },
  library: {
    folders: [...belowNode, 'node'],
    typesOf: [],
    allows: (name) => !isVsCode(name) && !isSdk(name),
  },
  extension: {
    folders: [...belowNode, 'node', 'server'],
    typesOf: ['webview'],
    allows: (name) => !isSdk(name),
  },
  // The core is as pure as a browser needs, so pages share its savings and its money.
  webview: {
    folders: ['routing'],
    typesOf: [],
    allows: (name) => !isVsCode(name) && !isSdk(name) && !isBuiltin(name),
  },
  // The opener is an extension of its own, which only the development launcher installs.
  launch: {
    folders: [],
    typesOf: [],
    allows: (name, file) => !isSdk(name) && (!isVsCode(name) || file.startsWith('src/launch/opener/')),
  },
} satisfies Record<string, Rule>;

/**
 * Checks that imports point one way.
 *
 * @param sources text by path from the repository's root, such as `src/routing/flow/answer.ts`
 * @returns a sentence for each import that may not be
 */
export function findViolations(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([file, source]) => {
    const folder = file.split('/')[1] ?? '';
    if (!isFolder(folder)) return [`${file} lies in no folder of the design.`];
    return importsOf(source)
      .filter((imported) => !isAllowed(imported, file, folder))
      .map(
        ({ specifier, kind }) =>
          `${file} may not import ${kind === 'type' ? 'types from ' : ''}${specifier}.`,
      );
  });
}

function isAllowed({ specifier, kind }: Import, file: string, folder: Folder): boolean {
  const rule: Rule = rules[folder];
  if (!specifier.startsWith('.')) return rule.allows(specifier, file) && isSilenced(specifier, file);
  const [root, target = ''] = path.posix.join(path.posix.dirname(file), specifier).split('/');
  if (root !== 'src') return /\.(json|css)$/.test(specifier) && folder !== 'routing';
  if (target === folder || rule.folders.includes(target)) return true;
  return kind === 'type' && rule.typesOf.includes(target);
}

function isFolder(name: string): name is Folder {
  return Object.hasOwn(rules, name);
}

/** The imports of a formatted module, where a line holds code or a comment. */
export function importsOf(source: string): Import[] {
  const code = source.replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, '');
  const statements = code.matchAll(
    /^\s*(?:import|export)\s+(?<type>type\s+(?!from\b|,))?(?:[\w$*{}\s,]+?\sfrom\s*)?['"](?<specifier>[^'"]+)['"]/gm,
  );
  const calls = code.matchAll(
    /(?<type>\btypeof\s+)?\b(?:import|require)\(\s*['"`](?<specifier>[^'"`]+)['"`]/g,
  );
  return [...statements, ...calls].map(({ groups }) => ({
    specifier: groups?.specifier ?? '',
    kind: groups?.type === undefined ? 'value' : 'type',
  }));
}
