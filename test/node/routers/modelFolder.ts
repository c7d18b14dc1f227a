import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a folder like models/ or a pack: files, and a manifest that lists them and, over its defaults, `more`. */
export function writeModelFolder(folder: string, files: Record<string, string>, more: object = {}): void {
  const listed = Object.entries(files).map(([name, text]) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return [name, { sha256, bytes: Buffer.byteLength(text) }];
  });
  const manifest = {
    encoder: { id: 'e', file: 'e.onnx', tokenizer: 't.json', dimensions: 4, headTokens: 2, tailTokens: 2 },
    files: Object.fromEntries(listed),
    routers: {},
    calibration: 'calibration.json',
    trainedPromptHashes: [],
    ...more,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
}
