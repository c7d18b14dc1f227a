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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
