import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The page that leads through the first minute. */
export class WalkthroughPage {
  constructor(private readonly page: Page) {}

  /** Each step's title, and whether it is done. */
  async steps(): Promise<readonly (readonly [title: string, done: boolean])[]> {
    const titles = await this.stepTitles.allInnerTexts();
    return Promise.all(titles.map(async (title) => [title, await this.isDone(title)] as const));
  }

  async isDone(title: string): Promise<boolean> {
    return (await this.step(title).locator('.codicon-getting-started-step-checked').count()) > 0;
  }

  /** Unfolds a step. */
  async open(title: string): Promise<void> {
    await this.step(title).click();
    await this.step(title).and(this.page.locator('.expanded')).waitFor();
  }

  button(name: string): Locator {
    return this.container.getByRole('button', { name });
  }

  /** The colour of the picture's foreground strokes, once it is drawn for a theme. */
  async pictureInk(bodyClass: string): Promise<string> {
    const picture = this.picture.locator(`body.${bodyClass} svg`);
    await picture.waitFor();
    return picture.evaluate((svg) => {
      const probe = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      probe.setAttribute('stroke', 'var(--vscode-foreground, #888)');
      svg.append(probe);
      const { stroke } = getComputedStyle(probe);
      probe.remove();
      return stroke;
    });
  }

  private get container(): Locator {
    return this.page.locator('.gettingStartedContainer:visible');
  }

  private get stepTitles(): Locator {
    return this.container.locator('.getting-started-step .step-title');
  }

  private step(title: string): Locator {
    return this.container.locator('.getting-started-step').filter({ hasText: title });
  }

  private get picture(): FrameLocator {
    return this.page
      .frameLocator('iframe.webview[src*="walkThrough"], iframe.webview:not([src*="extensionId=turnout"])')
      .frameLocator('#active-frame');
  }
}
