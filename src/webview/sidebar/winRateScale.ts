import { element } from '../element';
import type { Badge, SidebarLabels } from '../sidebarProtocol';
import { formatRate } from './numbers';

const width = 200;
const height = 16;
const edge = 6;

/** Where the win rate lies between 0 and 1, and the threshold: a dot and a line, told apart by shape as well. */
export function winRateScale(
  { winRate, threshold }: NonNullable<Badge['scale']>,
  labels: Pick<SidebarLabels, 'winRate' | 'threshold'>,
): HTMLElement {
  const at = (value: number) => edge + value * (width - 2 * edge);
  const middle = height / 2;
  const scale = svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'scale', 'aria-hidden': 'true' });
  scale.append(
    svg('line', { class: 'scale-axis', x1: at(0), x2: at(1), y1: middle, y2: middle }),
    svg('line', { class: 'scale-above', x1: at(threshold), x2: at(1), y1: middle, y2: middle }),
    svg('line', { class: 'scale-threshold', x1: at(threshold), x2: at(threshold), y1: 1, y2: height - 1 }),
    svg('circle', { class: 'scale-win-rate', cx: at(winRate), cy: middle, r: 4.5 }),
  );
  return element(
    'div',
    { class: 'win-rate-scale' },
    scale,
    element(
      'div',
      { class: 'scale-legend' },
      element('span', { class: 'key-win-rate' }, `${labels.winRate} ${formatRate(winRate)}`),
      ' ',
      element('span', { class: 'key-threshold' }, `${labels.threshold} ${formatRate(threshold)}`),
    ),
  );
}

function svg(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
