import { field, itemsIn } from './wireValue';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a chat completion as Anthropic's messages API has them; what is not named here has no counterpart. */
export function anthropicFieldsOf(body: Fields): Record<string, unknown> {
  const schema = field(field(body.response_format, 'json_schema'), 'schema');
  const effort = anthropicEfforts[String(body.reasoning_effort)];
  const config = {
    ...(effort === undefined ? {} : { effort }),
    ...(schema === undefined ? {} : { format: { type: 'json_schema', schema } }),
  };
  return present({
    // The one API goes up to 2, the other to 1.
    temperature: typeof body.temperature === 'number' ? Math.min(1, body.temperature) : undefined,
    top_p: body.top_p,
    stop_sequences: typeof body.stop === 'string' ? [body.stop] : body.stop,
    metadata: typeof body.user === 'string' ? { user_id: body.user } : undefined,
    output_config: Object.keys(config).length === 0 ? undefined : config,
  });
}

/** Fields of Anthropic's messages API as chat completions have them. */
export function openAiFieldsOf(body: Fields): Record<string, unknown> {
  const schema = field(field(body.output_config, 'format'), 'schema');
  const disabled = field(body.tool_choice, 'disable_parallel_tool_use');
  return present({
    temperature: body.temperature,
    top_p: body.top_p,
    stop: body.stop_sequences,
    user: field(body.metadata, 'user_id'),
    reasoning_effort: openAiEfforts[String(field(body.output_config, 'effort'))],
    parallel_tool_calls: disabled === true && itemsIn(body.tools).length > 0 ? false : undefined,
    response_format:
      schema === undefined
        ? undefined
        : { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
  });
}

const anthropicEfforts: Readonly<Record<string, string>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'max',
};
const openAiEfforts: Readonly<Record<string, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  max: 'high',
};

function present(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
