// "What does it see?": a draft as the linter reads it, the figures of the model, the rules.

import { button, el, fresh } from './dom.js';
import { draftFields } from './compose.js';
import * as gmail from './gmail.js';
import { header, text } from './mime.js';
import { connector, json, ui } from './state.js';
import { reliability, tradeOff } from './plots.js';
import { RULES_DE, percent, t } from './words.js';

const TABS = ['draft', 'model', 'rules'];
const SHOWN = 0.5; // probability from which a label counts, as in the linter
let example = null; // a rule's example that somebody wants to look at

export async function seeView(tab, argument) {
  const name = TABS.includes(tab) ? tab : 'draft';
  const links = TABS.map((item) => el('a', { href: `#/see/${item}`, class: 'tab', 'aria-current': item === name ? 'page' : undefined }, t(`tab_${item}`)));
  const body = name === 'draft' ? await draftTab(argument) : await modelTab(name);
  return [el('h1', {}, t('see_title')), el('p', { class: 'lead' }, t('see_lead')), el('nav', { class: 'tabs', 'aria-label': t('see_title') }, links), ...body];
}

async function modelTab(name) {
  const model = await json('playground/model');
  return name === 'model' ? figures(model) : rules(model.rules);
}

async function draftTab(chosen) {
  const own = connector().address;
  const drafts = await gmail.drafts(own);
  const result = el('div', { class: 'seen', 'aria-live': 'polite' });
  const fields = { to: line('to'), cc: line('cc'), body: el('textarea', { id: fresh('body'), rows: 8 }) };
  const subject = { value: '' };
  const look = async () => {
    const draft = draftFields({ from: `"${connector().name}" <${own}>`, to: fields.to.value, cc: fields.cc.value, bcc: '', subject: subject.value, body: fields.body.value });
    try {
      result.replaceChildren(...reading(await json('playground/see', draft), fields.body.value));
    } catch (error) {
      result.replaceChildren(el('p', { role: 'alert' }, t('failed', { why: error.message })));
    }
  };
  const fill = async (id) => {
    const message = id ? (await gmail.draft(own, id)).message : null;
    fields.to.value = message ? header(message, 'To') : '';
    fields.cc.value = message ? header(message, 'Cc') : '';
    subject.value = message ? header(message, 'Subject') : '';
    fields.body.value = message ? text(message).trim() : '';
    if (message) await look();
    else result.replaceChildren();
  };
  const pickId = fresh('pick');
  const pick = el('select', { id: pickId, onchange: () => fill(pick.value) }, drafts.map((item) => el('option', { value: item.id }, header(item.message, 'Subject') || t('no_subject'))), el('option', { value: '' }, t('own')));
  if (example) {
    pick.value = '';
    [fields.to.value, fields.cc.value, fields.body.value] = [[].concat(example.to ?? '').join(', '), [].concat(example.cc ?? '').join(', '), example.body];
    example = null;
    await look();
  } else {
    pick.value = drafts.some((item) => item.id === chosen) ? chosen : drafts[0]?.id ?? '';
    await fill(pick.value);
  }
  const labelled = (name, node) => el('div', { class: 'see-field' }, el('label', { for: node.id }, t(name)), node);
  return [el('div', { class: 'see-form' }, labelled('pick', pick), labelled('to', fields.to), labelled('cc', fields.cc), labelled('text', fields.body), button(t('look'), look, 'filled')), result];
}

const line = (name) => el('input', { id: fresh(name), type: 'text', autocomplete: 'off' });

function reading(data, body) {
  const { report } = data;
  return [
    el('section', { class: 'panel verdict' }, el('h2', {}, t('verdict')), el('p', { class: 'big' }, t(`v_${report.verdict}`)), meter(t('how_sure'), report.confidence),
      report.findings.length ? el('ul', { class: 'findings' }, report.findings.map((finding) => el('li', {}, el('span', { class: `badge ${finding.severity}` }, t(finding.severity)), ' ', el('span', {}, finding.message), ' ', el('a', { href: '#/see/rules' }, finding.code)))) : el('p', { class: 'faint' }, t('no_findings'))),
    el('section', { class: 'panel' }, el('h2', {}, t('sides')), report.sides.length ? el('ul', { class: 'sides' }, report.sides.map(sideOf)) : el('p', { class: 'faint' }, t('no_sides'))),
    el('section', { class: 'panel' }, el('h2', {}, t('sentences')), el('ol', { class: 'sentences' }, data.sentences.map((sentence) => sentenceOf(sentence, body, report.findings)))),
    el('section', { class: 'panel' }, el('h2', {}, t('facts')), ...Object.entries(data.facts).map(([name, value]) => meter(t(`f_${name}`), value)), el('p', { class: 'faint' }, t('warn_from', { limit: percent(data.limits.warn) }), ' ', t('gate', { value: percent(data.gate), limit: percent(data.limits.gate, 1) }), ' ', data.gate < data.limits.gate ? t('gate_passed') : '')),
  ];
}

