import type { ModelRef, Pair, Side } from '../../routing/chat';
import type { Offer } from '../../webview/sidebarProtocol';

/** Models that need no key, as they were found. */
export interface KeylessModels {
  /** Of the Ollama on this machine, the last changed first; `size` in bytes. */
  readonly ollama: readonly { readonly ref: ModelRef; readonly size: number }[];
  /** Of the editor; `listPrice` ranks them, and is undefined where nobody knows it. */
  readonly editor: readonly { readonly ref: ModelRef; readonly listPrice: number | undefined }[];
}

/** What to begin with: two models, or one where no second is there or nothing tells the two apart. */
export type KeylessOffer =
  | { readonly kind: 'pair'; readonly pair: Pair<ModelRef> }
  | { readonly kind: 'half'; readonly side: Side; readonly ref: ModelRef };

/**
 * The dearest model of the editor is strong beside the newest of Ollama. Among the editor's alone, list prices tell strong
 * from weak, and among Ollama's alone their sizes.
 *
 * @returns undefined where there is nothing to offer
 */
export function keylessOffer({ ollama, editor }: KeylessModels): KeylessOffer | undefined {
  const [newest] = ollama;
  const priced = editor.flatMap(({ ref, listPrice }) =>
    listPrice === undefined ? [] : [{ ref, rank: listPrice }],
  );
  const [onlyEditorModel] = editor.length === 1 ? editor : [];
  const ofEditor = extremes(priced);
  const strongest = ofEditor?.strong ?? onlyEditorModel?.ref;
  if (newest !== undefined && strongest !== undefined) {
    return { kind: 'pair', pair: { strong: strongest, weak: newest.ref } };
  }
  const pair = ofEditor ?? extremes(ollama.map(({ ref, size }) => ({ ref, rank: size })));
  if (pair !== undefined) return { kind: 'pair', pair };
  if (newest !== undefined) return { kind: 'half', side: 'weak', ref: newest.ref };
  if (strongest !== undefined) return { kind: 'half', side: 'strong', ref: strongest };
  return undefined;
}

/** The offer as the sidebar shows it. */
export function shownOffer(offer: KeylessOffer | undefined): Offer | null {
  switch (offer?.kind) {
    case undefined:
      return null;
    case 'pair':
      return { kind: 'pair', strong: offer.pair.strong.model, weak: offer.pair.weak.model };
    case 'half':
      return { kind: 'half', side: offer.side, model: offer.ref.model };
  }
}

/** The highest and the lowest; undefined where all rank alike. */
function extremes(
  models: readonly { readonly ref: ModelRef; readonly rank: number }[],
): Pair<ModelRef> | undefined {
  const ranked = models.toSorted((a, b) => b.rank - a.rank);
  const [highest, lowest] = [ranked[0], ranked.at(-1)];
  if (highest === undefined || lowest === undefined || highest.rank === lowest.rank) return undefined;
  return { strong: highest.ref, weak: lowest.ref };
}
