import { element, icon, iconButton } from '../element';
import type { SidebarLabels } from '../protocol';

export interface ComposerActions {
  readonly send: (prompt: string) => void;
  readonly stop: () => void;
  readonly newChat: () => void;
  readonly openReport: () => void;
  readonly draftChanged: () => void;
}

/** Where prompts are written. Enter sends, Shift+Enter begins a new line, Escape stops the answer. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly hint: HTMLElement;
  private readonly go: HTMLButtonElement;
  private working = false;

  constructor(
    private readonly labels: SidebarLabels,
    private readonly actions: ComposerActions,
  ) {
    this.input = element('textarea', {
      rows: '1',
      placeholder: labels.promptPlaceholder,
      'aria-label': labels.promptPlaceholder,
      'aria-describedby': 'composer-hint',
    });
    this.hint = element('p', { class: 'hint', id: 'composer-hint', role: 'status' });
    this.go = element('button', { type: 'submit', class: 'icon-button go' });
    this.element = element(
      'form',
      { class: 'composer' },
      element(
        'div',
        { class: 'composer-box' },
        this.input,
        element(
          'div',
          { class: 'composer-tools' },
          iconButton('add', labels.newChat, actions.newChat),
          iconButton('graph-line', labels.report, actions.openReport),
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
    const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.target === this.input && event.key === 'Enter' && plain) {
      event.preventDefault();
      if (!this.working) this.submit();
    }
  }

  private submit(): void {
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
    this.draft = '';
    this.actions.draftChanged();
    this.actions.send(prompt);
    this.input.focus();
  }

  private showState(): void {
    const { labels, working } = this;
    const blank = isBlank(this.draft);
    const label = working ? labels.stop : labels.send;
    this.hint.textContent = '';
    this.go.title = label;
    this.go.setAttribute('aria-label', label);
    // Not `disabled`: it stays in reach of the keyboard, and pressing it says what is missing.
    this.go.setAttribute('aria-disabled', String(blank && !working));
    if (working) this.go.setAttribute('aria-keyshortcuts', 'Escape');
    else this.go.removeAttribute('aria-keyshortcuts');
    this.go.replaceChildren(icon(working ? 'debug-stop' : 'send'));
    this.go.classList.toggle('stop', working);
  }
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
