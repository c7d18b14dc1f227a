/** What makes a prompt one that must stay on the local model; never the matched text itself. */
export type Sensitive =
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'path'; readonly path: string; readonly glob: string }
  | { readonly kind: 'secret'; readonly secret: string };

export interface SensitiveRules {
  readonly patterns: readonly RegExp[];
  readonly secrets: boolean;
}

export interface Scanned {
  readonly text: string;
  readonly paths: readonly string[];
}

export function findSensitive(_: Scanned, __: SensitiveRules): Sensitive | undefined {
  return undefined;
}
