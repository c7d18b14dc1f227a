import { fillLabel } from '../../routing/fillLabel';
import { element, icon, textButton } from '../element';
import type { Connection, SidebarLabels, SidebarToHost } from '../protocol';

/** The empty chat: what this is, and the next step. */
export class Intro {
  readonly element: HTMLElement;
  private readonly ways = element('div', { class: 'actions' });
  private readonly examples = element('ul', { class: 'examples' });
  private readonly examplesTitle: HTMLElement;
  private readonly ollama = element('div', { class: 'ollama-offer' });

  /** @param choose called with the example that was picked */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
    private readonly choose: (prompt: string) => void,
  ) {
    this.examplesTitle = element('h3', { id: 'examples-title' }, labels.examples);
    this.examples.setAttribute('aria-labelledby', 'examples-title');
    this.ways.append(
      textButton(labels.connectModels, () => post({ type: 'connectModels' }), 'primary'),
      textButton(labels.usePracticePair, () => post({ type: 'usePracticePair' }), 'secondary'),
    );
    this.element = element(
      'section',
      { class: 'intro' },
      turnoutMark(),
      element('h2', {}, labels.emptyTitle),
      element('p', {}, labels.emptyText),
      this.ollama,
      this.ways,
      this.examplesTitle,
      this.examples,
    );
  }

  show(connection: Connection, examples: readonly string[]): void {
    this.ways.hidden = connection.kind !== 'preview';
    this.ollama.hidden = this.ways.hidden;
    this.examplesTitle.hidden = examples.length === 0;
    this.examples.replaceChildren(...examples.map((prompt) => element('li', {}, this.exampleButton(prompt))));
  }

  /** Offers the first of the models that Ollama on this machine has. */
  showOllama([model]: readonly string[]): void {
    if (model === undefined) {
      this.ollama.replaceChildren();
      return;
    }
    const label = fillLabel(this.labels.useOllama, model);
    const button = textButton(label, () => this.post({ type: 'useOllama', model }), 'secondary');
    button.prepend(icon('vm'));
    this.ollama.replaceChildren(button);
  }

  private exampleButton(prompt: string): HTMLElement {
    const button = element(
      'button',
      { type: 'button', class: 'example' },
      element('span', {}, prompt),
      icon('arrow-right'),
    );
    button.addEventListener('click', () => this.choose(prompt));
    return button;
  }
}

/** The product's mark, a track that divides, in the text's colour. */
function turnoutMark(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({
    viewBox: '0 0 24 24',
    class: 'mark',
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(name, value);
  }
  const track = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  track.setAttribute('d', markPath);
  svg.append(track);
  return svg;
}

/** Strokes of `media/turnout.svg`. */
const markPath = 'M8.75 22V2M8.75 15.5C8.75 9.5 18.25 10 18.25 2M5.75 20.5h6M5.75 17.25h6';
