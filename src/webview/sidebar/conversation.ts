import { element, iconButton } from '../element';
import type { SidebarLabels, SidebarToHost, Turn } from '../sidebarProtocol';
import { TurnView } from './turnView';

/** Nearer to the end than this, in pixels, the list follows what is being written. */
const endDistance = 32;

/** So many of the last turns are drawn at once; those before them when the page has nothing else to do. */
const drawnAtOnce = 20;

/** Where the list of turns stands. */
export interface ScrollPosition {
  /** The turn at the upper edge, and how far its beginning is below it, in pixels; undefined in an empty list. */
  readonly turnId: string | undefined;
  readonly offset: number;
  /** Whether it keeps to the end as the end moves. */
  readonly following: boolean;
}

/** The list of turns. It scrolls along only while the reader is at its end. */
export class Conversation {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly toEnd: HTMLButtonElement;
  private readonly turns = new Map<string, TurnView>();
  private readonly stale = new Set<TurnView>();
  private frame: number | undefined;
  private following = true;
  private lastTop = 0;
  private lastPosition: ScrollPosition = { turnId: undefined, offset: 0, following: true };

  /** @param intro stands in for the list while there is no turn */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly intro: HTMLElement,
    private readonly post: (message: SidebarToHost) => void,
    private readonly announce: (message: string) => void,
    onScroll: () => void,
  ) {
    this.list = element('div', { class: 'turns', role: 'log', 'aria-label': labels.conversation });
    this.scroller = element('div', { class: 'scroller' }, intro, this.list);
    this.toEnd = iconButton('arrow-down', labels.scrollToEnd, () => this.follow());
    this.toEnd.classList.add('to-end');
    this.element = element('div', { class: 'conversation' }, this.scroller, this.toEnd);
    this.scroller.addEventListener('scroll', () => {
      const { scrollTop } = this.scroller;
      // Only going up means leaving: the event of our own scrolling comes late, when more may stand below.
      if (this.distanceToEnd() < endDistance) this.following = true;
      else if (scrollTop < this.lastTop) this.following = false;
      this.lastTop = scrollTop;
      this.toEnd.hidden = this.following;
      onScroll();
    });
    // The view is resized, the composer grows and fonts arrive without a scroll event.
    const resizes = new ResizeObserver(() => this.keepToEnd());
    resizes.observe(this.scroller);
    resizes.observe(this.list);
    this.showAll([]);
  }

  get working(): boolean {
    return [...this.turns.values()].some((turn) => turn.working);
  }

  /** Whether it ends in an offer to connect models: the introduction, or a prompt that was not sent. */
  get offersModels(): boolean {
    const last = [...this.turns.values()].at(-1);
    return last === undefined || last.previewed;
  }

  get position(): ScrollPosition {
    // A page about to go has no layout any more.
    if (this.scroller.clientHeight > 0) this.lastPosition = this.measurePosition();
    return this.lastPosition;
  }

  moveTo({ turnId, offset, following }: ScrollPosition): void {
    this.following = following;
    const view = turnId === undefined ? undefined : this.turns.get(turnId);
    if (!following && view !== undefined) {
      view.draw();
      this.placeAt(view, offset);
      // What came into view has got its true height by then.
      requestAnimationFrame(() => this.placeAt(view, offset));
    }
    this.keepToEnd();
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.following = true;
    this.keepToEnd();
  }

  showAll(turns: readonly Turn[]): void {
    const wanted = new Set(turns.map((turn) => turn.id));
    for (const [id, view] of this.turns) {
      if (wanted.has(id)) continue;
      view.element.remove();
      this.stale.delete(view);
      this.turns.delete(id);
    }
    for (const turn of turns) this.place(turn);
    for (const { id } of turns.slice(-drawnAtOnce)) this.turns.get(id)?.draw();
    this.drawRest(turns.slice(0, -drawnAtOnce).map(({ id }) => id));
    this.settle();
  }

  showTurn(turn: Turn): void {
    this.place(turn).draw();
    this.settle();
  }

  /** Adds to a turn's answer; rendered once a frame at most, however many pieces arrive. */
  append(turnId: string, answerId: string, what: 'text' | 'thinking', more: string): void {
    const view = this.turns.get(turnId);
    if (view === undefined) return;
    view.append(answerId, what, more);
    this.stale.add(view);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      for (const each of this.stale) each.draw();
      this.stale.clear();
      this.keepToEnd();
    });
  }

  private place(turn: Turn): TurnView {
    const known = this.turns.get(turn.id);
    if (known !== undefined) {
      known.show(turn);
      this.stale.delete(known);
      return known;
    }
    const view = new TurnView(turn, this.labels, this.post, this.announce);
    this.turns.set(turn.id, view);
    this.list.append(view.element);
    return view;
  }

  /** Draws turns from the last to the first, in the page's idle time. */
  private drawRest(ids: readonly string[]): void {
    if (ids.length === 0) return;
    requestIdleCallback((idle) => {
      let left = ids.length;
      // At least one, so that a busy page comes to an end as well.
      do {
        left -= 1;
        this.turns.get(ids[left] ?? '')?.draw();
      } while (left > 0 && idle.timeRemaining() > 1);
      this.drawRest(ids.slice(0, left));
    });
  }

  /** Scrolls so that a turn begins `offset` pixels below the upper edge. */
  private placeAt({ element }: TurnView, offset: number): void {
    element.scrollIntoView({ block: 'start' });
    this.scroller.scrollTop -= offset;
  }

  private measurePosition(): ScrollPosition {
    const edge = this.scroller.getBoundingClientRect().top;
    for (const [turnId, { element }] of this.turns) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > edge) return { turnId, offset: top - edge, following: this.following };
    }
    return { turnId: undefined, offset: 0, following: this.following };
  }

  private settle(): void {
    const empty = this.turns.size === 0;
    this.intro.hidden = !empty;
    this.list.hidden = empty;
    this.keepToEnd();
  }

  private keepToEnd(): void {
    if (this.following) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.toEnd.hidden = this.following || this.distanceToEnd() < endDistance;
  }

  private distanceToEnd(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }
}
