import * as vscode from 'vscode';
import type { ChatRequest, Message, MessagePart, Role } from '../../routing/chat';

/** A request that the editor, or another extension through it, hands to Turnout as a language model. */
export function providedRequest(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
  { tools = [], toolMode, modelOptions }: vscode.ProvideLanguageModelChatResponseOptions,
): ChatRequest {
  const limit: unknown = modelOptions?.max_tokens;
  return {
    messages: messages.map(providedMessage),
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            inputSchema: { type: 'object', ...inputSchema },
          })),
          toolChoice: { kind: toolMode === vscode.LanguageModelChatToolMode.Required ? 'required' : 'auto' },
        }
      : {}),
    ...(typeof limit === 'number' && limit > 0 ? { maxOutputTokens: limit } : {}),
  };
}

export function providedMessage({ role, content }: vscode.LanguageModelChatRequestMessage): Message {
  return { role: roleOf(role), content: content.flatMap(providedParts) };
}

function roleOf(role: vscode.LanguageModelChatMessageRole): Role {
  switch (role) {
    case vscode.LanguageModelChatMessageRole.Assistant:
      return 'assistant';
    case vscode.LanguageModelChatMessageRole.User:
      return 'user';
    default:
      // The editor's own chat has a third role, which is not in its published types.
      return 'system';
  }
}

function providedParts(part: unknown): MessagePart[] {
  if (part instanceof vscode.LanguageModelTextPart) return [{ type: 'text', text: part.value }];
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return [{ type: 'tool-call', id: part.callId, name: part.name, input: JSON.stringify(part.input) }];
  }
  if (part instanceof vscode.LanguageModelToolResultPart) return toolResultParts(part);
  if (part instanceof vscode.LanguageModelDataPart) return dataParts(part);
  // Kinds of parts that are not in the published types are hints for one vendor's models.
  return [];
}

/** A result of text alone, followed by the images that came with it. */
function toolResultParts({ callId, content }: vscode.LanguageModelToolResultPart): MessagePart[] {
  const parts = content.flatMap((part) => {
    if (part instanceof vscode.LanguageModelPromptTsxPart) {
      return [{ type: 'text' as const, text: JSON.stringify(part.value) }];
    }
    return providedParts(part);
  });
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const images = parts.filter((part) => part.type === 'image');
  return [{ type: 'tool-result', callId, content: text, failed: false }, ...images];
}

/** Images and text; other data are marks that vendors leave for themselves. */
function dataParts({ mimeType, data }: vscode.LanguageModelDataPart): MessagePart[] {
  if (mimeType.startsWith('image/')) {
    return [{ type: 'image', source: `data:${mimeType};base64,${Buffer.from(data).toString('base64')}` }];
  }
  if (mimeType.startsWith('text/') || /[/+]json$/.test(mimeType)) {
    return [{ type: 'text', text: new TextDecoder().decode(data) }];
  }
  return [];
}
