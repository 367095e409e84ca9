// The add-on's side panel, as Gmail has it: events go out over HTTP, cards come back, and are laid on a pile.

import { button, el, toast } from './dom.js';
import { icon } from './icons.js';
import { inputs, renderCard } from './cards.js';
import { isLink } from './sanitize.js';
import { firstName, json, me, ui } from './state.js';
import { t } from './words.js';

const side = document.getElementById('side');
const MAX_LOG = 20;
export const ROOMY = '(min-width: 1000px)'; // where the panel stands beside the mail and not over it
let context = { trigger: 'home' };
let pile = [];
let busy = 0;
let hooks = { openDraft: () => {}, shown: () => {} };

export const connect = (given) => Object.assign(hooks, given);

/**
 * Show the side panel for what is open now: {trigger, message, compose(), prepare(), keep}. `prepare` is awaited before an event
 * goes out (a draft has to be saved); with `keep` the card stays, as after an answer that opened a draft.
 */
export async function visit(next) {
  context = next;
  busy += 1; // what is still under way belongs to something that is not open any more
  side.setAttribute('aria-busy', 'false');
  if (next.keep && pile.length) return draw();
  pile = [];
  if (ui.sideOpen && me()?.connector) return trigger();
  return draw();
}

export function setOpen(open) {
  ui.sideOpen = open;
  document.body.classList.toggle('side-open', open);
  if (open && me()?.connector && !pile.length) trigger();
  else draw();
  if (open) side.querySelector('h2')?.focus();
}

export function draw() {
  document.body.classList.toggle('side-open', ui.sideOpen);
  side.setAttribute('aria-label', t('sidebar'));
  side.inert = !ui.sideOpen;
  if (!me()?.connector) fill(bar(), nobody());
  else if (pile.length) fill(bar(), pile.at(-1).element);
}

/** The button that opens the side panel, for those who have the add-on. */
export function opener(place) {
  if (!me()?.connector) return '';
  return button([el('img', { src: 'static/icon.svg', alt: '', width: 18, height: 18 }), t('open_sidebar')], () => setOpen(true), `tonal open-side ${place}`);
}

/** Replace what the panel shows; whoever was in it with the keyboard stays in it. */
function fill(...nodes) {
  const inside = side.contains(document.activeElement);
  side.replaceChildren(...nodes);
  if (inside) side.querySelector('h2')?.focus();
}

function nobody() {
  return el('div', { class: 'side-note' }, el('p', { class: 'strong' }, t('no_addon', { name: firstName(me()) })), el('p', {}, t('no_addon_more', { name: firstName(me()) })));
}

function bar() {
  const back = pile.length > 1 ? button([icon('back')], () => { pile.pop(); draw(); }, 'round', { 'aria-label': t('sidebar_back') }) : null;
  return el('div', { class: 'side-bar' }, back, el('h2', { tabindex: '-1' }, el('img', { src: 'static/icon.svg', alt: '', width: 22, height: 22 }), 'askfirst'),
    button([icon('close')], () => setOpen(false), 'round', { 'aria-label': t('close_sidebar') }));
}

function waiting() {
  side.setAttribute('aria-busy', 'true');
  fill(bar(), el('div', { class: 'side-note waiting', role: 'status' }, el('span', { class: 'spinner' }), t('loading')));
}

async function trigger() {
  waiting();
  await context.prepare?.();
  await post({ trigger: context.trigger });
}

async function act(onClick, form) {
  const link = onClick.openLink?.url;
  if (link) return openLink(link);
  if (!onClick.action) return undefined;
  const parameters = Object.fromEntries((onClick.action.parameters ?? []).map((item) => [item.key, item.value]));
  const pressed = [...form.querySelectorAll('button:enabled')];
  pressed.forEach((node) => { node.disabled = true; });
  form.classList.add('acting');
  await context.prepare?.();
  await post({ function: onClick.action.function, parameters, inputs: inputs(form) });
  form.classList.remove('acting');
  pressed.forEach((node) => { node.disabled = false; });
  return undefined;
}

async function post(visitor) {
  const mine = (busy += 1);
  const now = context;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const event = {
    ...visitor, locale: ui.language, timeZone: { id: zone, offset: -new Date().getTimezoneOffset() * 60000 }, withheld: [...ui.withheld],
    ...(now.message ? { message: now.message } : {}), ...(now.compose ? { compose: now.compose() } : {}),
  };
  side.setAttribute('aria-busy', 'true');
  let answer;
  try {
    answer = await json('playground/event', event);
  } catch {
    answer = { problem: 'page', function: event.function ?? event.trigger, event, body: {}, status: 0, milliseconds: 0 };
  }
  ui.log = [answer, ...ui.log].slice(0, MAX_LOG);
  if (mine !== busy || now !== context) return; // somebody has gone on meanwhile
  side.setAttribute('aria-busy', 'false');
  if (answer.problem) failed(answer, visitor);
  else perform(answer.body, visitor);
}

function failed(answer, visitor) {
  const text = t(`problem_${answer.problem}`, { status: answer.status });
  fill(bar(), el('div', { class: 'side-note', role: 'alert' }, el('p', { class: 'strong' }, text), button(t('try_again'), () => { waiting(); post(visitor); }, 'filled')));
}

function perform(body, visitor) {
  const wanted = body.requesting_google_scopes;
  if (wanted) return askScopes(wanted.all_scopes ? ui.scopes : wanted.scopes ?? [], visitor);
  const render = body.renderActions ?? body;
  const action = render.action ?? {};
  for (const step of action.navigations ?? []) navigate(step);
  if (action.notification?.text) toast(action.notification.text);
  if (action.link?.url) openLink(action.link.url);
  draw();
  if (action.navigations?.length) side.scrollTo(0, 0);
  const opened = (render.hostAppAction ?? body.hostAppAction)?.gmailAction?.openCreatedDraftActionMarkup;
  if (opened?.draftId) {
    if (!matchMedia(ROOMY).matches) setOpen(false); // else the panel would lie over the draft
    hooks.openDraft(opened.draftId);
  }
  hooks.shown(context);
  return undefined;
}

function navigate(step) {
  const shown = (card) => ({ name: card.name, element: renderCard(card, act, ownAddress) });
  if (step.pushCard) pile.push(shown(step.pushCard));
  else if (step.updateCard) pile.splice(-1, 1, shown(step.updateCard));
  else if (step.pop && pile.length > 1) pile.pop();
  else if (step.popToRoot) pile.splice(1);
  else if (step.popToCard) {
    const at = pile.findLastIndex((card) => card.name === step.popToCard);
    if (at >= 0) pile.splice(at + 1);
  }
}

/** The add-on knows itself by an address of this computer; the page may have come from another. */
const ownAddress = (url) => (url.startsWith(ui.addon) ? `${location.origin}/addon${url.slice(ui.addon.length)}` : url);

function openLink(url) {
  if (isLink(url)) window.open(ownAddress(url), '_blank', 'noopener');
}

function askScopes(scopes, visitor) {
  const allow = () => { scopes.forEach((scope) => ui.withheld.delete(scope)); waiting(); post(visitor); };
  fill(bar(), el('div', { class: 'side-note' }, el('p', { class: 'strong' }, t('scopes_ask')), el('ul', {}, scopes.map((scope) => el('li', {}, el('code', {}, scope.split('/').at(-1) || scope)))),
    el('div', { class: 'card-buttons' }, button(t('allow'), allow, 'filled'), button(t('cancel'), draw))));
}
