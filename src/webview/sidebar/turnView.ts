import { element } from '../element';
import type { SidebarLabels, SidebarToHost, Turn } from '../sidebarProtocol';
import { AnswerColumn } from './answerColumn';
import { chipList } from './chips';
import { promptView } from './promptView';

/** One prompt and what came of it. */
export class TurnView {
  readonly element: HTMLElement;
  private readonly columns = new Map<string, AnswerColumn>();
  private readonly answers = element('div', { class: 'answers' });
  private turn: Turn;
  private drawn = false;

  constructor(
    turn: Turn,
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
    private readonly announce: (message: string) => void,
  ) {
    this.turn = turn;
    const { attachments } = turn;
    this.element = element(
      'article',
      { class: 'turn' },
      ...(attachments.length === 0 ? [] : [chipList(attachments, labels)]),
      promptView(turn.prompt, labels),
      this.answers,
    );
    this.show(turn);
  }

  get working(): boolean {
    return this.turn.answers.some(({ status }) => status.kind === 'working');
  }

  get previewed(): boolean {
    return this.turn.answers.some(({ status }) => status.kind === 'preview');
  }

  /** Takes up all but the prompt, which never changes. What is drawn once stays drawn. */
  show(turn: Turn): void {
    this.turn = turn;
    // Screen readers wait for the end of the answer instead of reading it token by token.
    this.element.setAttribute('aria-busy', String(this.working));
    this.answers.classList.toggle('two', turn.answers.length > 1);
    for (const answer of turn.answers) {
      const known = this.columns.get(answer.id);
      if (known !== undefined) {
        known.show(answer, turn);
        continue;
      }
      const column = new AnswerColumn(answer, turn, this.labels, this.post, this.announce);
      this.columns.set(answer.id, column);
      this.answers.append(column.element);
    }
    if (this.drawn) this.draw();
  }

  /** Adds to one of the answers; `draw` shows it. */
  append(answerId: string, what: 'text' | 'thinking', more: string): void {
    this.columns.get(answerId)?.append(what, more);
  }

  /** Renders the answers' Markdown, which is what takes time in a long chat. */
  draw(): void {
    this.drawn = true;
    for (const column of this.columns.values()) column.draw();
  }
}
