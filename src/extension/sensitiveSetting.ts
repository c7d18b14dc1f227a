import * as vscode from 'vscode';
import type { Side } from '../routing/chat';
import type { AnswerDeps } from '../routing/flow/answerRequest';
import { compilePattern } from '../routing/sensitive/userPattern';
import { describeError } from './wording';

/** As the setting holds it, where it is of its shape. */
interface SensitiveSetting {
  readonly local: Side;
  readonly patterns: unknown;
  readonly paths: unknown;
  readonly secrets: unknown;
}

/**
 * What must stay on the local model; undefined where the setting is empty.
 *
 * @param warn told of each rule that cannot be kept to, and of a setting that does not name the local model
 */
export async function readSensitive(warn: (message: string) => void): Promise<AnswerDeps['sensitive']> {
  const setting = vscode.workspace
    .getConfiguration('turnout')
    .get<Partial<SensitiveSetting> | null>('sensitive');
  if (setting === null || setting === undefined) return undefined;
  const { local, patterns, paths, secrets = true } = setting;
  if (local !== 'strong' && local !== 'weak') {
    warn(
      vscode.l10n.t(
        'The setting turnout.sensitive keeps nothing on this machine: "local" must be "strong" or "weak", whichever of your models runs here.',
      ),
    );
    return undefined;
  }
  const { matchPaths } = await import('../node/pathMatcher');
  const rules = {
    patterns: readEach(patterns, compilePattern, warn),
    paths: readEach(paths, matchPaths, warn),
    // Whatever else it holds, nobody has said no.
    secrets: secrets !== false,
  };
  return { local, rules };
}

/** A rule alone is taken for a list of one. */
function readEach<T>(texts: unknown, read: (text: string) => T, warn: (message: string) => void): T[] {
  const list: unknown[] = Array.isArray(texts) ? texts : texts === undefined ? [] : [texts];
  return list.flatMap((text) => {
    try {
      return [read(String(text))];
    } catch (error) {
      warn(vscode.l10n.t('A rule of turnout.sensitive is not kept to: {0}', describeError(error)));
      return [];
    }
  });
}
