import { element, icon, textButton } from '../element';
import type { SidebarLabels, SidebarToHost, Turn, TurnStatus } from '../protocol';
import { AnswerView } from './answerView';
import { DecisionView } from './decisionView';
import { promptView } from './promptView';

/** One prompt and what came of it. */
export class TurnView {
  readonly element: HTMLElement;
  private readonly decision: DecisionView;
  private readonly answer: AnswerView;
  private readonly status = element('div', { class: 'turn-status' });
  private shownStatus = '';
  private turn: Turn;

  constructor(
    turn: Turn,
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
    announce: (message: string) => void,
  ) {
    this.turn = turn;
    this.decision = new DecisionView(labels);
    this.answer = new AnswerView(labels, {
      copy: (text) => {
        post({ type: 'copy', text });
        announce(labels.copied);
      },
      openLink: (href) => post({ type: 'openLink', href }),
    });
    this.element = element(
      'article',
      { class: 'turn' },
      promptView(turn.prompt, labels),
      this.decision.element,
      this.answer.element,
      this.status,
    );
    this.show(turn);
  }

  get working(): boolean {
    return this.turn.status.kind === 'working';
  }

  get previewed(): boolean {
    return this.turn.status.kind === 'preview';
  }

  /** Replaces all but the prompt, which never changes. */
  show(turn: Turn): void {
    this.turn = turn;
    // Screen readers wait for the end of the answer instead of reading it token by token.
    this.element.setAttribute('aria-busy', String(this.working));
    this.decision.show(turn.badge);
    this.render();
  }

  /** Adds to the answer; `render` shows it. */
  append(text: string): void {
    this.turn = { ...this.turn, answer: this.turn.answer + text };
  }

  render(): void {
    this.answer.show(this.turn.answer);
    this.showStatus(this.turn.status);
  }

  private showStatus(status: TurnStatus): void {
    const waiting = status.kind === 'working' && this.turn.answer === '';
    const key = JSON.stringify([status, waiting]);
    // An alert that is written again is read out again.
    if (key === this.shownStatus) return;
    this.shownStatus = key;
    this.status.className = `turn-status ${status.kind}`;
    this.status.replaceChildren(...(status.kind === 'working' && !waiting ? [] : this.statusParts(status)));
  }

  private statusParts(status: TurnStatus): HTMLElement[] {
    const { labels, post } = this;
    const again = () =>
      textButton(labels.tryAgain, () => post({ type: 'send', prompt: this.turn.prompt }), 'secondary');
    const connect = (look: 'primary' | 'secondary') =>
      textButton(labels.connectModels, () => post({ type: 'connectModels' }), look);
    const practise = () =>
      textButton(labels.usePracticePair, () => post({ type: 'usePracticePair' }), 'secondary');
    switch (status.kind) {
      case 'done':
        return [];
      case 'working':
        return [messageLine('status', 'loading', labels.working)];
      case 'stopped':
        return [messageLine('status', 'debug-stop', status.message), actionRow(again())];
      case 'preview':
        return [messageLine('status', 'info', status.message), actionRow(connect('primary'), practise())];
      case 'failed':
        return [messageLine('alert', 'error', status.message), actionRow(again(), connect('secondary'))];
    }
  }
}

function messageLine(role: 'status' | 'alert', glyph: string, message: string): HTMLElement {
  const sign = icon(glyph);
  if (glyph === 'loading') sign.classList.add('codicon-modifier-spin');
  return element('div', { class: 'message', role }, sign, element('span', {}, message));
}

function actionRow(...buttons: readonly HTMLButtonElement[]): HTMLElement {
  return element('div', { class: 'actions' }, ...buttons);
}
