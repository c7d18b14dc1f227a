import type { Side } from '../../routing/chat';
import { element } from '../element';
import type {
  BudgetNote,
  Chip,
  Connection,
  Offer,
  SidebarState,
  SidebarToHost,
  SidebarToView,
  Turn,
} from '../sidebarProtocol';
import { Composer } from './composer';
import { ConnectionBar } from './connectionBar';
import { Conversation, type ScrollPosition } from './conversation';
import { Intro } from './intro';
import { ShareSlider } from './shareSlider';

/** What the view itself keeps while it is hidden or reloaded; everything else comes from the host. */
export interface Remembered {
  readonly draft: string;
  readonly scroll: ScrollPosition;
}

/** The whole sidebar. */
export class Sidebar {
  readonly element: HTMLElement;
  private readonly conversation: Conversation;
  private readonly connectionBar: ConnectionBar;
  private readonly composer: Composer;
  private readonly slider: ShareSlider;
  private readonly intro: Intro;
  private connection: Connection = { kind: 'preview' };

  /**
   * @param fixed stay as they are as long as the page lives
   * @param changed called when there is something new to remember
   */
  constructor(
    { labels, attachmentBudget }: Pick<SidebarState, 'labels' | 'attachmentBudget'>,
    post: (message: SidebarToHost) => void,
    changed: () => void,
  ) {
    const news = element('div', { class: 'visually-hidden', role: 'status' });
    this.composer = new Composer(
      labels,
      {
        send: (prompt, side) => {
          this.conversation.follow();
          post({ type: 'send', prompt, ...(side === undefined ? {} : { side }) });
        },
        attach: (what) => post({ type: 'attach', what }),
        detach: (id) => post({ type: 'detach', id }),
        pin: (side) => post({ type: 'pin', side }),
        stop: () => post({ type: 'stop' }),
        newChat: () => {
          post({ type: 'newChat' });
          this.composer.focus();
        },
        openReport: () => post({ type: 'openReport' }),
        draftChanged: changed,
      },
      attachmentBudget,
    );
    this.intro = new Intro(labels, post, (prompt) => {
      this.composer.draft = prompt;
      this.composer.focus();
      changed();
    });
    this.conversation = new Conversation(
      labels,
      this.intro.element,
      post,
      (message) => {
        // A second "Copied" is read out only if it is news again.
        news.textContent = '';
        requestAnimationFrame(() => {
          news.textContent = message;
        });
      },
      changed,
    );
    this.connectionBar = new ConnectionBar(labels, post);
    this.slider = new ShareSlider(labels, (strongShare) => post({ type: 'setStrongShare', strongShare }));
    this.element = element(
      'div',
      { class: 'sidebar' },
      element('h1', { class: 'visually-hidden' }, labels.conversation),
      this.conversation.element,
      element(
        'div',
        { class: 'foot' },
        this.connectionBar.element,
        this.composer.element,
        this.slider.element,
      ),
      news,
    );
  }

  get remembered(): Remembered {
    return { draft: this.composer.draft, scroll: this.conversation.position };
  }

  /** Puts back what was remembered; the turns must be shown already. */
  restore({ draft, scroll }: Partial<Remembered>): void {
    if (draft !== undefined) this.composer.draft = draft;
    if (scroll !== undefined) this.conversation.moveTo(scroll);
  }

  show({
    strongShare,
    budget,
    forecasts,
    connection,
    turns,
    examples,
    attachments,
    pinned,
    offer,
  }: SidebarState): void {
    this.connection = connection;
    this.slider.showForecasts(forecasts);
    this.slider.show(strongShare);
    this.slider.showBudget(budget);
    this.intro.show(connection, examples);
    this.intro.showOffer(offer);
    this.composer.showAttachments(attachments);
    this.composer.showPinned(pinned);
    this.conversation.showAll(turns);
    this.settle();
  }

  showStrongShare(strongShare: number): void {
    this.slider.show(strongShare);
  }

  showBudget(budget: BudgetNote | null): void {
    this.slider.showBudget(budget);
  }

  showForecasts(forecasts: readonly string[]): void {
    this.slider.showForecasts(forecasts);
  }

  showTurn(turn: Turn): void {
    this.conversation.showTurn(turn);
    this.settle();
  }

  append({ turnId, answerId, type, text }: Extract<SidebarToView, { type: 'text' | 'thinking' }>): void {
    this.conversation.append(turnId, answerId, type, text);
  }

  /** @param focus whether to go on writing at once */
  showAttachments(attachments: readonly Chip[], focus: boolean): void {
    this.composer.showAttachments(attachments);
    if (focus) this.composer.focus();
  }

  showPinned(side: Side | null): void {
    this.composer.showPinned(side);
  }

  showOffer(offer: Offer | null): void {
    this.intro.showOffer(offer);
  }

  private settle(): void {
    this.connectionBar.show(this.connection, this.conversation.offersModels);
    this.composer.setWorking(this.conversation.working);
  }
}
