// Two small plots, drawn by hand: how sure it says it is against how often it is right, and what another limit would give.

import { el, svg } from './dom.js';
import { percent, t } from './words.js';

const SIZE = 320;
const EDGE = { left: 52, bottom: 46, top: 10, right: 12 };

const across = (value, most = 1) => EDGE.left + (value / most) * (SIZE - EDGE.left - EDGE.right);
const up = (value) => SIZE - EDGE.bottom - value * (SIZE - EDGE.bottom - EDGE.top);

function frame(label, xLabel, yLabel, xTicks, most) {
  const root = svg('svg', { class: 'plot', viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img', 'aria-label': label });
  for (const value of [0, 0.25, 0.5, 0.75, 1]) {
    root.append(svg('line', { class: 'grid', x1: across(0), x2: across(1), y1: up(value), y2: up(value) }));
    root.append(svg('text', { x: EDGE.left - 8, y: up(value) + 4, 'text-anchor': 'end' }, percent(value)));
  }
  for (const value of xTicks) root.append(svg('text', { x: across(value, most), y: SIZE - EDGE.bottom + 18, 'text-anchor': 'middle' }, percent(value)));
  root.append(svg('text', { class: 'axis', x: across(0.5), y: SIZE - 6, 'text-anchor': 'middle' }, xLabel));
  root.append(svg('text', { class: 'axis', x: 12, y: up(0.5), 'text-anchor': 'middle', transform: `rotate(-90 12 ${up(0.5)})` }, yLabel));
  return root;
}

export function table(heads, rows) {
  return el('details', { class: 'as-table' }, el('summary', {}, t('as_table')),
    el('table', {}, el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows.map((row) => el('tr', {}, row.map((cell) => el('td', {}, cell)))))));
}

export function reliability(bins) {
  const plot = frame(t('reliability_text'), t('stated'), t('right'), [0, 0.25, 0.5, 0.75, 1], 1);
  plot.append(svg('line', { class: 'ideal', x1: across(0), y1: up(0), x2: across(1), y2: up(1) }));
  plot.append(svg('polyline', { class: 'line first', points: bins.map((bin) => `${across(bin.stated)},${up(bin.right)}`).join(' ') }));
  for (const bin of bins) plot.append(svg('circle', { class: 'point first', cx: across(bin.stated), cy: up(bin.right), r: 4.5 }));
  return el('figure', {}, plot, table([t('stated'), t('right')], bins.map((bin) => [percent(bin.stated, 1), percent(bin.right, 1)])));
}

/** `lines`: {language: [{false_warnings, found}]}. */
export function tradeOff(lines) {
  const most = Math.max(...Object.values(lines).flat().map((point) => point.false_warnings));
  const plot = frame(t('trade_off_text'), t('false_allowed'), t('found_short'), [0, most / 2, most], most);
  Object.entries(lines).forEach(([language, points], index) => {
    const kind = index ? 'second' : 'first';
    plot.append(svg('polyline', { class: `line ${kind}`, points: points.map((point) => `${across(point.false_warnings, most)},${up(point.found)}`).join(' ') }));
    for (const point of points) {
      const at = { x: across(point.false_warnings, most), y: up(point.found) };
      plot.append(index ? svg('rect', { class: `point ${kind}`, x: at.x - 4, y: at.y - 4, width: 8, height: 8 }) : svg('circle', { class: `point ${kind}`, cx: at.x, cy: at.y, r: 4.5 }));
    }
    plot.append(svg('text', { class: `name ${kind}`, x: across(points.at(-1).false_warnings, most), y: up(points.at(-1).found) + (index ? -10 : 20), 'text-anchor': 'end' }, t(language)));
  });
  const rows = Object.entries(lines).flatMap(([language, points]) => points.map((point) => [t(language), percent(point.false_warnings), percent(point.found, 1)]));
  return el('figure', {}, plot, table([t('language'), t('false_allowed'), t('found_short')], rows));
}
