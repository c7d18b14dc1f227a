import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The editor of a file, and the diffs in its place. */
export class EditorPage {
  constructor(private readonly page: Page) {}

  async open(file: string): Promise<void> {
    await this.page.getByRole('treeitem', { name: file }).dblclick();
    await this.lines.first().waitFor();
  }

  /** Lines of the editor, or of both sides of a diff. */
  get lines(): Locator {
    return this.page.locator('.editor-instance .view-line:visible');
  }

  get diff(): Locator {
    return this.page.locator('.editor-instance .monaco-diff-editor:visible');
  }

  /** What the changed side of a diff shows, its lines joined. */
  async proposed(): Promise<string> {
    return textOf(this.diff.locator('.editor.modified .view-lines'));
  }

  /** What the editor shows. */
  async text(): Promise<string> {
    return textOf(this.page.locator('.editor-instance > .monaco-editor .view-lines:visible'));
  }

  /** The title of the tab in front. */
  get title(): Locator {
    return this.page.locator('.tab.active[role="tab"]');
  }

  tab(name: string): Locator {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** A button beside the tabs. */
  titleButton(name: string): Locator {
    return this.page.locator('.editor-actions').getByRole('button', { name });
  }

  /** Puts the cursor into a line, by a word that is only there. */
  async clickOn(word: string): Promise<void> {
    await this.lines.filter({ hasText: word }).first().click();
  }

  /** Opens Turnout's part of the context menu of a line. */
  async openMenuFor(word: string): Promise<void> {
    await this.lines.filter({ hasText: word }).first().click({ button: 'right' });
    await this.menuItem('Turnout').hover();
    await this.menuItem('Explain Code').waitFor();
  }

  /** Chooses in the open menu, which takes no click while it is only just opening. */
  async choose(item: string): Promise<void> {
    const entry = this.menuItem(item);
    const isOpen = async () => {
      if (await entry.isVisible()) await entry.click({ timeout: 1000 }).catch(() => {});
      return entry.isVisible();
    };
    await expect.poll(isOpen, { interval: 300 }).toBe(false);
  }

  async chooseFor(word: string, item: string): Promise<void> {
    await this.openMenuFor(word);
    await this.choose(item);
  }

  /** Of an open context menu; its keys may stand behind its name. */
  menuItem(name: string): Locator {
    return this.page.getByRole('menuitem', { name: new RegExp(`^${name}\\b`) });
  }

  /** One of the fixes that the editor offers. */
  quickFix(name: string): Locator {
    return this.page.locator('.action-widget').getByText(name);
  }

  async shows(text: string): Promise<void> {
    await expect.poll(() => this.text()).toBe(text);
  }
}

/** Lines lie in any order in the page, and have hard spaces. */
async function textOf(lines: Locator): Promise<string> {
  const shown = await lines.locator('.view-line').evaluateAll((nodes) =>
    nodes
      .map((node) => ({
        top: Number.parseInt((node as HTMLElement).style.top, 10),
        text: node.textContent ?? '',
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' ')),
  );
  return shown.join('\n').trimEnd();
}
