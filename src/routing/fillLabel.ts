/** Fills the `{0}`, `{1}` … of a label. */
export function fillLabel(label: string, ...values: readonly (string | number)[]): string {
  return values.reduce<string>(
    (filled, value, place) => filled.replaceAll(`{${place}}`, String(value)),
    label,
  );
}