function meter(label, value) {
  const id = fresh('meter');
  const bar = el('span', { class: 'bar' }, el('span', { class: 'bar-fill' }));
  bar.firstChild.style.width = `${Math.round(value * 100)}%`;
  return el('p', { class: 'meter' }, el('span', { id }, label), bar, el('span', { class: 'number' }, percent(value)));
}

function sideOf(side) {
  const who = side.people.map((person) => person.name || person.address).join(', ');
  return el('li', { class: side.asked ? 'asked' : 'unasked' }, el('strong', {}, who), ' ', el('span', { class: `badge ${side.asked ? 'good' : 'warning'}` }, t(side.asked ? 'asked' : 'not_asked')));
}

// A sentence that a finding rests on is marked as what it is evidence of, whatever else it may be.
function sentenceOf(sentence, body, findings) {
  const labels = Object.entries(sentence.labels).sort((one, other) => other[1] - one[1]);
  const strong = labels.filter(([, value]) => value >= SHOWN);
  const chips = labels.slice(0, 4).map(([name, value]) => el('span', { class: value >= SHOWN ? `label label-${name}` : 'label weak' }, `${t(`k_${name}`)} ${percent(value)}`));
  const evidence = findings.flatMap((finding) => finding.evidence).find((one) => one.start === sentence.start);
  const told = evidence ? evidence.kind : strong.length && strong[0][0];
  return el('li', { class: told ? `told told-${told}` : 'told' }, el('p', {}, [...body].slice(sentence.start, sentence.end).join('')), el('p', { class: 'labels' }, chips.length ? chips : el('span', { class: 'label weak' }, t('no_label'))));
}

function figures(model) {
  const names = ['found', 'false_warnings', 'right_side_named', 'verdict_right'];
  const languages = ['en', 'de'].filter((name) => model.test[name]);
  const drafts = model.test[languages[0]].verdict_right.of;
  const cell = (share) => el('td', {}, el('strong', {}, percent(share.hits / share.of, 1)), el('span', { class: 'faint' }, ` ${t('of', share)}`));
  return [
    el('section', { class: 'panel' }, el('p', {}, t('model_lead', { n: drafts })),
      el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('tab_model') }, el('table', { class: 'figures' }, el('thead', {}, el('tr', {}, el('td', {}), languages.map((name) => el('th', { scope: 'col' }, t(name))))), el('tbody', {}, names.map((name) => el('tr', {}, el('th', { scope: 'row' }, t(`m_${name}`)), languages.map((language) => cell(model.test[language][name])))))))),
    el('div', { class: 'plots' },
      el('section', { class: 'panel' }, el('h2', {}, t('reliability')), el('p', { class: 'faint' }, t('reliability_text')), reliability(model.reliability)),
      el('section', { class: 'panel' }, el('h2', {}, t('trade_off')), el('p', { class: 'faint' }, t('trade_off_text')), tradeOff({ en: model.trade_off.en, de: model.trade_off.de }))),
  ];
}

function rules(list) {
  return [el('p', {}, t('rules_lead')), ...list.map(rule)];
}

function rule(data) {
  const own = ui.language === 'de' ? { ...data, why: '', ...RULES_DE[data.code] } : data;
  const examples = (kind) => el('div', {}, el('h3', {}, t(kind)), data[kind].map((fields) => el('blockquote', {}, el('p', {}, fields.body), el('a', { class: 'button quiet', href: '#/see/draft/example', onclick: () => { example = fields; } }, t('use_example')))));
  return el('section', { class: 'panel rule', id: data.code }, el('h2', {}, `${data.code} `, el('span', { class: 'rule-name' }, own.name), ' ', el('span', { class: `badge ${data.severity}` }, t(data.severity))),
    el('p', {}, own.what), own.why && el('p', {}, own.why), el('p', {}, el('strong', {}, `${t('instead')}: `), own.instead),
    el('details', {}, el('summary', {}, `${t('fires')} / ${t('silent')}`), el('div', { class: 'examples' }, examples('fires'), examples('silent'))));
}
