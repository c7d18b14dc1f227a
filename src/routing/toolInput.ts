/**
 * The input of a tool's call as the object that every API wants.
 *
 * @param json as a model wrote it; what is no JSON object is handed on under a name of its own
 */
export function toolInput(json: string): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = json.trim() === '' ? {} : JSON.parse(json);
    if (isRecord(input)) return input;
  } catch {
    // Said by the result below: the tool will refuse it, and the model can mend it.
  }
  return { unreadable: json };
}

/**
 * What a free-form tool is called with, which models of other vendors write as the only field of an object.
 *
 * @param json as a model wrote it
 */
export function freeFormInput(json: string): string {
  const { input } = toolInput(json);
  return typeof input === 'string' ? input : json;
}

/** The schema of a free-form tool where tools take objects alone. */
export const freeFormSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
