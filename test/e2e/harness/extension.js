const vscode = require('vscode');

const limits = { maxInputTokens: 4000, maxOutputTokens: 1000 };

/** @type {vscode.LanguageModelChatInformation} */
const scripted = {
  id: 'scripted',
  name: 'Scripted',
  family: 'scripted',
  version: '1',
  ...limits,
  capabilities: { toolCalling: true, imageInput: true },
};

/**
 * A model that any extension may offer: calls a tool where there is one, tells what it got, and fails or falls
 * silent where it is told to.
 *
 * @type {vscode.LanguageModelChatProvider}
 */
const provider = {
  provideLanguageModelChatInformation: () => [scripted],
  provideLanguageModelChatResponse: async (_model, messages, { tools = [] }, progress, token) => {
    const last = messages.at(-1)?.content ?? [];
    const words = last
      .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
      .join('');
    const results = last.filter((part) => part instanceof vscode.LanguageModelToolResultPart);
    const images = last.filter((part) => part instanceof vscode.LanguageModelDataPart);
    const say = (text) => progress.report(new vscode.LanguageModelTextPart(text));
    if (words.includes('over quota')) throw vscode.LanguageModelError.Blocked('The quota is used up.');
    if (words.includes('not allowed')) throw vscode.LanguageModelError.NoPermissions('The user said no.');
    if (words.includes('fall silent')) {
      say('Half of ');
      await new Promise((resolve) => token.onCancellationRequested(resolve));
      stopped.fire();
      return;
    }
    if (results.length > 0) {
      say(`The tool said ${results[0].content.map(({ value }) => value).join('')}.`);
    } else if (tools.length > 0) {
      say('Let me look. ');
      progress.report(new vscode.LanguageModelToolCallPart('call-1', tools[0].name, { path: 'a.ts' }));
    } else {
      for (const word of ['Scripted ', 'answer ', `to ${messages.length} messages`]) say(word);
      if (images.length > 0) say(`, ${images[0].mimeType} of ${images[0].data.length} bytes`);
    }
  },
  provideTokenCount: async (_model, text) =>
    typeof text === 'string' ? text.length : text.content.map(({ value = '' }) => value).join('').length,
};

/** Fires when a request to the scripted model was cancelled. */
const stopped = new vscode.EventEmitter();

/** @returns what the suite uses as this extension: its own view of the editor's API */
function activate(context) {
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('harness', provider), stopped);
  return { vscode, onDidStop: stopped.event };
}

module.exports = { activate };
