import type { ChartConfiguration, ChartOptions, Plugin } from 'chart.js';
import type { ChartInk } from './chartInk';

/** More points than this are drawn as a line alone. */
const mostPoints = 31;

/** What all charts have in common: no motion, the theme's letters, a legend only where there is a choice. */
export function commonOptions(ink: ChartInk, legend: boolean) {
  return {
    animation: false,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    font: { family: ink.font, size: 12 },
    plugins: {
      legend: {
        display: legend,
        align: 'end',
        labels: { color: ink.text, usePointStyle: true, pointStyleWidth: 20, boxHeight: 7 },
      },
      tooltip: {
        backgroundColor: ink.hoverBackground,
        borderColor: ink.hoverBorder,
        borderWidth: 1,
        titleColor: ink.hoverText,
        bodyColor: ink.hoverText,
        usePointStyle: true,
      },
    },
  } satisfies ChartOptions;
}

/** The axis of what is counted or paid. */
export function valueAxis(ink: ChartInk, write: (value: number) => string) {
  return {
    beginAtZero: true,
    border: { display: false },
    grid: { color: ink.grid },
    ticks: { color: ink.text, maxTicksLimit: 5, callback: (value: number | string) => write(Number(value)) },
  };
}

/** The axis of days or names. */
export function nameAxis(ink: ChartInk) {
  return { ticks: { color: ink.text, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false } };
}

export function lineOf(label: string, colour: string, data: readonly number[]) {
  return {
    label,
    data: [...data],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    pointStyle: 'line' as const,
    pointRadius: data.length > mostPoints ? 0 : 2,
    pointHoverRadius: 4,
    pointHitRadius: 12,
  };
}

/** Lines of money, from one name to the next. */
export function moneyLines(
  ink: ChartInk,
  money: (amount: number | null) => string,
  data: ChartConfiguration<'line'>['data'],
): ChartConfiguration<'line'> {
  const common = commonOptions(ink, true);
  return {
    type: 'line',
    data,
    options: {
      ...common,
      scales: { x: nameAxis(ink), y: valueAxis(ink, money) },
      plugins: {
        ...common.plugins,
        tooltip: {
          ...common.plugins.tooltip,
          callbacks: { label: ({ dataset, parsed }) => ` ${dataset.label}: ${money(parsed.y)}` },
        },
      },
    },
  };
}

/** A line across the chart at a part of its width, with its name above it, within the picture. */
export function verticalMark(id: string, part: number, label: string, ink: ChartInk): Plugin {
  return {
    id,
    afterDatasetsDraw: ({ ctx, width, chartArea: { left, right, top, bottom } }) => {
      const x = left + part * (right - left);
      ctx.save();
      ctx.strokeStyle = ink.mark;
      ctx.fillStyle = ink.mark;
      ctx.lineWidth = 2;
      ctx.setLineDash([5, 3]);
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, bottom);
      ctx.stroke();
      ctx.font = `12px ${ink.font}`;
      ctx.textBaseline = 'bottom';
      const half = ctx.measureText(label).width / 2;
      ctx.textAlign = 'center';
      ctx.fillText(label, Math.max(half, Math.min(width - half, x)), top - 4);
      ctx.restore();
    },
  };
}
