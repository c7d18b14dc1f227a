import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** VS Code around Turnout's own views, by what a person sees of it. */
export class Workbench {
  constructor(private readonly page: Page) {}

  /** Waits until Turnout has put itself into the status bar. */
  async ready(): Promise<void> {
    await this.slider.waitFor();
  }

  /** Turnout's status bar item. */
  get slider(): Locator {
    return this.page.locator('[id="turnout.turnout.turnout.strongShare"]');
  }

  /** The hover card of the status bar item, opened anew. */
  async hover(): Promise<Locator> {
    const card = this.page.locator('.monaco-hover:visible').filter({ hasText: 'Turnout:' });
    // A busy editor may take the pointer for one that only passes by.
    for (const timeout of [5_000, 10_000, 15_000]) {
      await this.page.mouse.move(640, 300);
      await card.waitFor({ state: 'hidden' });
      await this.slider.hover();
      const isShown = await card.waitFor({ timeout }).then(
        () => true,
        () => false,
      );
      if (isShown) return card;
    }
    throw new Error('The status bar item shows no hover.');
  }

  /** The open quick pick or input box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Waits for an input box that asks `question`, and answers it. */
  async type(question: string | RegExp, text: string): Promise<void> {
    await this.quickInput.filter({ hasText: question }).waitFor();
    await this.quickInput.locator('input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses in a quick pick by its label. */
  async pick(label: string | RegExp): Promise<void> {
    await this.quickInput.getByRole('option', { name: label }).click();
  }

  /** Looks for a label in a long quick pick, which draws only a part of it, and chooses it. */
  async find(label: string): Promise<void> {
    await this.quickInput.locator('input').fill(label);
    await this.pick(label);
  }

  /** Runs a command from the palette by its whole title. */
  async run(title: string): Promise<void> {
    await this.typeInPalette(`>${title}`);
    await this.quickInput.getByRole('option', { name: title }).first().click();
    // What is typed next would go into a palette that is on its way out.
    await expect.poll(() => this.typed(), { interval: 50 }).not.toContain(`>${title}`);
  }

  /**
   * Opens the command palette and types. Keys are lost while the focus is on its way into a webview, and another quick
   * pick may still be closing, which takes no text, so it is tried until it has helped.
   */
  private async typeInPalette(text: string): Promise<void> {
    const type = async () => {
      if ((await this.typed()).some((value) => value.startsWith('>'))) {
        const filled = this.quickInput.locator('input').fill(text, { timeout: 1_000 });
        return filled.then(
          () => true,
          () => false,
        );
      }
      await this.page.keyboard.press('F1');
      return false;
    };
    await expect.poll(type, { interval: 300 }).toBe(true);
  }

  /** What stands in the open quick pick, if there is one. */
  private typed(): Promise<string[]> {
    return this.quickInput
      .locator('input')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** A notification or dialog with this text in it. */
  notice(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast, .monaco-dialog-box').filter({ hasText: text });
  }

  /** Opens a file of the workspace, and waits until it can be written in. */
  async openFile(name: string): Promise<void> {
    // Without the sign of commands, the same box looks for files.
    await this.typeInPalette(name);
    await this.quickInput.getByRole('option', { name }).first().click();
    await this.page.getByRole('tab', { name, selected: true }).waitFor();
    await this.editor.waitFor();
  }

  /** The text editor that is on top. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor[data-uri]');
  }

  /** Puts the focus into the editor and its cursor to the beginning. */
  async enterEditor(): Promise<void> {
    await this.run('View: Focus Active Editor Group');
    await this.press('Control+Home');
  }

  /** What the editor shows, as text. */
  async editorText(): Promise<string> {
    const lines = await this.editor.locator('.view-line').allInnerTexts();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Drags the edge of the side bar until it is so wide. */
  async widenSidebar(width: number): Promise<void> {
    const bar = await this.page.locator('.part.sidebar').boundingBox();
    if (bar === null) throw new Error('The side bar is closed.');
    const y = bar.y + bar.height / 2;
    await this.page.mouse.move(bar.x + bar.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(bar.x + width, y, { steps: 8 });
    await this.page.mouse.up();
  }

  /** Opens Turnout's view the way a person does, unless it is open. */
  async openSidebar(): Promise<void> {
    const tab = this.turnoutTab;
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** Shows the files in place of Turnout's view, whose page is gone then. */
  async leaveSidebar(): Promise<void> {
    await this.page.getByRole('tab', { name: /^Explorer/ }).click();
    await this.turnoutTab.and(this.page.locator('[aria-selected=false]')).waitFor();
  }

  /** Turnout's icon in the activity bar. */
  get turnoutTab(): Locator {
    return this.page.getByRole('tab', { name: 'Turnout' });
  }

  /**
   * The page inside one of Turnout's webviews. Of a view that was left and is shown again VS Code no longer tells that it
   * is one: `only` takes whichever there is.
   */
  webview(purpose: 'view' | 'panel' | 'only'): FrameLocator {
    const purposeOf = {
      view: '[src*="purpose=webviewView"]',
      panel: ':not([src*="purpose=webviewView"])',
      only: '',
    };
    return this.page
      .frameLocator(`iframe.webview[src*="extensionId=turnout.turnout"]${purposeOf[purpose]}`)
      .frameLocator('#active-frame');
  }

  /** Loads the window again, as after an update of VS Code. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }
}
