// One quiet line that says what could be done next in the story.

import { button, el } from './dom.js';
import { connector, firstName, me, ui } from './state.js';
import { t } from './words.js';

let hidden = false;

/** The line, or nothing. `go(hash)` moves in this mailbox, `be(address)` changes who is at the keyboard. */
export function guide(route, go, be) {
  const step = hidden ? null : next(route, go, be);
  if (!step) return '';
  return el('aside', { class: 'guide', 'aria-label': t('step') },
    el('p', {}, el('strong', {}, `${t('step')}: `), step.text), step.action && button(step.label, step.action, 'tonal'),
    button('×', (event) => { hidden = true; event.target.closest('.guide').remove(); }, 'round', { 'aria-label': t('hide') }));
}

function next(route, go, be) {
  const { situation } = ui;
  if (!situation || !me() || ['see', 'bench'].includes(route.name)) return null;
  const own = connector().address;
  const waiting = (user) => situation.unread[user.address]?.length > 0;
  if (!me().connector) {
    if (route.name === 'thread' && !situation.sent[me().address]?.length) return { text: t('g_answer', { name: firstName(me()) }) };
    if (waiting(me()) && route.name !== 'thread') return { text: t('g_read', { name: firstName(me()) }), label: t('g_read_do'), action: () => go(`#/unread`) };
    const friend = ui.users.find((user) => !user.connector && user !== me() && waiting(user));
    if (friend && !waiting(me())) return { text: t('g_be', { name: firstName(friend) }), label: t('g_be_do', { name: firstName(friend) }), action: () => be(friend.address) };
    return waiting(me()) ? null : { text: t('g_back'), label: t('g_back_do'), action: () => be(own) };
  }
  const questions = situation.written;
  const friend = ui.users.find((user) => !user.connector && waiting(user));
  if (questions.length && route.name !== 'draft') return { text: questions.length > 1 ? t('g_send', { n: questions.length }) : t('g_send_one'), label: t('g_send_do'), action: () => go(`#/draft/${questions.at(-1).id}`) };
  if (questions.length) return questions.some((item) => item.id === route.argument) ? { text: t('g_read_and_send') } : null;
  if (friend) return { text: t('g_be', { name: firstName(friend) }), label: t('g_be_do', { name: firstName(friend) }), action: () => be(friend.address) };
  if (situation.sent[own]?.length) return answers(route, go);
  if (route.name === 'draft') return { text: t('g_ask', { ask: t('ask_first') }) };
  const first = situation.drafts[0];
  return first ? { text: t('g_open'), label: t('g_open_do'), action: () => go(`#/draft/${first.id}`) } : null;
}

function answers(route, go) {
  const next = ui.situation.answers.find((id) => id !== route.argument);
  const reading = route.name === 'thread' && ui.situation.answered.includes(route.argument);
  if (!next) return reading ? { text: t('g_confirm') } : null;
  return { text: t(reading ? 'g_confirm_next' : 'g_answers'), label: t('g_answers_do'), action: () => go(`#/thread/${next}`) };
}
