import type { Side } from '../../routing/chat';
import { fillLabel } from '../../routing/fillLabel';
import { element, icon, iconButton } from '../element';
import type { Chip, SidebarLabels } from '../sidebarProtocol';
import { type AttachActions, ComposerAttachments } from './composerAttachments';
import { strongKey } from './keys';
import { SideChoice } from './sideChoice';

export interface ComposerActions extends AttachActions {
  /** @param side asked for by name, for this prompt */
  readonly send: (prompt: string, side: Side | undefined) => void;
  readonly pin: (side: Side | null) => void;
  readonly stop: () => void;
  readonly newChat: () => void;
  readonly openReport: () => void;
  readonly draftChanged: () => void;
}

/**
 * Where prompts are written. Enter sends, with Ctrl or Cmd to the strong model; Shift+Enter begins a new line, Escape
 * stops the answer.
 */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly hint: HTMLElement;
  private readonly go: HTMLButtonElement;
  private readonly attachments: ComposerAttachments;
  private readonly sideChoice: SideChoice;
  private working = false;

  /** @param attachmentBudget in tokens */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly actions: ComposerActions,
    attachmentBudget: number,
  ) {
    this.input = element('textarea', {
      rows: '1',
      placeholder: labels.promptPlaceholder,
      'aria-label': labels.promptPlaceholder,
      'aria-describedby': 'composer-hint',
    });
    this.hint = element('p', { class: 'hint', id: 'composer-hint', role: 'status' });
    this.go = element('button', { type: 'submit', class: 'icon-button go' });
    this.attachments = new ComposerAttachments(labels, actions, attachmentBudget);
    this.sideChoice = new SideChoice(labels, (side) => {
      actions.pin(side);
      this.input.focus();
    });
    this.element = element(
      'form',
      { class: 'composer' },
      element(
        'div',
        { class: 'composer-box' },
        this.sideChoice.pin,
        this.attachments.element,
        this.input,
        element(
          'div',
          { class: 'composer-tools' },
          this.attachments.button,
          iconButton('add', labels.newChat, actions.newChat),
          iconButton('graph-line', labels.report, actions.openReport),
          this.sideChoice.element,
          this.go,
        ),
      ),
      this.hint,
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener('input', () => {
      this.showState();
      actions.draftChanged();
    });
    this.element.addEventListener('keydown', (event) => this.handleKey(event));
    this.showState();
  }

  get draft(): string {
    return this.input.value;
  }

  set draft(text: string) {
    this.input.value = text;
    this.showState();
  }

  focus(): void {
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  showAttachments(chips: readonly Chip[]): void {
    this.attachments.show(chips);
  }

  showPinned(side: Side | null): void {
    this.sideChoice.showPinned(side);
  }

  /** While an answer is being written the button stops it, and Enter waits. */
  setWorking(working: boolean): void {
    if (this.working === working) return;
    this.working = working;
    this.showState();
  }

  private handleKey(event: KeyboardEvent): void {
    // While an input method composes, its keys are its own. Some report them as key code 229 alone.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape' && this.working) {
      event.preventDefault();
      this.actions.stop();
    }
    if (event.target !== this.input || event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!this.working) this.submit(event.ctrlKey || event.metaKey ? 'strong' : undefined);
  }

  /** @param side asked for by a key; without it the menu's choice holds */
  private submit(side?: Side): void {
    if (this.working) {
      this.actions.stop();
      return;
    }
    if (isBlank(this.draft)) {
      this.hint.textContent = this.labels.emptyPrompt;
      this.input.focus();
      return;
    }
    const prompt = this.draft;
    const chosen = this.sideChoice.takeForPrompt();
    this.draft = '';
    this.actions.draftChanged();
    this.actions.send(prompt, side ?? chosen);
    this.input.focus();
  }

  private showState(): void {
    const { labels, working } = this;
    const blank = isBlank(this.draft);
    this.hint.textContent = '';
    this.go.title = working ? labels.stop : fillLabel(labels.sendKeys, strongKey);
    this.go.setAttribute('aria-label', working ? labels.stop : labels.send);
    // Not `disabled`: it stays in reach of the keyboard, and pressing it says what is missing.
    this.go.setAttribute('aria-disabled', String(blank && !working));
    this.go.setAttribute('aria-keyshortcuts', working ? 'Escape' : 'Enter Control+Enter Meta+Enter');
    this.go.replaceChildren(icon(working ? 'debug-stop' : 'send'));
    this.go.classList.toggle('stop', working);
  }
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
