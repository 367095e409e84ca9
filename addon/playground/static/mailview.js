// Lists of mail, and a thread with its reply box.

import { button, el, fresh, toast } from './dom.js';
import * as gmail from './gmail.js';
import { build, header, names, people, text } from './mime.js';
import { opener } from './sidebar.js';
import { firstName, json, me, refreshUsers, ui } from './state.js';
import { moment, t } from './words.js';

const PLACES = { inbox: 'INBOX', sent: 'SENT' };

/** A place of the mailbox as an element: "inbox", "drafts", "sent". */
export async function place(name) {
  const drafts = name === 'drafts';
  const items = drafts ? await gmail.drafts(ui.address) : (await gmail.list(ui.address, PLACES[name])).map((message) => ({ id: message.threadId, message }));
  const rows = items.map((item) => row(item, name));
  return [el('h1', {}, t(name)), rows.length ? el('ul', { class: 'mails' }, rows) : el('p', { class: 'empty' }, t('empty'))];
}

function row({ id, message }, name) {
  const who = names(header(message, name === 'inbox' ? 'From' : 'To')) || t('nobody');
  const unread = message.labelIds.includes('UNREAD');
  const about = name === 'drafts' ? ui.about[header(message, 'Message-ID')] : '';
  return el('li', { class: unread ? 'unread' : '' }, el('a', { class: 'mail', href: `#/${name === 'drafts' ? 'draft' : 'thread'}/${id}` },
    el('span', { class: 'avatar', 'aria-hidden': 'true' }, who.slice(0, 1)),
    el('span', { class: 'mail-who' }, unread && el('span', { class: 'dot' }, el('span', { class: 'hidden' }, t('unread', { n: '' }))), who),
    el('time', {}, moment(message.internalDate)),
    el('span', { class: 'mail-what' }, el('span', { class: 'mail-subject' }, header(message, 'Subject') || t('no_subject')), ' ', el('span', { class: 'mail-snippet' }, unescape(message.snippet))),
    about && el('span', { class: 'mail-about' }, about)));
}

/** Gmail's snippet is escaped HTML. */
const unescape = (snippet) => new DOMParser().parseFromString(snippet, 'text/html').body.textContent;

/** A thread as an element, and the id of its newest received message. */
export async function thread(id, done) {
  const found = await gmail.thread(ui.address, id);
  const shown = found.messages.filter((message) => !message.labelIds.includes('DRAFT'));
  for (const message of shown) if (message.labelIds.includes('UNREAD')) await gmail.markRead(ui.address, message.id);
  const last = shown.findLast((message) => message.labelIds.includes('INBOX')) ?? shown.at(-1);
  const parts = [
    el('div', { class: 'compose-bar' }, el('a', { class: 'button quiet backlink', href: '#/inbox' }, `‹ ${t('back')}`), opener('bar-open')),
    el('h1', {}, header(shown[0] ?? last, 'Subject') || t('no_subject')),
    ...shown.map(letter),
    last && (await replyBox(last, done)),
  ];
  return { parts, newest: last?.labelIds.includes('INBOX') ? last.id : '' };
}

function letter(message) {
  const from = names(header(message, 'From'));
  const to = [header(message, 'To'), header(message, 'Cc')].filter(Boolean).map(names).join(', ');
  return el('article', { class: 'letter' },
    el('header', {}, el('span', { class: 'avatar', 'aria-hidden': 'true' }, from.slice(0, 1)), el('div', {}, el('strong', {}, from), el('span', { class: 'faint' }, `${t('to')} ${to}`)), el('time', {}, moment(message.internalDate))),
    el('div', { class: 'letter-text' }, text(message).trim()));
}

async function replyBox(message, done) {
  const sender = header(message, 'From');
  const own = people(sender)[0]?.address.toLowerCase() === ui.address;
  if (own || !sender) return '';
  const id = fresh('reply');
  const field = el('textarea', { id, rows: 8 });
  const samples = me().connector ? '' : await sampleAnswers(message, field);
  const send = async () => {
    if (!field.value.trim()) return field.focus();
    try {
      await gmail.send(ui.address, build(answer(message, field.value)), message.threadId);
    } catch (error) {
      return toast(t('not_sent', { why: error.message }));
    }
    toast(t('replied', { names: names(sender) }));
    await refreshUsers();
    return done();
  };
  return el('section', { class: 'reply' }, el('label', { for: id }, t('your_reply')), samples, field, el('div', {}, button(t('send'), send, 'filled')));
}

function answer(message, body) {
  const subject = header(message, 'Subject');
  const known = header(message, 'Message-ID');
  return {
    from: `"${me().name}" <${me().address}>`, to: header(message, 'Reply-To') || header(message, 'From'), subject: /^(re|aw):/i.test(subject) ? subject : `Re: ${subject}`,
    inReplyTo: known, references: `${header(message, 'References')} ${known}`.trim(), body: `${body.trim()}\n`,
  };
}

async function sampleAnswers(message, field) {
  const sender = people(header(message, 'From'))[0];
  const texts = await json('playground/answers', { text: text(message), connector: (sender.name || sender.address).split(' ')[0], me: firstName(me()) });
  const chips = ['yes', 'no', 'later', 'unclear'].map((kind) => button(t(`answer_${kind}`), () => { field.value = texts[kind]; field.focus(); }, 'chip'));
  return el('div', { class: 'chips', role: 'group', 'aria-label': t('sample_answers') }, el('span', { class: 'faint' }, t('sample_answers')), chips);
}
