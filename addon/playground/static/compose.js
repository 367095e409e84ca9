// The compose window: fields, a text in which sentences can be marked, saving as one writes.

import { button, el, fresh, toast } from './dom.js';
import * as gmail from './gmail.js';
import { build, header, names, people, text } from './mime.js';
import { opener } from './sidebar.js';
import { json, me, refreshUsers, ui } from './state.js';
import { moment, t } from './words.js';

const PAUSE = 800; // milliseconds without typing before the draft is saved

/** A compose window for a draft, or for a new one. `leave` is called when it is sent or deleted. */
export class Compose {
  constructor(draft, leave) {
    this.id = draft?.id ?? '';
    this.threadId = draft?.message.threadId ?? '';
    this.kept = draft ? { inReplyTo: header(draft.message, 'In-Reply-To'), references: header(draft.message, 'References') } : {};
    this.leave = leave;
    this.user = me(); // whose draft this is, whoever comes to the keyboard meanwhile
    this.dirty = false;
    this.closed = false;
    this.saving = Promise.resolve();
    const of = (name) => (draft ? header(draft.message, name) : '');
    this.to = this.field('to', of('To'));
    this.cc = this.field('cc', of('Cc'));
    this.bcc = this.field('bcc', of('Bcc'));
    this.subject = this.field('subject', of('Subject'));
    this.body = el('textarea', { id: fresh('text'), class: 'editor-text', value: draft ? text(draft.message) : '', oninput: () => this.changed(), spellcheck: 'true' });
    this.backdrop = el('div', { class: 'editor-marks', 'aria-hidden': 'true' });
    this.note = el('p', { class: 'marked', id: fresh('marked'), hidden: true });
    this.status = el('span', { class: 'faint', role: 'status' }, draft ? t('saved', { time: moment(draft.message.internalDate) }) : t('unsaved'));
    this.body.setAttribute('aria-describedby', this.note.id);
    this.mark([]);
  }

  field(name, value) {
    const id = fresh(name);
    const input = el('input', { id, type: 'text', autocomplete: 'off', value, oninput: () => this.changed() });
    const row = el('div', { class: `compose-row row-${name}` }, el('label', { for: id }, t(name)), input);
    return { input, row };
  }

  element() {
    this.bcc.row.hidden = !this.bcc.input.value;
    const more = button(t('add_bcc'), () => { this.bcc.row.hidden = false; more.remove(); this.bcc.input.focus(); }, 'quiet');
    if (!this.bcc.row.hidden) more.hidden = true;
    this.to.row.append(more);
    return el('section', { class: 'compose', 'aria-label': t('compose') },
      el('div', { class: 'compose-bar' }, el('a', { class: 'button quiet backlink', href: '#/drafts' }, `‹ ${t('drafts')}`), this.status, opener('bar-open')),
      this.to.row, this.cc.row, this.bcc.row, this.subject.row,
      el('label', { class: 'hidden', for: this.body.id }, t('text')),
      el('div', { class: 'editor' }, this.backdrop, this.body), this.note,
      el('div', { class: 'compose-foot' }, button(t('send'), () => this.send(), 'filled'), button(t('delete'), () => this.remove(), 'quiet')));
  }

  fields() {
    return {
      from: `"${this.user.name}" <${this.user.address}>`, to: this.to.input.value, cc: this.cc.input.value, bcc: this.bcc.input.value, subject: this.subject.input.value,
      body: this.body.value, ...this.kept,
    };
  }

  /** The recipients as Gmail puts them into a compose event. */
  recipients() {
    const list = (field) => people(field.input.value).map(({ name, address }) => (name ? `${name} <${address}>` : address));
    return { to: list(this.to), cc: list(this.cc), bcc: list(this.bcc) };
  }

  changed() {
    this.dirty = true;
    this.status.textContent = t('unsaved');
    this.mark([]);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** Save what has changed; resolves when the mailbox has it. */
  save() {
    clearTimeout(this.timer);
    this.saving = this.saving.then(() => this.put());
    return this.saving;
  }

  async put() {
    if (!this.dirty || this.closed) return;
    this.dirty = false;
    this.status.textContent = t('saving');
    try {
      const saved = await gmail.saveDraft(this.user.address, this.id, build(this.fields()), this.threadId);
      if (!this.id) ui.own.add(saved.id);
      this.id = saved.id;
      this.threadId = saved.message.threadId;
      if (location.hash === '#/new') history.replaceState(null, '', `#/draft/${this.id}`);
      if (!this.dirty) this.status.textContent = t('saved', { time: moment(Date.now()) });
    } catch (error) {
      this.dirty = true;
      this.status.textContent = t('not_saved', { why: error.message });
    }
  }

  async send() {
    await this.save();
    if (!this.id) return this.to.input.focus();
    const to = names([this.to, this.cc, this.bcc].map((field) => field.input.value).filter(Boolean).join(', '));
    try {
      await gmail.sendDraft(this.user.address, this.id);
    } catch (error) {
      return toast(t('not_sent', { why: error.message }));
    }
    this.closed = true;
    toast(t('sent_to', { names: to }));
    await refreshUsers();
    return this.leave();
  }

  async remove() {
    this.closed = true;
    clearTimeout(this.timer);
    await this.saving;
    if (this.id) await gmail.removeDraft(this.user.address, this.id);
    toast(t('deleted'));
    this.leave();
  }

  /** Mark what askfirst found in the text as it stands now. Quiet when that fails: the card says it all. */
  async look() {
    const now = this.body.value;
    try {
      const { report } = await json('playground/see', draftFields(this.fields()));
      if (now === this.body.value) this.mark(report.findings.flatMap((finding) => finding.evidence));
    } catch {
      this.mark([]);
    }
  }

  mark(evidence) {
    const spans = merged(evidence);
    this.backdrop.replaceChildren(...marked(this.body.value, spans, (piece) => el('mark', {}, piece)), '\n');
    this.note.hidden = !spans.length;
    const pieces = spans.map(({ start, end }) => `“${sliceOf(this.body.value, start, end).replace(/\s+/g, ' ')}”`);
    this.note.replaceChildren(pieces.length > 1 ? t('marked_many', { n: pieces.length }) : t('marked_one'), el('span', { class: 'hidden' }, pieces.join(' … ')));
  }
}

/** What `linter.draft.from_fields` takes. */
export const draftFields = (fields) => ({
  from: fields.from, to: fields.to ? [fields.to] : [], cc: fields.cc ? [fields.cc] : [], bcc: fields.bcc ? [fields.bcc] : [], subject: fields.subject, body: fields.body,
});

/** Offsets count characters, JavaScript counts UTF-16 units. */
const sliceOf = (value, start, end) => [...value].slice(start, end).join('');

function merged(evidence) {
  const spans = [];
  for (const { start, end } of [...evidence].sort((one, other) => one.start - other.start)) {
    if (spans.length && start <= spans.at(-1).end) spans.at(-1).end = Math.max(spans.at(-1).end, end);
    else spans.push({ start, end });
  }
  return spans;
}

/** The text in pieces, those inside a span wrapped. Spans do not overlap. */
export function marked(value, spans, wrap) {
  const characters = [...value];
  const pieces = [];
  let at = 0;
  for (const span of spans) {
    pieces.push(characters.slice(at, span.start).join(''), wrap(characters.slice(span.start, span.end).join(''), span));
    at = span.end;
  }
  return [...pieces, characters.slice(at).join('')];
}
