import type { Locator, Page } from 'playwright-core';
import { test } from 'vitest';
import type { Workbench } from './workbench';

/** A test of the built-in chat, which in the oldest VS Code asks no participant without a model of Copilot's. */
export const builtInChat = test.skipIf(process.env.TURNOUT_VSCODE === 'oldest');

/** The editor's built-in chat. Of a long chat it draws only what is in sight. */
export class ChatPage {
  constructor(
    private readonly page: Page,
    private readonly workbench: Workbench,
  ) {}

  async open(): Promise<void> {
    await this.workbench.run('Chat: Open Chat');
    await this.input.waitFor();
  }

  /** The button that shows which model is chosen, and opens the list of them. */
  get picker(): Locator {
    return this.view.locator('.chat-input-toolbars').getByText('Turnout (auto)');
  }

  /** The models to choose from, while the picker is open. */
  get models(): Locator {
    return this.page.locator('.context-view:visible .monaco-list-row');
  }

  /** The last answer. */
  get response(): Locator {
    return this.view.locator('[data-last-element="true"] .interactive-response');
  }

  /** What the last answer says, its lines joined. */
  async responseText(): Promise<string> {
    return (await this.response.innerText()).replaceAll(/\s+/g, ' ');
  }

  followUp(label: string): Locator {
    return this.view.locator('.interactive-session-followups').getByText(label);
  }

  /** A button below the last answer. */
  button(label: string): Locator {
    return this.response.getByRole('button', { name: label });
  }

  get stopButton(): Locator {
    return this.view.locator('.chat-input-toolbars .codicon-stop-circle');
  }

  /** Attaches the file in the editor, which the chat suggests by itself. */
  async attachOpenFile(name: string): Promise<void> {
    await this.view.getByRole('button', { name: `Add file:${name} to context` }).click();
    // The name's hover card would lie above the input.
    await this.page.mouse.move(640, 300);
  }

  /** Types a prompt and sends it; `@turnout` stays from prompt to prompt. */
  async ask(prompt: string): Promise<void> {
    await this.input.click();
    await this.page.keyboard.type(prompt, { delay: 5 });
    // Closes the list of what may follow a slash or an @.
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Enter');
    const words = prompt.split(' ').at(-1) ?? prompt;
    await this.view.locator('.interactive-request').filter({ hasText: words }).first().waitFor();
  }

  private get view(): Locator {
    return this.page.locator('.interactive-session:visible');
  }

  private get input(): Locator {
    return this.view.locator('.interactive-input-editor .monaco-editor').first();
  }
}
