import type { AnsweringSettings } from '../node/answering';
import { compilePattern } from '../routing/sensitive/userPattern';
import { type Json, objectAt, refuseOthers, wrong } from './configurationJson';

/** What goes before the router or comes after it, as the settings of the same names do in VS Code. */
export type ServePolicies = Pick<AnsweringSettings, 'budget' | 'drafts' | 'sensitive'>;

/**
 * Reads them from the file of `--config`; each is off where it is left out.
 *
 * @throws TurnoutError `bad-input`, naming the field
 */
export function servePolicies(json: Json): ServePolicies {
  const drafts = json.drafts ?? false;
  if (typeof drafts !== 'boolean') throw wrong('"drafts" must be true or false.');
  return { budget: budgetOf(json.budget), drafts, sensitive: sensitiveOf(json.sensitive) };
}

function budgetOf(value: unknown): ServePolicies['budget'] {
  if (value === undefined || value === null) return undefined;
  const json = objectAt(value, '"budget"');
  refuseOthers(json, ['amount', 'period'], 'budget.');
  const { amount, period } = json;
  if (typeof amount !== 'number' || !(amount > 0) || (period !== 'day' && period !== 'month')) {
    throw wrong('"budget" must be {"amount": US dollars above 0, "period": "day" or "month"}.');
  }
  return { amount, period };
}

/** Without paths: no client of the server tells which files its prompts are from. */
function sensitiveOf(value: unknown): ServePolicies['sensitive'] {
  if (value === undefined || value === null) return undefined;
  const json = objectAt(value, '"sensitive"');
  refuseOthers(json, ['local', 'patterns', 'secrets'], 'sensitive.');
  const { local, patterns = [], secrets = true } = json;
  if (local !== 'strong' && local !== 'weak') throw wrong('"sensitive.local" must be "strong" or "weak".');
  if (typeof secrets !== 'boolean') throw wrong('"sensitive.secrets" must be true or false.');
  if (!Array.isArray(patterns) || !patterns.every((pattern) => typeof pattern === 'string')) {
    throw wrong('"sensitive.patterns" must be a list of regular expressions.');
  }
  return { local, rules: { patterns: patterns.map(compilePattern), paths: [], secrets } };
}
