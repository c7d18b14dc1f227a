import { isDay, type RangeChoice } from '../../routing/report/dateRange';
import type { ReportTableId } from '../../routing/report/reportTables';
import type { ChartPicture, ReportToHost } from '../../webview/reportProtocol';

type Fields = Readonly<Record<string, unknown>>;

const tableIds: Readonly<Record<ReportTableId, true>> = {
  spending: true,
  'strong-share': true,
  models: true,
  doors: true,
  languages: true,
  'win-rates': true,
  slider: true,
  latest: true,
};

/** A chart as an image takes some 50 kB; no page needs more than this, in characters. */
const largestPicture = 4_000_000;

/**
 * A message from the report's page, which is not trusted to keep to the protocol.
 *
 * @returns only what the protocol names; undefined for anything that is not one of its messages
 */
export function parseReportMessage(message: unknown): ReportToHost | undefined {
  const fields = fieldsOf(message);
  switch (fields?.type) {
    case 'ready':
    case 'range': {
      const choice = parseChoice(fields.choice);
      return choice && { type: fields.type, choice };
    }
    case 'refresh':
    case 'openChat':
      return { type: fields.type };
    case 'export':
      return fields.as === 'csv' || fields.as === 'json' ? { type: 'export', as: fields.as } : undefined;
    case 'print': {
      const charts = Array.isArray(fields.charts) ? fields.charts.map(parsePicture) : [];
      const whole = charts.filter((chart) => chart !== undefined);
      return Array.isArray(fields.charts) && whole.length === charts.length
        ? { type: 'print', charts: whole }
        : undefined;
    }
    default:
      return undefined;
  }
}

function parseChoice(value: unknown): RangeChoice | undefined {
  const { kind, from, to } = fieldsOf(value) ?? {};
  switch (kind) {
    case 'last-7-days':
    case 'last-30-days':
    case 'this-month':
    case 'all':
      return { kind };
    case 'between':
      return typeof from === 'string' && typeof to === 'string' && isDay(from) && isDay(to) && from <= to
        ? { kind, from, to }
        : undefined;
    default:
      return undefined;
  }
}

function parsePicture(value: unknown): ChartPicture | undefined {
  const { id, png } = fieldsOf(value) ?? {};
  const known = typeof id === 'string' && Object.hasOwn(tableIds, id);
  const image = typeof png === 'string' && png.length <= largestPicture && /^[A-Za-z0-9+/]+={0,2}$/.test(png);
  return known && image ? { id: id as ReportTableId, png } : undefined;
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}
