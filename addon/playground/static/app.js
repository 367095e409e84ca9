// The page as a whole: who is at the keyboard, where they are, and what that shows.

import { button, el, toast } from './dom.js';
import { bench } from './bench.js';
import { Compose } from './compose.js';
import * as gmail from './gmail.js';
import { guide } from './guide.js';
import { icon } from './icons.js';
import { place, thread } from './mailview.js';
import { seeView } from './seeview.js';
import * as sidebar from './sidebar.js';
import { connector, firstName, json, me, refreshUsers, takeSession, ui } from './state.js';
import { t } from './words.js';

const main = document.getElementById('main');
const THEMES = ['auto', 'light', 'dark'];
let turn = 0; // of showing: an older one that ends later is dropped
let window_ = null; // the open compose window
let keepCard = false; // the next draft is opened by the add-on, whose card stays

const stored = (name, fallback) => localStorage.getItem(`askfirst-${name}`) ?? fallback;
const store = (name, value) => localStorage.setItem(`askfirst-${name}`, value);

function route() {
  const [name, argument, rest] = location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  return { name: name || 'drafts', argument, rest };
}

function go(hash) {
  if (location.hash === hash) return show();
  location.hash = hash;
  return undefined;
}

async function be(address) {
  ui.address = address;
  if (location.hash === '#/inbox') await show();
  else location.hash = '#/inbox';
}

async function show() {
  const mine = (turn += 1);
  const where = route();
  await window_?.save();
  window_ = null;
  let parts;
  let next = { trigger: 'home' };
  try {
    [parts, next] = await page(where);
    ui.situation = await gmail.situation();
  } catch (error) {
    parts = [el('p', { class: 'empty', role: 'alert' }, t('failed', { why: error.message })), button(t('try_again'), show)];
  }
  if (mine !== turn) return;
  chrome(where);
  main.replaceChildren(el('div', { class: `page page-${where.name}` }, guide(where, go, be), ...parts.filter(Boolean)));
  document.title = `${main.querySelector('h1')?.textContent ?? t('compose')} – askfirst`;
  main.focus({ preventScroll: true });
  main.scrollTo(0, 0);
  const letters = main.querySelectorAll('.letter');
  if (letters.length > 1) letters[letters.length - 1].scrollIntoView({ block: 'start' });
  await sidebar.visit(next);
}

async function page(where) {
  if (where.name === 'draft' || where.name === 'new') return compose(where.name === 'draft' ? await gmail.draft(ui.address, where.argument) : null);
  if (where.name === 'thread') {
    const shown = await thread(where.argument, () => show());
    return [shown.parts, shown.newest && me().connector ? { trigger: 'message', message: shown.newest } : { trigger: 'home' }];
  }
  if (where.name === 'unread') return unread();
  if (where.name === 'see') return [await seeView(where.argument, where.rest), { trigger: 'home' }];
  if (where.name === 'bench') return [bench(), { trigger: 'home' }];
  return [await place(['inbox', 'drafts', 'sent'].includes(where.name) ? where.name : 'drafts'), { trigger: 'home' }];
}

/** The oldest unread message: what the hint means by "the question". */
async function unread() {
  const found = await gmail.get(ui.address, 'messages?labelIds=INBOX&labelIds=UNREAD');
  const id = found.messages?.at(-1)?.threadId;
  history.replaceState(null, '', id ? `#/thread/${id}` : '#/inbox');
  return page(route());
}

function compose(draft) {
  const opened = new Compose(draft, () => (window_ === opened ? go('#/drafts') : show()));
  window_ = opened;
  const keep = keepCard;
  keepCard = false;
  const next = { trigger: 'compose', compose: () => opened.recipients(), prepare: () => opened.save(), keep };
  return [[el('h1', { class: 'hidden' }, t('compose')), opened.element()], next];
}

function chrome(where) {
  document.documentElement.lang = ui.language;
  document.getElementById('skip').textContent = t('skip');
  document.getElementById('top').replaceChildren(
    el('p', { class: 'brand' }, el('img', { src: 'static/icon.svg', alt: '', width: 28, height: 28 }), el('span', {}, 'askfirst')),
    el('p', { class: 'demo' }, t('demo')),
    el('div', { class: 'switches' }, languages(), theme(), button(t('start_over'), startOver, 'quiet start-over')));
  const rail = document.getElementById('rail');
  rail.setAttribute('aria-label', t('places'));
  rail.replaceChildren(people(), el('a', { class: 'button filled write', href: '#/new' }, icon('plus'), t('compose')), sidebar.opener('rail-open'), el('ul', { class: 'places' }, ['inbox', 'drafts', 'sent', 'see', 'bench'].map((name) => spot(name, where))));
}

