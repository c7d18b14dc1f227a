import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { drawPlot } from '../../../src/evaluation/study/drawing';
import { qualityPlot } from '../../../src/evaluation/study/qualityPlot';
import { reliabilityPlot } from '../../../src/evaluation/study/reliabilityPlot';

const fonts = [createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')];

const straight = [
  { share: 0, quality: 60 },
  { share: 1, quality: 80 },
];

it('call share against quality is an SVG with every line named, and a PNG of twice its size', async () => {
  const plot = qualityPlot('mmlu', 'MMLU', 'answered right (%)', [
    { label: 'default', role: 'router', points: straight },
    { label: 'coin', role: 'baseline', points: straight },
  ]);
  const { svg, png } = await drawPlot(plot, fonts);
  for (const text of ['MMLU', 'default', 'coin', 'answered right (%)', 'calls to the strong model (%)']) {
    expect(svg).toContain(`>${text}<`);
  }
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
  expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(2 * width);
});

it('is the same every time', async () => {
  const forecasts = [0.2, 0.4, 0.6].map((winRate) => ({ winRate, outcome: 0.5 }));
  const draw = () =>
    drawPlot(reliabilityPlot('reliability', 'Reliability', [{ source: 'chat', forecasts }]), fonts);
  const [first, second] = [await draw(), await draw()];
  expect(second.svg).toBe(first.svg);
  expect(Buffer.compare(second.png, first.png)).toBe(0);
  expect(first.svg).toContain('>chat<');
});

it('tells when there are more lines than colours', () => {
  const lines = Array.from({ length: 15 }, (_, index) => ({
    label: `router ${index}`,
    role: 'router' as const,
    points: straight,
  }));
  expect(() => qualityPlot('many', 'Many', 'score', lines)).toThrow('no colour left for "router 14"');
});
