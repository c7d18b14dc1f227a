import * as vscode from 'vscode';
import type { ChatRequest, Message, MessagePart, ToolChoice } from '../../routing/chat';
import { toolInput } from '../../routing/toolInput';

/**
 * Messages as the editor's models take them. They know no system role, so that a system message becomes the
 * user's; thinking of other models is left out.
 */
export function editorMessages(messages: readonly Message[]): vscode.LanguageModelChatMessage[] {
  return messages.flatMap(({ role, content }) => {
    const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    const converted = parts.flatMap(editorPart);
    if (converted.length === 0) return [];
    const { Assistant, User } = vscode.LanguageModelChatMessageRole;
    return [new vscode.LanguageModelChatMessage(role === 'assistant' ? Assistant : User, converted)];
  });
}

/** Tools and which of them to call. A limit on the answer's length has no name that all vendors share. */
export function editorOptions({
  tools = [],
  toolChoice,
}: ChatRequest): vscode.LanguageModelChatRequestOptions {
  const offered = offeredTools(tools, toolChoice);
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  const mustCall = toolChoice?.kind === 'required' || toolChoice?.kind === 'tool';
  return {
    justification: vscode.l10n.t('You chose this model as one of the two that Turnout picks from.'),
    ...(offered.length > 0 ? { tools: [...offered], toolMode: mustCall ? Required : Auto } : {}),
  };
}

function offeredTools(
  tools: NonNullable<ChatRequest['tools']>,
  choice: ToolChoice | undefined,
): NonNullable<ChatRequest['tools']> {
  if (choice?.kind === 'none') return [];
  return choice?.kind === 'tool' ? tools.filter(({ name }) => name === choice.name) : tools;
}

function editorPart(part: MessagePart): vscode.LanguageModelInputPart[] {
  switch (part.type) {
    case 'text':
      return [new vscode.LanguageModelTextPart(part.text)];
    case 'image':
      return [imagePart(part.source)];
    case 'tool-call':
      return [new vscode.LanguageModelToolCallPart(part.id, part.name, toolInput(part.input))];
    case 'tool-result':
      return [
        new vscode.LanguageModelToolResultPart(part.callId, [new vscode.LanguageModelTextPart(part.content)]),
      ];
    case 'thinking':
    case 'redacted-thinking':
      return [];
  }
}

/** The editor takes the bytes of an image; one that lies elsewhere is named. */
function imagePart(source: string): vscode.LanguageModelInputPart {
  const [, mimeType, base64] = /^data:([^;,]+);base64,(.*)$/s.exec(source) ?? [];
  if (mimeType === undefined || base64 === undefined) return new vscode.LanguageModelTextPart(source);
  return vscode.LanguageModelDataPart.image(Buffer.from(base64, 'base64'), mimeType);
}
