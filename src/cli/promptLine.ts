import { areMessages, askOf, requireAsk } from '../routing/asking/ask';
import { messageOf, TurnoutError } from '../routing/errors';

/**
 * Reads the ask out of one line of `{"prompt": "…"}` or `{"messages": […]}`.
 *
 * @throws TurnoutError `bad-input` or `empty-prompt`, saying what is wrong with the line
 */
export function parsePromptLine(line: string): string {
  if (line.trim() === '') throw new TurnoutError('bad-input', 'The line is empty.');
  const request = parse(line);
  if (typeof request === 'object' && request !== null) {
    if ('prompt' in request && typeof request.prompt === 'string') return requireAsk(request.prompt);
    if ('messages' in request && areMessages(request.messages)) return askOf(request.messages);
  }
  throw new TurnoutError(
    'bad-input',
    'The line is neither {"prompt": "…"} nor {"messages": [{"role", "content"}, …]}.',
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new TurnoutError('bad-input', `The line is not JSON: ${messageOf(error)}`);
  }
}
