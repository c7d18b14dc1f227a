import { findSecret } from './secrets';
import { matchesSomeLine } from './userPattern';

/** What must not leave the machine, in the user's own words. */
export interface SensitiveRules {
  /** Made by `compilePattern`. */
  readonly patterns: readonly RegExp[];
  readonly paths: readonly PathRule[];
  /** Whether well-known shapes of keys and passwords count. */
  readonly secrets: boolean;
}

/** A glob as the user wrote it, and whether a path is one of those it means. */
export interface PathRule {
  readonly glob: string;
  readonly matches: (path: string) => boolean;
}

/** Why a prompt is sensitive; it never holds a part of the prompt but the path that was attached. */
export type Sensitive =
  | { readonly kind: 'path'; readonly path: string; readonly glob: string }
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** `secret` is its kind, such as 'AWS access key'. */
  | { readonly kind: 'secret'; readonly secret: string };

/**
 * @param sent everything that would go to a model: the text with what is attached, and the paths that came from
 * @returns the first reason to keep it on this machine: paths first, then patterns, then secrets; undefined where there is none
 */
export function findSensitive(
  sent: { readonly text: string; readonly paths: readonly string[] },
  rules: SensitiveRules,
): Sensitive | undefined {
  for (const { glob, matches } of rules.paths) {
    const path = sent.paths.find(matches);
    if (path !== undefined) return { kind: 'path', path, glob };
  }
  const pattern = rules.patterns.find((candidate) => matchesSomeLine(candidate, sent.text));
  if (pattern !== undefined) return { kind: 'pattern', pattern: pattern.source };
  const secret = rules.secrets ? findSecret(sent.text) : undefined;
  return secret === undefined ? undefined : { kind: 'secret', secret };
}
