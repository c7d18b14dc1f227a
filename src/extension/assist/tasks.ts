/** What can be asked about code, in every door that offers it by name. */
export const tasks = ['explain', 'fix', 'refactor', 'tests', 'document'] as const;

export type Task = (typeof tasks)[number];

/** A task whose answer takes the place of the code. */
export type EditTask = Exclude<Task, 'explain' | 'tests'>;

/** What a task asks of a model, in the words that the router scores. */
const asks: Readonly<Record<Task, string>> = {
  explain: 'Explain what this code does.',
  fix: 'Find what is wrong with this code and fix it.',
  refactor: 'Refactor this code without changing what it does.',
  tests: 'Write tests for this code.',
  document: 'Document this code with comments in the style of its language.',
};

export function isTask(name: string | undefined): name is Task {
  return tasks.some((task) => task === name);
}

export function isEditTask(task: Task): task is EditTask {
  return task !== 'explain' && task !== 'tests';
}

/** A task in words, and a person's own after them. */
export function wordsOf(task: Task, own = ''): string {
  return [asks[task], own].filter((text) => text.trim() !== '').join('\n\n');
}
