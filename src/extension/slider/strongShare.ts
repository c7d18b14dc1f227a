import * as vscode from 'vscode';

/** The stops that the hover and the quick pick offer, as shares in [0, 1]. */
const strongShareStops: readonly number[] = [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1];

/** The stops with a share among them, ascending. */
export function stopsWith(share: number): readonly number[] {
  return [...new Set([...strongShareStops, share])].sort((a, b) => a - b);
}

/** One press of + or −. */
export const strongShareStep = 0.05;

const setting = 'strongShare';

/** How long a dragged slider must rest before the settings are written, in milliseconds. */
const restMs = 250;

/** The slider: which share of prompts is meant for the strong model. Kept in the user's settings in percent. */
export class StrongShare implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<number>();
  private readonly listener: vscode.Disposable;
  private preview: number | undefined;
  private resting: NodeJS.Timeout | undefined;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`turnout.${setting}`)) this.settle();
    });
  }

  /** In [0, 1]. */
  get value(): number {
    return this.preview ?? this.kept;
  }

  /** What the settings say. Another type or range counts as the default. */
  private get kept(): number {
    const percent = vscode.workspace.getConfiguration('turnout').get<unknown>(setting);
    return typeof percent === 'number' && percent >= 0 && percent <= 100 ? percent / 100 : 0.5;
  }

  /** Keeps the share, rounded to whole percent and held to [0, 1]. */
  async set(share: number): Promise<void> {
    clearTimeout(this.resting);
    const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
    // Shown until the settings tell of it, so that the old value does not come back in between.
    this.show(percent / 100);
    try {
      await vscode.workspace
        .getConfiguration('turnout')
        .update(setting, percent, vscode.ConfigurationTarget.Global);
    } catch (error) {
      this.show(undefined);
      throw error;
    }
    this.settle();
  }

  /** Shows a share while a hand moves the slider, and keeps it once the hand rests. */
  drag(share: number): void {
    this.show(share);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.set(share), restMs);
  }

  /** Shows a share everywhere without keeping it; undefined goes back to the one that is kept. */
  show(share: number | undefined): void {
    this.preview = share;
    this.changed.fire(this.value);
  }

  /** Goes by the settings again once they hold what was set; they may do so a moment after the write. */
  private settle(): void {
    if (this.preview === this.kept) this.preview = undefined;
    this.changed.fire(this.value);
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.listener.dispose();
    this.changed.dispose();
  }
}
