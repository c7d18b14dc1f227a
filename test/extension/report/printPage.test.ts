import { expect, test } from 'vitest';
import { printPage } from '../../../src/extension/report/printPage';
import { fourRequests, stateWith } from '../../webview/reports';

const report = fourRequests();
const [first, ...others] = report.models;

test('it holds the figures, every table and the pictures it is given', () => {
  const page = printPage(stateWith(report), [{ id: 'spending', png: 'AAAA' }]);
  expect(page).toContain('<p class="saved">+$5.00</p>');
  expect(page).toContain('95 % interval: +$4.00 to +$6.50');
  expect(page).toContain('Not measured on your answers');
  expect(page).toMatch(/Random router, same strong share[\s\S]{0,40}\$2\.60/);
  expect(printPage(stateWith({ ...report, control: null }), [])).not.toContain('Random router, same');
  expect([...page.matchAll(/<section class="([\w-]+)"/g)].map(([, name]) => name)).toEqual([
    'spending',
    'strong-share',
    'models',
    'doors',
    'languages',
    'win-rates',
    'slider',
    'latest',
  ]);
  expect(page.match(/<img[^>]*>/g)).toEqual(['<img alt="" src="data:image/png;base64,AAAA">']);
});

test('a name of a model is text in it, whatever it holds', () => {
  if (first === undefined) throw new Error('The report has a model.');
  const evil = { ...first, ref: { ...first.ref, model: '<img src=x onerror=alert(1)>&"' } };
  const page = printPage(stateWith({ ...report, models: [evil, ...others] }), []);
  expect(page).not.toContain('<img');
  expect(page).toContain('<td>&#60;img src=x onerror=alert(1)&#62;&#38;&#34;</td>');
});
