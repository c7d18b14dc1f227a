// A process of its own: from nothing to the first embedding, or to the first decision.
import { openEncoderSession } from '../../src/node/encoder/encoderSession';
import { openModelFiles } from '../../src/node/modelFiles';
import { promptsOfTokens } from './prompts';
import { modelsFolder, openDispatcher } from './setting';

async function main([what]: readonly string[]): Promise<void> {
  const [prompt = ''] = promptsOfTokens(1, 100);
  const started = performance.now();
  if (what === 'encoding') {
    const session = await openEncoderSession(await openModelFiles(modelsFolder));
    await session.embed(prompt);
  } else {
    const dispatcher = openDispatcher(() => {});
    const choice = { router: 'default', ifUnavailable: 'fail' } as const;
    await dispatcher.decide(prompt, choice, { kind: 'strong-share', strongShare: 0.5 });
  }
  const ms = performance.now() - started;
  // Not by way of process.exit(), which would cut off the encoder's thread in the middle of its work.
  process.stdout.write(JSON.stringify({ ms }));
}

void main(process.argv.slice(2));
