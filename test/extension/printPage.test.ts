import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { printPage } from '../../src/extension/printPage';
import { fourRequests, stateWith } from '../webview/reports';

const report = fourRequests();
const [first, ...others] = report.models;

test('it holds the figures, every table and the pictures it is given', () => {
  const { document } = new JSDOM(printPage(stateWith(report), [{ id: 'spending', png: 'AAAA' }])).window;
  expect(document.querySelector('.saved')?.textContent).toBe('+$5.00');
  expect(document.body.textContent).toContain('95 % interval: +$4.00 to +$6.50');
  expect(document.body.textContent).toContain('Not measured on your answers');
  expect([...document.querySelectorAll('section[class]')].map(({ className }) => className)).toEqual([
    'spending',
    'strong-share',
    'models',
    'doors',
    'languages',
    'win-rates',
    'slider',
    'latest',
  ]);
  expect([...document.images].map(({ src }) => src)).toEqual(['data:image/png;base64,AAAA']);
});

test('a name of a model is text in it, whatever it holds', () => {
  if (first === undefined) throw new Error('The report has a model.');
  const evil = { ...first, ref: { ...first.ref, model: '<img src=x onerror=alert(1)>&"' } };
  const { document } = new JSDOM(printPage(stateWith({ ...report, models: [evil, ...others] }), [])).window;
  expect(document.images).toHaveLength(0);
  expect(document.querySelector('.models tbody td')?.textContent).toBe(evil.ref.model);
});
