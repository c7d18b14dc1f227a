import { randomUUID } from 'node:crypto';
import { type Fields, readOptional, readText } from '../fields';
import { openAiError, openAiStatus } from '../openai/openaiErrors';
import { RefusedRequest } from '../refusal';
import type { WireFormat } from '../wireFormat';
import { renderResponse } from './responsesRendering';
import { readResponsesInput } from './responsesRequest';
import type { ResponsesStore } from './responsesStore';

/** OpenAI's Responses API, whose answers are kept in `store` for requests that go on with them. */
export function createResponsesFormat(store: ResponsesStore): WireFormat {
  return {
    read: (body) => {
      const previous = readOptional(body.previous_response_id, 'previous_response_id', readText);
      const before = previous === undefined ? [] : store.find(previous);
      if (before === undefined) throw forgotten(previous ?? '');
      const { asked, streams, items, names, stores } = readResponsesInput(body, before);
      const id = `resp_${randomUUID().replaceAll('-', '')}`;
      const onWhole = (output: readonly Fields[]) => {
        if (stores) store.keep(id, [...items, ...output]);
      };
      const echo = echoOf(body, stores);
      return {
        ...asked,
        streams,
        render: (about) => renderResponse(about, { id, streams, names, echo, onWhole }),
      };
    },
    refuse: (refusal) => ({ status: openAiStatus(refusal), body: openAiError(refusal) }),
  };
}

function forgotten(id: string): RefusedRequest {
  return new RefusedRequest({
    kind: 'invalid',
    message: `Previous response with id '${id}' not found. Turnout keeps responses in memory, the latest ones only; send the whole input instead.`,
    field: 'previous_response_id',
  });
}

/** What clients expect to find in a response again. */
function echoOf(body: Fields, store: boolean): Fields {
  const { reasoning, text, tools, tool_choice } = body;
  return {
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: reasoning ?? { effort: null, summary: null },
    store,
    temperature: body.temperature ?? null,
    text: text ?? { format: { type: 'text' } },
    tool_choice: tool_choice ?? 'auto',
    tools: tools ?? [],
    top_p: body.top_p ?? null,
    truncation: body.truncation ?? 'disabled',
  };
}
