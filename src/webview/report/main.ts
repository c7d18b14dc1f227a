import './report.css';
import { connectHost } from '../host';
import type { ReportState, ReportToHost, ReportToView } from '../reportProtocol';
import { choiceOf, ReportView } from './reportView';

/** The report last shown, which a reloaded window shows until the host has read the ledger again. */
interface Remembered {
  readonly state: ReportState;
}

const host = connectHost<ReportToHost, ReportToView, Remembered>();
const view = new ReportView(host.post);
document.getElementById('app')?.replaceChildren(view.element);

const remembered = host.recall()?.state;
if (remembered !== undefined) view.show(remembered);

host.receive({
  report: ({ state }) => {
    if (view.show(state)) host.remember({ state });
  },
});
// VS Code changes the body's class, and the variables with it, when the theme changes.
new MutationObserver(() => view.redraw()).observe(document.body, {
  attributes: true,
  attributeFilter: ['class', 'data-vscode-theme-id'],
});
host.post({ type: 'ready', choice: choiceOf(remembered) });
