import * as vscode from 'vscode';
import type { ConversationKeys } from '../../node/conversationKey';
import type { ModelLimits, Pair } from '../../routing/chat';
import { answer } from '../../routing/flow/answer';
import type { AnswerPart } from '../../routing/flow/answerPart';
import { toolInput } from '../../routing/toolInput';
import { abortSignalOf } from '../cancellation';
import type { Connections } from '../models/connections';
import type { Prepare } from '../prepare';
import { ownVendor } from '../vendor';
import { languageModelError } from './languageModelError';
import { type PickableModel, pickableModel } from './pickableModel';
import { providedRequest } from './providedRequest';
import { countTokens } from './tokenCount';

/** What the model provider needs of the rest of the extension. */
export interface ModelProviderDeps {
  readonly connections: Connections;
  readonly prepare: Prepare;
  /** The editor does not tell which conversation a request belongs to. */
  readonly conversationKeys: ConversationKeys;
}

/** Offers both models of the pair as one, "Turnout (auto)", to the editor's chat and to other extensions. */
export function registerModelProvider({
  connections,
  prepare,
  conversationKeys,
}: ModelProviderDeps): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  // Learnt with the first prompt: the pair's SDKs are not loaded before.
  let limits: Pair<ModelLimits> | undefined;

  const learn = (known: Pair<ModelLimits> | undefined) => {
    const before = pickableModel(connections.current, limits).version;
    limits = known;
    if (pickableModel(connections.current, limits).version !== before) changed.fire();
  };

  const provider: vscode.LanguageModelChatProvider<PickableModel> = {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: async ({ silent }) => {
      if (!silent && connections.current.kind === 'preview') {
        await vscode.commands.executeCommand('turnout.connectModels');
      }
      return [pickableModel(connections.current, limits)];
    },
    provideLanguageModelChatResponse: async (_model, messages, options, progress, token) => {
      try {
        const { deps } = await prepare();
        if (deps.pair === undefined) throw noModelConnected();
        const { strong, weak } = deps.pair.models;
        learn({ strong: strong.limits, weak: weak.limits });
        const chat = providedRequest(messages, options);
        const conversation = conversationKeys.follow(chat.messages);
        const request = {
          chat,
          door: 'model-provider',
          conversation: conversation.key,
          signal: abortSignalOf(token),
        } as const;
        for await (const part of answer(request, deps)) {
          conversation.hear(part);
          if (part.type === 'failed') throw part.error;
          const response = responsePart(part);
          if (response !== undefined) progress.report(response);
        }
      } catch (error) {
        throw languageModelError(error);
      }
    },
    provideTokenCount: async (_model, text) => countTokens(text),
  };

  const registration = vscode.lm.registerLanguageModelChatProvider(ownVendor, provider);
  // Asked for once, the model is known: without any the built-in chat sends nothing, not even to a participant.
  void vscode.lm.selectChatModels({ vendor: ownVendor });
  return vscode.Disposable.from(
    changed,
    registration,
    connections.onDidChange(() => {
      limits = undefined;
      changed.fire();
    }),
  );
}

/** The published types have no part for a model's thinking. */
function responsePart(part: AnswerPart): vscode.LanguageModelResponsePart | undefined {
  if (part.type === 'text') return new vscode.LanguageModelTextPart(part.text);
  if (part.type === 'tool-call') {
    return new vscode.LanguageModelToolCallPart(part.id, part.name, toolInput(part.input));
  }
  return undefined;
}

function noModelConnected(): vscode.LanguageModelError {
  return vscode.LanguageModelError.NotFound(
    vscode.l10n.t('No model is connected. Run “Turnout: Choose Models” first.'),
  );
}
