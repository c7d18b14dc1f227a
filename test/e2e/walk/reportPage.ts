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

  /** Chooses a range of days by its name. */
  async choose(days: string): Promise<void> {
    await this.frame.getByRole('radio', { name: days }).check();
  }

  /** Opens the table behind a chart. @returns its rows, the cells of each joined by a bar */
  async table(chart: string): Promise<string[]> {
    const card = this.frame
      .locator('.card')
      .filter({ has: this.frame.getByRole('heading', { name: chart }) });
    const details = card.locator('details');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    return rowsOf(this.frame.getByRole('table', { name: chart }));
  }

  /** A number by the label it stands under. */
  async figure(label: string): Promise<string> {
    return this.frame
      .getByRole('term')
      .getByText(label, { exact: true })
      .locator('xpath=../dd[1]')
      .innerText();
  }
}

/** The body of a table: a text for each row, hard spaces and all. */
export async function rowsOf(table: Locator): Promise<string[]> {
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText.trim()).join(' | '),
      ),
    );
}
