import { element, icon, iconButton, textButton } from '../element';
import type { Connection, SidebarLabels, SidebarToHost } from '../protocol';

/** Which models answer, and the way to others. */
export class ConnectionBar {
  readonly element = element('div', { class: 'connection' });
  private shown = '';

  constructor(
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
  ) {}

  /** @param introShown the empty chat says itself that nothing is connected, and offers the same buttons */
  show(connection: Connection, introShown: boolean): void {
    this.element.hidden = connection.kind === 'preview' && introShown;
    const key = JSON.stringify(connection);
    // Built anew only for news, so that the focus stays on its buttons.
    if (key === this.shown) return;
    this.shown = key;
    this.element.className = `connection ${connection.kind}`;
    this.element.replaceChildren(...this.parts(connection));
  }

  private parts(connection: Connection): HTMLElement[] {
    const { labels, post } = this;
    const connect = () => post({ type: 'connectModels' });
    switch (connection.kind) {
      case 'preview':
        return [
          icon('debug-disconnect'),
          element('span', { class: 'connection-text' }, labels.previewBanner),
          textButton(labels.connectModels, connect, 'link'),
        ];
      case 'practice':
        return [
          icon('beaker'),
          element('span', { class: 'connection-text' }, labels.practiceBanner),
          textButton(labels.connectModels, connect, 'link'),
        ];
      case 'connected':
        return [
          element(
            'span',
            { class: 'connection-text' },
            namedModel(connection.strong, labels.strong, 'strong'),
            namedModel(connection.weak, labels.weak, 'weak'),
          ),
          iconButton('settings-gear', labels.changeModels, connect),
        ];
    }
  }
}

function namedModel(model: string, sideLabel: string, side: 'strong' | 'weak'): HTMLElement {
  return element(
    'span',
    { class: 'named-model', title: `${sideLabel}: ${model}` },
    element('span', { class: `side ${side}` }, sideLabel),
    ' ',
    element('span', { class: 'model' }, model),
  );
}
