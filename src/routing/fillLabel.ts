/** Fills the `{0}`, `{1}` … of a label, each once: what stands in a value stays as it is. */
export function fillLabel(label: string, ...values: readonly (string | number)[]): string {
  return label.replaceAll(/\{(\d+)\}/g, (gap, place) => String(values[Number(place)] ?? gap));
}
