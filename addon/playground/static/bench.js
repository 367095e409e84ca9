// The test bench: faults of the mailbox as the add-on meets it, scopes, and every event with its answer.

import { button, el, fresh, toast } from './dom.js';
import { json, ui } from './state.js';
import { t } from './words.js';

const KINDS = ['500', '503', '429', '403', '401', '404', 'slow', 'half', 'nothing'];
const METHODS = ['*', 'drafts.list', 'drafts.get', 'drafts.create', 'drafts.delete', 'messages.get'];
let current = [];

export function bench() {
  return [el('h1', {}, t('bench')), el('p', { class: 'lead' }, t('bench_lead')), faults(), scopes(), events()];
}

function choice(label, options, name) {
  const id = fresh(name);
  const node = el('select', { id }, options.map(([value, text]) => el('option', { value }, text)));
  return [node, el('div', { class: 'see-field' }, el('label', { for: id }, label), node)];
}

function faults() {
  const [kind, kindField] = choice(t('fault'), KINDS.map((name) => [name, t(`k${name}`)]), 'kind');
  const [method, methodField] = choice(t('method'), METHODS.map((name) => [name, name === '*' ? t('any_call') : name]), 'method');
  const [times, timesField] = choice(t('times'), [['1', '1 ×'], ['3', '3 ×'], ['', t('always')]], 'times');
  const [seconds, secondsField] = choice(t('seconds'), [['0', '0'], ['2', '2'], ['8', '8'], ['15', '15']], 'seconds');
  const now = el('p', { role: 'status' });
  const say = () => { now.textContent = current.length ? t('fault_now', { text: current.map((fault) => `${t(`k${fault.kind}`)} (${fault.method === '*' ? t('any_call') : fault.method})`).join(', ') }) : t('fault_none'); };
  const set = async (wanted) => {
    try {
      current = (await json('playground/faults', { faults: wanted })).faults;
    } catch (error) {
      toast(error.message);
    }
    say();
  };
  say();
  return el('section', { class: 'panel' }, el('h2', {}, t('faults')), now, el('div', { class: 'fields' }, kindField, methodField, timesField, secondsField),
    el('div', { class: 'card-buttons' }, button(t('set'), () => set([{ kind: kind.value, method: method.value, times: times.value ? Number(times.value) : null, seconds: Number(seconds.value) }]), 'filled'), button(t('clear'), () => set([]))));
}

function scopes() {
  const box = (scope) => el('label', { class: 'card-choice' }, el('input', { type: 'checkbox', checked: !ui.withheld.has(scope), onchange: (event) => (event.target.checked ? ui.withheld.delete(scope) : ui.withheld.add(scope)) }), el('span', {}, el('code', {}, scope.split('/').at(-1))));
  return el('section', { class: 'panel' }, el('h2', {}, t('scopes')), ui.scopes.map(box));
}

function events() {
  const shown = (title, data) => [el('h3', {}, title), el('pre', { tabindex: '0', 'aria-label': title }, JSON.stringify(data, null, 2))];
  const rows = ui.log.map((item) => el('details', {}, el('summary', {}, el('code', {}, item.function.replace(ui.addon, '')), ` · ${item.status || item.problem} · ${t('ms', { n: item.milliseconds })}`), ...shown(t('request'), item.event), ...shown(t('response'), item.problem ? { problem: item.problem } : item.body)));
  return el('section', { class: 'panel' }, el('h2', {}, t('events')), rows.length ? rows : el('p', { class: 'faint' }, t('no_events')));
}