function spot(name, where) {
  const here = where.name === name || (name === 'drafts' && ['draft', 'new'].includes(where.name)) || (name === 'inbox' && where.name === 'thread');
  const count = name === 'inbox' ? ui.situation?.unread[ui.address]?.length : 0;
  const sign = { inbox: 'inbox', drafts: 'draft', sent: 'sent', see: 'eye', bench: 'bench' }[name];
  return el('li', {}, el('a', { href: `#/${name}`, 'aria-current': here ? 'page' : undefined }, icon(sign), el('span', {}, t(name)), count ? el('span', { class: 'count', 'aria-label': t('unread', { n: count }) }, count) : ''));
}

function people() {
  const items = ui.users.map((user) => {
    const count = ui.situation?.unread[user.address]?.length ?? 0;
    const here = user.address === ui.address;
    return el('li', {}, el('button', { type: 'button', class: 'who', 'aria-pressed': String(here), onclick: () => be(user.address) },
      el('span', { class: 'avatar', 'aria-hidden': 'true' }, user.name.slice(0, 1).toUpperCase()), el('span', { class: 'who-name' }, firstName(user), user.connector && el('small', {}, ` (${t('you')})`)),
      !here && !user.connector && count ? el('span', { class: 'count', 'aria-label': t('unread', { n: count }) }, count) : ''));
  });
  return el('div', { class: 'whos' }, el('p', { id: 'whos' }, t('you_are')), el('ul', { 'aria-labelledby': 'whos' }, items));
}

function languages() {
  return el('div', { class: 'segments', role: 'group', 'aria-label': t('language') }, [['en', 'English', 'EN'], ['de', 'Deutsch', 'DE']].map(([code, name, short]) =>
    el('button', { type: 'button', lang: code, 'aria-label': `${short} – ${name}`, 'aria-pressed': String(ui.language === code), onclick: () => speak(code) }, short)));
}

async function speak(code) {
  if (code === ui.language) return;
  ui.language = code;
  store('language', code);
  await window_?.save();
  await refreshUsers();
  if (ui.untouched) {
    await start();
    if (['draft', 'thread', 'unread'].includes(route().name)) history.replaceState(null, '', '#/drafts');
    window_ = null;
  } else if (ui.samples !== code) toast(t('other_samples'));
  await show();
}

function theme() {
  const now = stored('theme', 'auto');
  document.documentElement.dataset.theme = now;
  return button([icon('moon')], () => {
    store('theme', THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
    chrome(route());
    toast(t(`theme_${stored('theme', 'auto')}`));
    document.querySelector('.theme').focus();
  }, 'round theme', { 'aria-label': t(`theme_${now}`), title: t(`theme_${now}`) });
}

async function start() {
  gmail.forget();
  takeSession(await json('playground/start', { language: ui.language }));
}

async function startOver() {
  window_ = null;
  await start();
  ui.address = connector().address;
  ui.log = [];
  ui.withheld.clear();
  toast(t('started'));
  if (location.hash === '#/drafts') await show();
  else location.hash = '#/drafts';
}

async function begin() {
  ui.language = stored('language', navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en');
  document.documentElement.dataset.theme = stored('theme', 'auto');
  takeSession(await json('playground/session'));
  if (ui.untouched && ui.samples !== ui.language) await start();
  document.body.classList.toggle('side-open', ui.sideOpen);
  sidebar.connect({
    openDraft: (id) => { keepCard = true; go(`#/draft/${id}`); },
    shown: (context) => { if (context.trigger === 'compose') window_?.look(); },
  });
  window.addEventListener('hashchange', show);
  window.addEventListener('beforeunload', (event) => { if (window_?.dirty) event.preventDefault(); });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && ui.sideOpen && !matchMedia(sidebar.ROOMY).matches) sidebar.setOpen(false); });
  await show();
}

begin().catch((error) => main.replaceChildren(el('p', { class: 'empty', role: 'alert' }, t('failed', { why: error.message }))));
