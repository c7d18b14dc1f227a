import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** Turnout's sidebar. */
export class SidebarPage {
  readonly frame: FrameLocator;

  /** @param purpose `only` for tests that leave the view and come back, and open no other page of Turnout's */
  constructor(
    private readonly workbench: Workbench,
    purpose: 'view' | 'only' = 'view',
  ) {
    this.frame = workbench.webview(purpose);
  }

  /** Opens the view, if it is not open, and waits until it has been drawn. */
  async open(): Promise<void> {
    await this.workbench.openSidebar();
    await this.prompt.waitFor();
  }

  get prompt(): Locator {
    return this.frame.getByRole('textbox');
  }

  /** The colour of its text. */
  async ink(): Promise<string> {
    return this.frame.locator('body').evaluate((body) => getComputedStyle(body).color);
  }

  get slider(): Locator {
    return this.frame.getByRole('slider');
  }

  get turns(): Locator {
    return this.frame.getByRole('article');
  }

  /** What the next prompt takes along. */
  get chips(): Locator {
    return this.frame.locator('.composer-attachments .chip');
  }

  /** That the chat is pinned to a side. */
  get pin(): Locator {
    return this.frame.locator('.pin .chip');
  }

  /** Opens a menu of the composer from the keyboard and chooses in it. */
  async choose(menu: string | RegExp, item: string): Promise<void> {
    const button = this.frame.getByRole('button', { name: menu });
    await button.focus();
    await button.press('ArrowDown');
    const label = button.page().getByText(item, { exact: true });
    await this.frame.getByRole('menu').locator('button', { has: label }).press('Enter');
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** Moves the slider, and waits until the extension has taken it up. */
  async setStrongShare(percent: number): Promise<void> {
    await this.slider.fill(String(percent));
    await this.workbench.slider.filter({ hasText: new RegExp(`\\D${percent}\\s?% strong`) }).waitFor();
  }

  /** Sends a prompt from the keyboard. */
  async ask(prompt: string, key = 'Enter'): Promise<TurnPage> {
    const turn = new TurnPage(this.turns.nth(await this.turns.count()));
    await this.prompt.fill(prompt);
    await this.prompt.press(key);
    await turn.element.waitFor();
    return turn;
  }

  /** Sends a prompt and waits until no more of its answer will come. */
  async askAndWait(prompt: string, key = 'Enter'): Promise<TurnPage> {
    const turn = await this.ask(prompt, key);
    await turn.settled();
    return turn;
  }

  turn(index: number): TurnPage {
    return new TurnPage(this.turns.nth(index));
  }
}

/** One prompt with its decision and its answer. */
export class TurnPage {
  constructor(readonly element: Locator) {}

  /** One of its answers, by who gave it. */
  answerOf(side: 'strong' | 'weak'): TurnPage {
    const column = this.element
      .locator('.column')
      .filter({ has: this.element.page().locator(`.side.${side}`) });
    return new TurnPage(column);
  }

  get badge(): Locator {
    return this.element.locator('.decision summary');
  }

  get answer(): Locator {
    return this.element.locator('.answer');
  }

  /** The answer's own words, without buttons. */
  async paragraphs(): Promise<string[]> {
    return this.answer.locator('p, pre').allInnerTexts();
  }

  /** What the turn says of itself, below the answer. */
  get message(): Locator {
    return this.element.locator('.turn-status .message');
  }

  button(name: string): Locator {
    return this.element.getByRole('button', { name, exact: true });
  }

  async settled(): Promise<void> {
    await this.element.and(this.element.page().locator('[aria-busy="false"]')).waitFor();
  }

  /** Counts in how many steps the answer grew until the turn was settled. */
  async growth(): Promise<number> {
    const steps = this.answer.evaluate((node) => {
      const lengths = new Set<number>();
      const turn = node.closest('[aria-busy]');
      return new Promise<number>((resolve) => {
        const look = () => {
          lengths.add(node.textContent?.length ?? 0);
          if (turn?.getAttribute('aria-busy') === 'false') resolve(lengths.size);
        };
        new MutationObserver(look).observe(turn ?? node, {
          attributes: true,
          childList: true,
          characterData: true,
          subtree: true,
        });
        look();
      });
    });
    return steps;
  }
}
