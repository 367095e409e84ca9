// Google card JSON to elements: the widgets an add-on may use in Gmail.

import { button, el, fresh } from './dom.js';
import { icon } from './icons.js';
import { isLink, rich } from './sanitize.js';
import { t } from './words.js';

const MAX_WIDGETS = 100; // Google shows no more

/**
 * The card as an element. `act(onClick, form)` is called with what a control wants and the element whose fields count;
 * `link(url)` gives the address a link leads to.
 */
export function renderCard(card, act, link = (url) => url) {
  const root = el('form', { class: 'card', autocomplete: 'off', onsubmit: (event) => event.preventDefault() });
  const context = { act: (onClick) => act(onClick, root), link, left: MAX_WIDGETS };
  if (card.header) root.append(header(card.header));
  for (const section of (card.sections ?? []).slice(0, MAX_WIDGETS)) root.append(renderSection(section, context));
  if (card.fixedFooter) {
    const several = [card.fixedFooter.primaryButton, card.fixedFooter.secondaryButton].filter(Boolean);
    root.append(el('div', { class: 'card-footer' }, several.map((item) => renderButton({ type: 'FILLED', ...item }, context))));
  }
  return root;
}

function header(data) {
  return el('header', { class: 'card-header' }, el('h3', {}, rich(data.title ?? '')), data.subtitle && el('p', {}, rich(data.subtitle)));
}

function renderSection(section, context) {
  const widgets = (section.widgets ?? []).slice(0, Math.max(context.left, 0)).map((widget) => renderWidget(widget, context));
  context.left -= widgets.length;
  const root = el('section', { class: 'card-section' }, section.header && el('h4', {}, rich(section.header)));
  const open = section.collapsible ? Math.min(section.uncollapsibleWidgetsCount ?? 0, widgets.length) : widgets.length;
  root.append(...widgets.slice(0, open));
  if (open < widgets.length) root.append(...collapsible(widgets.slice(open)));
  return root;
}

function collapsible(widgets) {
  const id = fresh('more');
  const rest = el('div', { id, class: 'card-rest', hidden: true }, widgets);
  const toggle = button(t('show_more', { n: widgets.length }), () => {
    rest.hidden = !rest.hidden;
    toggle.setAttribute('aria-expanded', String(!rest.hidden));
    toggle.textContent = rest.hidden ? t('show_more', { n: widgets.length }) : t('show_less');
  }, 'quiet', { 'aria-expanded': 'false', 'aria-controls': id });
  return [rest, toggle];
}

const WIDGETS = {
  textParagraph: (data) => paragraph(data),
  decoratedText,
  buttonList: (data, context) => el('div', { class: 'card-buttons' }, (data.buttons ?? []).map((item) => renderButton(item, context))),
  chipList: (data, context) => el('div', { class: 'card-buttons' }, (data.chips ?? []).map((item) => renderChip(item, context))),
  textInput,
  selectionInput,
  divider: () => el('hr'),
  columns: (data, context) => el('div', { class: 'card-columns' }, (data.columnItems ?? []).slice(0, 2).map((column) => el('div', {}, (column.widgets ?? []).map((item) => renderWidget(item, context))))),
};

function renderWidget(widget, context) {
  const name = Object.keys(WIDGETS).find((key) => widget[key] !== undefined);
  return name ? WIDGETS[name](widget[name], context) : el('p', { class: 'card-unknown' }, `? ${Object.keys(widget).join(', ').slice(0, 80)}`);
}

function paragraph(data) {
  const root = el('p', { class: 'card-text' }, rich(data.text ?? ''));
  if (!data.maxLines) return root;
  root.style.setProperty('--lines', data.maxLines);
  root.classList.add('clamped');
  return root;
}

function decoratedText(data, context) {
  const sign = data.startIcon ?? data.icon;
  const known = sign?.materialIcon?.name ?? sign?.knownIcon?.toLowerCase();
  const body = el(data.onClick ? 'button' : 'div', { class: 'card-fact-body', ...(data.onClick ? { type: 'button', onclick: () => context.act(data.onClick) } : {}) },
    data.topLabel && el('span', { class: 'card-label' }, rich(data.topLabel)),
    el('span', { class: data.wrapText ? 'card-fact-text wrapped' : 'card-fact-text' }, rich(data.text ?? '')),
    data.bottomLabel && el('span', { class: 'card-label' }, rich(data.bottomLabel)));
  return el('div', { class: 'card-fact' }, known && el('span', { class: `card-sign sign-${known}` }, icon(known, sign.altText ?? '')), body,
    data.button && renderButton(data.button, context), data.switchControl && switchControl(data.switchControl));
}

function switchControl(data) {
  return el('input', { type: 'checkbox', role: 'switch', name: data.name, value: data.value ?? 'true', checked: Boolean(data.selected), 'aria-label': data.name });
}

function renderButton(data, context) {
  const kind = { FILLED: 'filled', FILLED_TONAL: 'tonal', BORDERLESS: 'quiet' }[data.type] ?? (data.color ? 'filled' : '');
  const link = data.onClick?.openLink?.url;
  if (link && isLink(link)) return el('a', { class: `button ${kind}`, href: context.link(link), target: '_blank', rel: 'noopener noreferrer' }, data.text ?? '');
  return button(data.text ?? data.altText ?? '', () => context.act(data.onClick ?? {}), kind, { disabled: Boolean(data.disabled), 'aria-label': data.text ? undefined : data.altText });
}

const renderChip = (data, context) => renderButton({ text: data.label, onClick: data.onClick, disabled: data.disabled, altText: data.altText }, context);

function textInput(data) {
  const id = fresh('field');
  const several = data.type === 'MULTIPLE_LINE';
  const limit = data.validation?.characterLimit;
  const field = el(several ? 'textarea' : 'input', { id, name: data.name, placeholder: data.placeholderText, maxlength: limit || undefined, rows: several ? 5 : undefined, type: several ? undefined : 'text', 'aria-describedby': data.hintText ? `${id}-hint` : undefined, value: data.value ?? '' });
  return el('div', { class: 'card-field' }, el('label', { for: id }, data.label ?? data.name), field, data.hintText && el('small', { id: `${id}-hint` }, data.hintText));
}

function selectionInput(data) {
  if (data.type === 'DROPDOWN' || data.type === 'MULTI_SELECT') {
    const id = fresh('field');
    const options = (data.items ?? []).map((item) => el('option', { value: item.value, selected: Boolean(item.selected) }, item.text ?? item.value));
    return el('div', { class: 'card-field' }, el('label', { for: id }, data.label ?? data.name), el('select', { id, name: data.name, multiple: data.type === 'MULTI_SELECT' }, options));
  }
  const type = data.type === 'RADIO_BUTTON' ? 'radio' : 'checkbox';
  const items = (data.items ?? []).map((item) => {
    const box = el('input', { type, name: data.name, value: item.value, checked: Boolean(item.selected), role: data.type === 'SWITCH' ? 'switch' : undefined });
    return el('label', { class: 'card-choice' }, box, el('span', {}, item.text ?? item.value, item.bottomText && el('small', {}, item.bottomText)));
  });
  return el('fieldset', { class: 'card-choices' }, data.label && el('legend', {}, data.label), items);
}

/** The values of a card's fields: name to list of values, as in an event's formInputs. */
export function inputs(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) (values[name] ??= []).push(String(value));
  return values;
}
