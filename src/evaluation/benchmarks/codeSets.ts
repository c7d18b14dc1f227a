import { outcomeBenchmark } from './outcomeBenchmark';

/** LiveCodeBench: programming contests, the share of runs that pass. */
export const livecodebench = outcomeBenchmark({
  name: 'livecodebench',
  title: 'LiveCodeBench',
  group: 'code',
  file: 'livecodebench',
  strong: 'gpt-4-turbo-2024-04-09',
  weak: 'claude-3-haiku-20240307',
});

/** CRUX as ZeroEval asks it: what a short Python function returns. */
export const zeroevalCrux = outcomeBenchmark({
  name: 'zeroeval-crux',
  title: 'ZeroEval CRUX',
  group: 'code',
  file: 'zeroeval-crux',
  strong: 'gpt-4-turbo-2024-04-09',
  weak: 'mixtral-8x7b-instruct-v0.1',
});

/** InterCode SQL: a question about a database, the query executed. */
export const intercodeSql = outcomeBenchmark({
  name: 'intercode-sql',
  title: 'InterCode SQL',
  group: 'code',
  file: 'intercode-sql',
  strong: 'gpt-4-0613',
  weak: 'gpt-3.5-turbo-0613',
});
