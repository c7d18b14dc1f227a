/**
 * The input of a tool's call as an object, where a format wants one.
 *
 * @param json as a model wrote it; what is no JSON object is handed on under a name of its own
 */
export function toolInput(json: string): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = json.trim() === '' ? {} : JSON.parse(json);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  } catch {
    // Said by the result below: the tool will refuse it, and the model can mend it.
  }
  return { unreadable: json };
}
