import { otherSide } from '../../routing/chat';
import { fillLabel } from '../../routing/fillLabel';
import { element, icon, iconButton, textButton } from '../element';
import type { SidebarLabels, Turn, TurnAnswer } from '../sidebarProtocol';

export interface AnswerToolActions {
  /** @param helpful undefined where the thumb is taken back */
  readonly rate: (helpful: boolean | undefined) => void;
  readonly askOther: () => void;
  readonly keep: () => void;
}

/** What can be done with an answer that is over: say whether it helped, ask the other model, choose between two. */
export class AnswerTools {
  readonly element = element('div', { class: 'answer-tools' });
  private shown = '';

  constructor(
    private readonly labels: SidebarLabels,
    private readonly actions: AnswerToolActions,
  ) {}

  show(answer: TurnAnswer, turn: Turn): void {
    const { status, entry, helpful, badge } = answer;
    const alone = turn.answers.length === 1;
    const working = turn.answers.some((each) => each.status.kind === 'working');
    const over = status.kind !== 'working' && status.kind !== 'preview';
    const choice = alone ? undefined : turn.kept === answer.id ? 'kept' : 'open';
    const key = JSON.stringify([over, working, alone, entry, helpful, badge?.side, choice]);
    // Built anew only for news, so that the focus stays on its buttons.
    if (key === this.shown) return;
    this.shown = key;
    const focused = this.focusedTool();
    this.element.replaceChildren(
      ...(over && entry !== undefined && answer.text !== '' ? this.verdict(helpful) : []),
      ...(over && !working && alone && badge !== undefined ? [this.otherButton(badge.side)] : []),
      ...(working || choice === undefined || answer.text === '' ? [] : [this.choiceTool(choice)]),
    );
    if (focused !== undefined) this.focus(focused);
  }

  private verdict(helpful: boolean | undefined): HTMLElement[] {
    const thumb = (glyph: string, label: string, meaning: boolean) => {
      const pressed = helpful === meaning;
      const button = iconButton(pressed ? `${glyph}-filled` : glyph, label, () =>
        this.actions.rate(pressed ? undefined : meaning),
      );
      button.setAttribute('aria-pressed', String(pressed));
      button.dataset.tool = glyph;
      return button;
    };
    return [thumb('thumbsup', this.labels.helpful, true), thumb('thumbsdown', this.labels.notHelpful, false)];
  }

  private otherButton(side: 'strong' | 'weak'): HTMLElement {
    const other = otherSide(side);
    const label = fillLabel(this.labels.askOther, this.labels[other]);
    const button = textButton(label, () => this.actions.askOther(), 'link');
    button.prepend(icon('split-horizontal'));
    button.dataset.tool = 'ask-other';
    return button;
  }

  private choiceTool(choice: 'kept' | 'open'): HTMLElement {
    if (choice === 'kept') {
      return element('span', { class: 'kept', role: 'status' }, icon('check'), this.labels.kept);
    }
    const button = textButton(this.labels.keep, () => this.actions.keep(), 'link');
    button.dataset.tool = 'keep';
    return button;
  }

  private focusedTool(): string | undefined {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || !this.element.contains(activeElement)) return undefined;
    return activeElement.dataset.tool;
  }

  private focus(tool: string): void {
    this.element.querySelector<HTMLElement>(`[data-tool="${tool}"]`)?.focus();
  }
}
