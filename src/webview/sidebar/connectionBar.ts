import { element, icon, iconButton, textButton } from '../element';
import type { Connection, SidebarLabels, SidebarToHost } from '../sidebarProtocol';

/** Which models answer, and the way to others. */
export class ConnectionBar {
  readonly element = element('div', { class: 'connection' });
  private shown = '';

  constructor(
    private readonly labels: SidebarLabels,
    private readonly post: (message: SidebarToHost) => void,
  ) {}

  /** @param offered whether the chat above ends in the same offer to connect, so that it need not be repeated */
  show(connection: Connection, offered: boolean): void {
    this.element.hidden = connection.kind === 'preview' && offered;
    const key = JSON.stringify(connection);
    // Built anew only for news, so that the focus stays on its buttons.
    if (key === this.shown) return;
    this.shown = key;
    this.element.className = `connection ${connection.kind}`;
    this.element.replaceChildren(...this.parts(connection));
  }

  private parts(connection: Connection): HTMLElement[] {
    const { labels } = this;
    switch (connection.kind) {
      case 'preview':
        return [icon('debug-disconnect'), this.invitation(labels.previewBanner)];
      case 'practice':
        return [icon('beaker'), this.invitation(labels.practiceBanner)];
      case 'connected':
        return [
          element(
            'span',
            { class: 'connection-text' },
            namedModel(connection.strong, labels.strong, 'strong'),
            namedModel(connection.weak, labels.weak, 'weak'),
          ),
          iconButton('settings-gear', labels.changeModels, () => this.connect()),
        ];
    }
  }

  private invitation(text: string): HTMLElement {
    return element(
      'span',
      { class: 'connection-text' },
      text,
      ' ',
      textButton(this.labels.connectModels, () => this.connect(), 'link'),
    );
  }

  private connect(): void {
    this.post({ type: 'connectModels' });
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
