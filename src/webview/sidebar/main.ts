import './sidebar.css';
import { connectHost } from '../host';
import type { SidebarToHost, SidebarToView } from '../sidebarProtocol';
import { type Remembered, Sidebar } from './sidebar';

/** Typing and scrolling are remembered in batches, in milliseconds. */
const rememberingDelay = 200;

const host = connectHost<SidebarToHost, SidebarToView, Remembered>();
let sidebar: Sidebar | undefined;
let remembering: number | undefined;

function remember(): void {
  window.clearTimeout(remembering);
  remembering = undefined;
  if (sidebar !== undefined) host.remember(sidebar.remembered);
}

host.receive({
  state: ({ state }) => {
    if (sidebar !== undefined) {
      sidebar.show(state);
      return;
    }
    const remembered = host.recall();
    sidebar = new Sidebar(state, host.post, () => {
      remembering ??= window.setTimeout(remember, rememberingDelay);
    });
    document.getElementById('app')?.replaceChildren(sidebar.element);
    sidebar.show(state);
    if (remembered !== undefined) sidebar.restore(remembered);
  },
  strongShare: ({ strongShare }) => sidebar?.showStrongShare(strongShare),
  budget: ({ budget }) => sidebar?.showBudget(budget),
  forecasts: ({ forecasts }) => sidebar?.showForecasts(forecasts),
  turn: ({ turn }) => sidebar?.showTurn(turn),
  text: (more) => sidebar?.append(more),
  thinking: (more) => sidebar?.append(more),
  attachments: ({ attachments, focus }) => sidebar?.showAttachments(attachments, focus),
  pinned: ({ side }) => sidebar?.showPinned(side),
  offer: ({ offer }) => sidebar?.showOffer(offer),
});
window.addEventListener('pagehide', remember);
host.post({ type: 'ready' });
