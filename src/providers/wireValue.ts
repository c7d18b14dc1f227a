/** Reading what came over the wire, where any field may be missing or of another kind than it should be. */

/** @returns undefined where there is no such field */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** @returns '' for anything but a string */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** @returns no items for anything but a list */
export function itemsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** @returns a count of tokens, or undefined for anything that cannot be one */
export function tokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
