// Builds dist/: `node esbuild.js [--production] [--watch]`.
// The layout is the one the VSIX ships, so that what runs in development is what people install.
const { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const esbuild = require('esbuild');

const dist = path.join(__dirname, 'dist');
const packages = path.join(__dirname, 'node_modules');

/**
 * What onnxruntime-node needs at run time, by the target of a VSIX. `universal` has none of it: there the lexical
 * router decides. macOS gets the file its binding links against and not the copy under the full version;
 * Windows gets DirectML, which onnxruntime.dll names as an import.
 */
const nativeFiles = {
  'linux-x64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'linux-arm64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'darwin-arm64': ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  'win32-x64': ['onnxruntime_binding.node', 'onnxruntime.dll', 'DirectML.dll'],
  'win32-arm64': ['onnxruntime_binding.node', 'onnxruntime.dll', 'DirectML.dll'],
  universal: [],
};

const targets = Object.keys(nativeFiles);

const hostTarget =
  [`${process.platform}-${process.arch}`].find((target) => targets.includes(target)) ?? 'universal';

/** Makes the bundled onnxruntime-node load its binding from dist/native instead of from its own package. */
const nativeBinding = {
  name: 'native-binding',
  setup(build) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is searched for in another program's source
    const original = 'require(`../bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`)';
    const replacement =
      "require(require('node:path').join(__dirname, 'native', process.platform + '-' + process.arch, 'onnxruntime_binding.node'))";
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      if (source.split(original).length !== 2) {
        return {
          errors: [{ text: `onnxruntime-node loads its binding in a new way: adapt esbuild.js to ${file}` }],
        };
      }
      return { contents: source.replace(original, replacement), loader: 'js' };
    });
  },
};

/**
 * Packages that nothing needs before the first prompt, and the files of dist/packages they are bundled into: within
 * extension.js every window would read three times the code to start.
 */
const packagesApart = {
  openai: 'openai',
  '@anthropic-ai/sdk': 'anthropic',
  '@pydantic/genai-prices': 'prices',
  picomatch: 'picomatch',
  'stream-json/streamers/stream-array.js': 'streamJson',
};

const keepPackagesApart = {
  name: 'packages-apart',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path: name, kind }) =>
      kind !== 'entry-point' && Object.hasOwn(packagesApart, name)
        ? { path: `./packages/${packagesApart[name]}.js`, external: true }
        : undefined,
    );
  },
};

/** Large data that few people need: kept as text, and parsed when one of its fields is first asked for. */
const dataOnDemand = {
  name: 'data-on-demand',
  setup(build) {
    build.onLoad({ filter: /[\\/]japaneseGlossary\.json$/ }, ({ path: file }) => {
      const data = JSON.parse(readFileSync(file, 'utf8'));
      const text = JSON.stringify(JSON.stringify(data));
      const fields = Object.keys(data).map((name) => `get ${name}() { return open().${name}; }`);
      return {
        contents: `let data;
          const open = () => (data ??= JSON.parse(${text}));
          module.exports = { ${fields.join(', ')} };`,
        loader: 'js',
      };
    });
  },
};

/** Where the native files of a target come from; onnxruntime-node carries those of all targets. */
function nativeSources(target) {
  const folder = path.join(packages, 'onnxruntime-node', 'bin', 'napi-v6', ...target.split('-'));
  return nativeFiles[target].map((file) => path.join(folder, file));
}

function copyNativeFiles(target) {
  const to = path.join(dist, 'native', target);
  mkdirSync(to, { recursive: true });
  for (const file of nativeSources(target)) copyFileSync(file, path.join(to, path.basename(file)));
}

function copyIcons() {
  const to = path.join(dist, 'webview');
  mkdirSync(to, { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) {
    copyFileSync(path.join(packages, '@vscode', 'codicons', 'dist', file), path.join(to, file));
  }
}

/** One esbuild configuration for each place the code runs in, that of the extension first. */
function configurations(production) {
  const common = {
    bundle: true,
    outdir: dist,
    minify: production,
    // The SDKs name themselves to their endpoints by their class names.
    keepNames: true,
    sourcemap: !production,
    metafile: true,
    logLevel: 'warning',
    absWorkingDir: __dirname,
  };
  const node = { ...common, platform: 'node', format: 'cjs', plugins: [nativeBinding] };
  return [
    {
      ...node,
      target: 'node22',
      external: ['vscode'],
      // The SDKs lie apart, and to keep names takes the engine a tenth of the start.
      keepNames: false,
      plugins: [nativeBinding, keepPackagesApart, dataOnDemand],
      entryPoints: { extension: 'src/extension/extension.ts' },
    },
    {
      ...node,
      target: 'node22',
      outdir: path.join(dist, 'packages'),
      entryPoints: Object.fromEntries(Object.entries(packagesApart).map(([name, file]) => [file, name])),
    },
    // Command line and library run on Node 20, and the worker with them. What draws the study's plots stays in node_modules.
    {
      ...node,
      target: 'node20',
      external: ['vega', 'vega-lite', '@resvg/resvg-js'],
      entryPoints: {
        cli: 'src/cli/cli.ts',
        library: 'src/library/library.ts',
        encoderWorker: 'src/node/encoder/encoderWorker.ts',
      },
    },
    {
      ...common,
      platform: 'browser',
      format: 'iife',
      // The browser inside the oldest VS Code of engines.vscode.
      target: 'chrome138',
      outdir: path.join(dist, 'webview'),
      entryPoints: { sidebar: 'src/webview/sidebar/main.ts', report: 'src/webview/report/main.ts' },
    },
  ];
}

/**
 * @param {{ production?: boolean, natives?: readonly string[] }} options `natives`: the targets whose native files are
 * wanted, those of this machine by default
 * @returns {Promise<Record<string, string[]>>} the files that went into each bundle, relative to the repository
 */
async function build({ production = false, natives = [hostTarget] } = {}) {
  prepare(natives);
  const results = await Promise.all(configurations(production).map((options) => esbuild.build(options)));
  chmodSync(path.join(dist, 'cli.js'), 0o755);
  return inputsByBundle(results.map(({ metafile }) => metafile));
}

/** @returns the files of which each bundle holds something */
function inputsByBundle(metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.entries(metafile.outputs));
  const holds = (inputs) => Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0);
  return Object.fromEntries(
    outputs.flatMap(([file, { entryPoint, inputs }]) => (entryPoint ? [[file, holds(inputs)]] : [])),
  );
}

async function watch() {
  prepare([hostTarget]);
  // The lines by which the editor's background task knows a round from the next.
  let building = 0;
  const rounds = {
    name: 'rounds',
    setup(round) {
      round.onStart(() => {
        if (building++ === 0) console.log('[watch] build started');
      });
      round.onEnd(() => {
        if (--building === 0) console.log('[watch] build finished');
      });
    },
  };
  const contexts = await Promise.all(
    configurations(false).map((options) =>
      esbuild.context({ ...options, plugins: [...(options.plugins ?? []), rounds] }),
    ),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

function prepare(natives) {
  rmSync(dist, { recursive: true, force: true });
  for (const target of natives.filter((target) => nativeFiles[target].length > 0)) copyNativeFiles(target);
  copyIcons();
}

module.exports = { build, configurations, hostTarget, inputsByBundle, nativeSources, targets };

async function main() {
  const { values } = parseArgs({
    options: {
      production: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  await (values.watch ? watch() : build(values));
}

if (require.main === module) {
  main().catch((error) => {
    // esbuild has printed its own errors already.
    if (error.errors === undefined) console.error(error.message);
    process.exitCode = 1;
  });
}
