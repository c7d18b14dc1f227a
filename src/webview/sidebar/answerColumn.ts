import { element, icon, textButton } from '../element';
import type { AnswerStatus, SidebarLabels, SidebarToHost, Turn, TurnAnswer } from '../sidebarProtocol';
import { AnswerTools } from './answerTools';
import { AnswerView } from './answerView';
import { DecisionView } from './decisionView';
import { ThinkingView } from './thinkingView';

/** One model's answer to a prompt, from the decision above it to what can be done with it. */
export class AnswerColumn {
  readonly element: HTMLElement;
  private readonly decision: DecisionView;
  private readonly takeover = element('div', { class: 'takeover' });
  private readonly thinking: ThinkingView;
  private readonly answerView: AnswerView;
  private readonly status = element('div', { class: 'turn-status' });
  private readonly tools: AnswerTools;
  private shownStatus = '';

  constructor(
    private answer: TurnAnswer,
    private turn: Turn,
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
    announce: (message: string) => void,
  ) {
    const names = { turnId: turn.id, answerId: answer.id };
    this.decision = new DecisionView(labels, () => post({ type: 'explain', ...names }));
    this.thinking = new ThinkingView(labels);
    this.answerView = new AnswerView(labels, {
      copy: (text) => {
        post({ type: 'copy', text });
        announce(labels.copied);
      },
      insert: (text) => post({ type: 'insert', text }),
      openLink: (href) => post({ type: 'openLink', href }),
    });
    this.tools = new AnswerTools(labels, {
      rate: (helpful) => post({ type: 'rate', ...names, helpful }),
      askOther: () => post({ type: 'askOther', turnId: turn.id }),
      keep: () => post({ type: 'keep', ...names }),
    });
    this.element = element(
      'div',
      // No landmark: a long chat would have hundreds, many of one name.
      { class: 'column', role: 'group' },
      this.decision.element,
      this.takeover,
      this.thinking.element,
      this.answerView.element,
      this.status,
      this.tools.element,
    );
    this.show(answer, turn);
  }

  /** Takes up an answer as it stands now; `draw` shows its text. */
  show(answer: TurnAnswer, turn: Turn): void {
    this.answer = answer;
    this.turn = turn;
    const { badge, takeover } = answer;
    this.element.classList.toggle('kept', turn.kept === answer.id);
    this.element.setAttribute('aria-label', badge === undefined ? '' : `${badge.sideLabel}: ${badge.model}`);
    this.decision.show(badge);
    const line = takeover === undefined ? [] : [icon('arrow-swap'), element('span', {}, takeover)];
    this.takeover.replaceChildren(...line);
    this.showStatus(answer.status);
    this.tools.show(answer, turn);
  }

  /** Adds to the answer's text or to its thinking; `draw` shows it. */
  append(what: 'text' | 'thinking', more: string): void {
    this.answer = { ...this.answer, [what]: this.answer[what] + more };
  }

  draw(): void {
    this.thinking.show(this.answer.thinking);
    this.answerView.show(this.answer.text);
    this.showStatus(this.answer.status);
  }

  private showStatus(status: AnswerStatus): void {
    const { text, thinking } = this.answer;
    const waiting = status.kind === 'working' && text === '' && thinking === '';
    const key = JSON.stringify([status, waiting]);
    // An alert that is written again is read out again.
    if (key === this.shownStatus) return;
    this.shownStatus = key;
    this.status.className = `turn-status ${status.kind}`;
    this.status.replaceChildren(...(status.kind === 'working' && !waiting ? [] : this.statusParts(status)));
  }

  private statusParts(status: AnswerStatus): HTMLElement[] {
    const { labels, post, turn } = this;
    const again = () =>
      textButton(labels.tryAgain, () => post({ type: 'tryAgain', turnId: turn.id }), 'secondary');
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
