import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The savings report. */
export class ReportPage {
  readonly frame: FrameLocator;

  constructor(workbench: Workbench) {
    this.frame = workbench.webview('panel');
  }

  /** The headline. */
  get saved(): Locator {
    return this.frame.locator('.saved');
  }

  /** The latest decisions, newest first. */
  get decisions(): Locator {
    return this.frame.getByRole('table', { name: 'Latest decisions' }).locator('tbody tr');
  }

  /** A number by the label it stands under. */
  async figure(label: string): Promise<string> {
    return this.frame.getByRole('term').getByText(label, { exact: true }).locator('xpath=../dd').innerText();
  }
}
