import { fillLabel } from '../../routing/fillLabel';
import { element, icon, textButton } from '../element';
import type { Connection, Offer, SidebarLabels, SidebarToHost } from '../sidebarProtocol';

/** The empty chat: what this is, and the next step as one button. */
export class Intro {
  readonly element: HTMLElement;
  /** The next step, while no models are connected. */
  private readonly nextStep = element('div', { class: 'next-step' });
  private readonly otherWays = element('div', { class: 'other-ways' });
  private readonly examples = element('ul', { class: 'examples' });
  private readonly examplesTitle: HTMLElement;
  private readonly connectButton: HTMLButtonElement;
  private readonly practiceButton: HTMLButtonElement;
  private connected = false;
  private shownOffer: string | undefined;

  /** @param choose called with the example that was picked */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
    private readonly choose: (prompt: string) => void,
  ) {
    this.examplesTitle = element('h3', { id: 'examples-title' }, labels.examples);
    this.examples.setAttribute('aria-labelledby', 'examples-title');
    this.connectButton = textButton(labels.connectModels, () => post({ type: 'connectModels' }), 'link');
    this.practiceButton = textButton(labels.usePracticePair, () => post({ type: 'usePracticePair' }), 'link');
    this.otherWays.append(
      this.connectButton,
      this.practiceButton,
      textButton(labels.openWalkthrough, () => post({ type: 'openWalkthrough' }), 'link'),
    );
    this.element = element(
      'section',
      { class: 'intro' },
      turnoutMark(),
      element('h2', {}, labels.emptyTitle),
      element('p', {}, labels.emptyText),
      this.nextStep,
      this.otherWays,
      this.examplesTitle,
      this.examples,
    );
    this.showOffer(null);
  }

  show(connection: Connection, examples: readonly string[]): void {
    this.connected = connection.kind !== 'preview';
    this.nextStep.hidden = this.connected;
    this.practiceButton.hidden = this.connected;
    this.settleConnectButton();
    this.examplesTitle.hidden = examples.length === 0;
    this.examples.replaceChildren(...examples.map((prompt) => element('li', {}, this.exampleButton(prompt))));
  }

  /** @param offer null leaves choosing models as the next step */
  showOffer(offer: Offer | null): void {
    const key = JSON.stringify(offer);
    // Built anew only for news, so that the focus stays on its button.
    if (key === this.shownOffer) return;
    this.shownOffer = key;
    this.nextStep.replaceChildren(...(offer === null ? [this.connectStep()] : this.offerStep(offer)));
    this.settleConnectButton();
  }

  private connectStep(): HTMLElement {
    return textButton(this.labels.connectModels, () => this.post({ type: 'connectModels' }), 'primary');
  }

  private offerStep(offer: Offer): HTMLElement[] {
    const { labels } = this;
    const [label, explained] =
      offer.kind === 'pair'
        ? [
            fillLabel(labels.startWithPair, offer.strong, offer.weak),
            fillLabel(labels.pairFound, offer.strong, offer.weak),
          ]
        : [
            fillLabel(labels.startWithHalf, offer.model, labels[offer.side]),
            fillLabel(labels.halfFound, offer.side === 'strong' ? labels.weak : labels.strong),
          ];
    return [
      textButton(label, () => this.post({ type: 'useOffer' }), 'primary'),
      element('p', { class: 'offer-explained' }, explained),
    ];
  }

  /** Choosing models is one of the other ways where something else is the next step. */
  private settleConnectButton(): void {
    this.connectButton.hidden = this.connected || this.shownOffer === 'null';
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
