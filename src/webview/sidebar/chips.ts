import { fillLabel } from '../../routing/fillLabel';
import { element, icon, iconButton } from '../element';
import type { Chip, SidebarLabels } from '../sidebarProtocol';
import { formatCount } from './numbers';

type ChipLabels = Pick<SidebarLabels, 'attached' | 'tokens' | 'removeAttachment'>;

/** What is attached, each with its size; below a prompt that was sent they can only be read. */
export function chipList(
  chips: readonly Chip[],
  labels: ChipLabels,
  remove?: (chip: Chip, position: number) => void,
): HTMLElement {
  return element(
    'ul',
    { class: 'chips', 'aria-label': labels.attached },
    ...chips.map((chip, position) => {
      const tokens = fillLabel(labels.tokens, formatCount(chip.tokens));
      return element(
        'li',
        { class: 'chip', title: `${chip.name} · ${tokens}` },
        icon('file'),
        element('span', { class: 'chip-name' }, chip.name),
        ' ',
        element('span', { class: 'chip-tokens' }, tokens),
        ...(remove === undefined
          ? []
          : [
              iconButton('close', fillLabel(labels.removeAttachment, chip.name), () =>
                remove(chip, position),
              ),
            ]),
      );
    }),
  );
}
