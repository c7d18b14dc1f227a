/** Fills the `{0}` of a label. */
export function fillLabel(label: string, value: string | number): string {
  return label.replaceAll('{0}', String(value));
}
