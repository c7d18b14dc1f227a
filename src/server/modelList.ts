import { autoModel, cutNamed, listedModels } from './modelNames';

/** Models do not change while a server runs, and clients sort by this. */
const created = Date.UTC(2026, 0, 1);

/** All listed models, in a shape that is OpenAI's and Anthropic's at once. */
export function listModels(): object {
  const data = listedModels.map(describe);
  return {
    object: 'list',
    data,
    has_more: false,
    first_id: listedModels[0],
    last_id: listedModels.at(-1),
  };
}

/**
 * Any model that can be asked for, listed or not.
 *
 * @throws RefusedRequest `unknown-model`
 */
export function describeModel(name: string, anyModel: boolean): object {
  cutNamed(name, anyModel);
  return describe(name);
}

function describe(id: string): object {
  return {
    id,
    object: 'model',
    created: created / 1000,
    owned_by: 'turnout',
    type: 'model',
    display_name: id === autoModel ? 'Turnout (auto)' : id,
    created_at: new Date(created).toISOString(),
  };
}
