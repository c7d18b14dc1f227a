import { openModelFiles } from '../modelFiles';

/**
 * What tells the encoder of models/ from any other: embeddings of two encoders cannot be compared.
 *
 * @returns letters, digits, dots and hyphens
 * @throws TurnoutError when the manifest is missing or unreadable
 */
export async function encoderName(modelsFolder: string): Promise<string> {
  const { encoder, files } = (await openModelFiles(modelsFolder)).manifest;
  const hash = files[encoder.file]?.sha256.slice(0, 8) ?? 'unlisted';
  return `${encoder.id}-${hash}`.replace(/[^\w.-]/g, '-');
}
