import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { pickableModel } from '../../../src/extension/modelProvider/pickableModel';
import { countTokens } from '../../../src/extension/modelProvider/tokenCount';
import type { Connection } from '../../../src/extension/models/connections';

const model = (name: string) =>
  ({ provider: 'openai', baseUrl: 'http://127.0.0.1/v1', model: name }) as const;
const connection: Connection = {
  kind: 'connected',
  pair: { strong: model('gpt-dear'), weak: model('gpt-cheap') },
};

suite('the pair as one model', () => {
  test('takes what fits into the smaller context window that is known', () => {
    const room = (strong?: number, weak?: number) => {
      const { maxInputTokens, maxOutputTokens } = pickableModel(connection, {
        strong: { contextTokens: strong },
        weak: { contextTokens: weak },
      });
      return maxInputTokens + maxOutputTokens;
    };
    assert.equal(room(200_000, 8_000), 8_000);
    assert.equal(room(8_000, undefined), 8_000);
    assert.equal(room(undefined, 200_000), 200_000);
    assert.equal(room(), 128_000);
  });

  test('can what one of the two can, and what nobody has denied', () => {
    const can = (strong: boolean | undefined, weak: boolean | undefined) =>
      pickableModel(connection, {
        strong: { images: strong, tools: strong },
        weak: { images: weak, tools: weak },
      }).capabilities;
    assert.deepEqual(can(false, false), { imageInput: false, toolCalling: false });
    assert.deepEqual(can(true, false), { imageInput: true, toolCalling: true });
    assert.deepEqual(can(false, undefined), { imageInput: true, toolCalling: true });
  });

  test('is another version when anything of it changes, and can be picked', () => {
    const versions = [
      pickableModel(connection),
      pickableModel({ kind: 'preview' }),
      pickableModel(connection, { strong: { contextTokens: 8_000 }, weak: {} }),
      pickableModel(connection, { strong: { images: false }, weak: { images: false } }),
    ];
    assert.equal(new Set(versions.map(({ version }) => version)).size, versions.length);
    assert.ok(versions.every(({ isUserSelectable }) => isUserSelectable));
  });
});

test('tokens are counted in text, calls of tools, their results and images', () => {
  const message = (...content: unknown[]) => ({
    role: vscode.LanguageModelChatMessageRole.User,
    name: undefined,
    content,
  });
  const text = new vscode.LanguageModelTextPart('x'.repeat(40));
  assert.equal(countTokens('x'.repeat(40)), 10);
  assert.equal(countTokens(message(text)), 10);
  assert.equal(
    countTokens(message(text, new vscode.LanguageModelToolResultPart('call-1', [text, text]))),
    31,
  );
  // The name and {"a":1}.
  assert.equal(countTokens(message(new vscode.LanguageModelToolCallPart('call-1', 'read', { a: 1 }))), 3);
  assert.equal(
    countTokens(message(vscode.LanguageModelDataPart.image(new Uint8Array([1]), 'image/png'))),
    1_000,
  );
});
