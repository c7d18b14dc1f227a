import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { editorMessages, editorOptions } from '../../../src/extension/editorModels/editorRequest';
import { providedRequest } from '../../../src/extension/modelProvider/providedRequest';
import type { Message } from '../../../src/routing/chat';

const { LanguageModelChatMessageRole: Role, LanguageModelChatToolMode: ToolMode } = vscode;
const png = 'iVBORw0KGgo=';
const readFile = {
  name: 'read_file',
  description: 'Reads.',
  inputSchema: { type: 'object', properties: {} },
};

/** A tool-using conversation with everything the editor's messages have room for. */
const conversation: readonly Message[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What is in a.ts, and in this picture?' },
      { type: 'image', source: `data:image/png;base64,${png}` },
    ],
  },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'Let me look.' },
      { type: 'tool-call', id: 'call-1', name: 'read_file', input: '{"path":"a.ts"}' },
    ],
  },
  { role: 'user', content: [{ type: 'tool-result', callId: 'call-1', content: 'export {}', failed: false }] },
];

suite('requests to and from models of the editor', () => {
  test('text, images, tool calls and their results come through both ways unchanged', () => {
    const there = editorMessages(conversation).map(({ role, content }) => ({
      role,
      content,
      name: undefined,
    }));
    assert.deepEqual(providedRequest(there, { toolMode: ToolMode.Auto }).messages, conversation);
  });

  test('what only some models know is left out: thinking, and a message of nothing else', () => {
    const messages = editorMessages([
      { role: 'system', content: 'Be brief.' },
      { role: 'assistant', content: [{ type: 'thinking', text: 'Hm.', signature: 'x' }] },
    ]);
    assert.deepEqual(
      messages.map(({ role, content }) => ({ role, content })),
      [{ role: Role.User, content: [new vscode.LanguageModelTextPart('Be brief.')] }],
    );
  });

  test('an image that lies elsewhere is named, and a broken tool input handed on', () => {
    const [message] = editorMessages([
      {
        role: 'assistant',
        content: [
          { type: 'image', source: 'https://example.com/a.png' },
          { type: 'tool-call', id: 'call-1', name: 'read_file', input: '{"path":' },
        ],
      },
    ]);
    assert.deepEqual(message?.content, [
      new vscode.LanguageModelTextPart('https://example.com/a.png'),
      new vscode.LanguageModelToolCallPart('call-1', 'read_file', { unreadable: '{"path":' }),
    ]);
  });

  test('tools come with the choice among them', () => {
    const tools = [readFile, { ...readFile, name: 'list_files' }];
    const optionsFor = (toolChoice?: Parameters<typeof editorOptions>[0]['toolChoice']) => {
      const { tools: offered, toolMode } = editorOptions({ messages: [], tools, toolChoice });
      return { names: offered?.map(({ name }) => name), toolMode };
    };
    assert.deepEqual(optionsFor(), { names: ['read_file', 'list_files'], toolMode: ToolMode.Auto });
    assert.deepEqual(optionsFor({ kind: 'none' }), { names: undefined, toolMode: undefined });
    assert.deepEqual(optionsFor({ kind: 'required' }).toolMode, ToolMode.Required);
    assert.deepEqual(optionsFor({ kind: 'tool', name: 'list_files' }), {
      names: ['list_files'],
      toolMode: ToolMode.Required,
    });
  });

  test('a request from the editor keeps its tools, its limit and its system text, and drops marks', () => {
    const systemRole = 3 as vscode.LanguageModelChatMessageRole;
    const message = (role: vscode.LanguageModelChatMessageRole, ...content: unknown[]) => ({
      role,
      content,
      name: undefined,
    });
    const request = providedRequest(
      [
        message(systemRole, new vscode.LanguageModelTextPart('You are an agent.')),
        message(
          Role.User,
          new vscode.LanguageModelTextPart('Go.'),
          new vscode.LanguageModelDataPart(new Uint8Array([1]), 'cache_control'),
          vscode.LanguageModelDataPart.text('{"a":1}', 'application/json'),
          { value: 'of a kind that is not published' },
        ),
      ],
      {
        toolMode: ToolMode.Required,
        tools: [{ name: 'now', description: 'Tells the time.' }],
        modelOptions: { max_tokens: 100 },
      },
    );
    assert.deepEqual(request, {
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'You are an agent.' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Go.' },
            { type: 'text', text: '{"a":1}' },
          ],
        },
      ],
      tools: [{ name: 'now', description: 'Tells the time.', inputSchema: { type: 'object' } }],
      toolChoice: { kind: 'required' },
      maxOutputTokens: 100,
    });
  });

  test('a result of several parts is one text, with its images after it', () => {
    const { messages } = providedRequest(
      [
        {
          role: Role.User,
          name: undefined,
          content: [
            new vscode.LanguageModelToolResultPart('call-1', [
              new vscode.LanguageModelTextPart('one'),
              new vscode.LanguageModelPromptTsxPart({ two: 2 }),
              vscode.LanguageModelDataPart.image(Buffer.from(png, 'base64'), 'image/png'),
            ]),
          ],
        },
      ],
      { toolMode: ToolMode.Auto },
    );
    assert.deepEqual(messages[0]?.content, [
      { type: 'tool-result', callId: 'call-1', content: 'one\n{"two":2}', failed: false },
      { type: 'image', source: `data:image/png;base64,${png}` },
    ]);
  });
});
