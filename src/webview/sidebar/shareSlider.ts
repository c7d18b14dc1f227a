import { fillLabel } from '../../routing/fillLabel';
import { element } from '../element';
import type { BudgetNote, SidebarLabels } from '../sidebarProtocol';

/** How long after the last touch the slider goes by the host's value again, in milliseconds. */
const settlingTime = 400;

/** The strong share as a range input, in step with the status bar. */
export class ShareSlider {
  readonly element: HTMLElement;
  private readonly range: HTMLInputElement;
  private readonly value = element('output', { class: 'share-value', for: 'strong-share' });
  private readonly forecast: HTMLElement;
  private readonly budget = element('p', { class: 'share-budget', id: 'share-budget' });
  private forecasts: readonly string[] = [];
  private hostShare = 0;
  private touched = false;
  private dragging = false;
  private settling: number | undefined;
  private frame: number | undefined;

  /** @param setShare called while the slider moves, once a frame at most, with a share in [0, 1] */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly setShare: (strongShare: number) => void,
  ) {
    this.range = element('input', {
      type: 'range',
      id: 'strong-share',
      min: '0',
      max: '100',
      step: '1',
      title: labels.strongShare,
      'aria-label': labels.strongShare,
      'aria-describedby': 'share-budget share-forecast',
    });
    this.forecast = element('p', {
      class: 'share-forecast',
      id: 'share-forecast',
      title: labels.forecastExplained,
    });
    this.element = element(
      'div',
      { class: 'share' },
      element(
        'div',
        { class: 'share-scale' },
        element('span', { class: 'share-end' }, labels.cheaper),
        this.value,
        element('span', { class: 'share-end' }, labels.better),
      ),
      this.range,
      this.budget,
      this.forecast,
    );
    this.range.addEventListener('input', () => this.move());
    this.range.addEventListener('pointerdown', () => this.drag(true));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      this.range.addEventListener(end, () => this.drag(false));
    }
  }

  /** The host's value. A hand on the slider is not contradicted: echoes of where it has been come late. */
  show(strongShare: number): void {
    this.hostShare = strongShare;
    if (this.touched) return;
    this.range.value = String(Math.round(strongShare * 100));
    this.word(strongShare);
  }

  /** @param forecasts a line for every whole percent from 0 to 100 */
  showForecasts(forecasts: readonly string[]): void {
    this.forecasts = forecasts;
    this.forecast.textContent = forecasts[this.range.valueAsNumber] ?? '';
  }

  /** How far a budget lets the slider reach, and why; null where it takes nothing. */
  showBudget(note: BudgetNote | null): void {
    this.budget.textContent = note?.text ?? '';
    if (note === null) this.range.style.removeProperty('--sent');
    else this.range.style.setProperty('--sent', String(note.strongShare));
  }

  private move(): void {
    const share = this.range.valueAsNumber / 100;
    this.touch();
    this.word(share);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.setShare(this.range.valueAsNumber / 100);
    });
  }

  private drag(dragging: boolean): void {
    this.dragging = dragging;
    this.touch();
  }

  private touch(): void {
    this.touched = true;
    window.clearTimeout(this.settling);
    if (this.dragging) return;
    this.settling = window.setTimeout(() => {
      this.touched = false;
      this.show(this.hostShare);
    }, settlingTime);
  }

  private word(share: number): void {
    const text = fillLabel(this.labels.strongShareValue, Math.round(share * 100));
    this.value.textContent = text;
    this.range.setAttribute('aria-valuetext', text);
    this.forecast.textContent = this.forecasts[Math.round(share * 100)] ?? '';
    this.range.style.setProperty('--share', String(this.range.valueAsNumber / 100));
  }
}
