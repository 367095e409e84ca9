// Mail as text: building the RFC 5322 message the Gmail API wants, and reading what it gives back.

const WIDTH = 45; // bytes in one encoded word

const utf8 = (text) => new TextEncoder().encode(text);

function base64(bytes) {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

const base64url = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_');

function encodedWords(text) {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words = [];
  let word = '';
  for (const character of text) {
    if (utf8(word + character).length > WIDTH) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?utf-8?b?${base64(utf8(part))}?=`).join('\r\n ');
}

const oneLine = (text) => text.replace(/[\r\n]+/g, ' ').trim();

/** The addresses in a header or field: [{name, address}]. */
export function people(text) {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,;"])+/g) ?? [];
  return parts
    .map((part) => {
      const [, name, address] = part.match(/^\s*(.*?)\s*<([^<>]*)>\s*$/) ?? [null, '', part.trim()];
      return { name: name.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'), address: address.trim() };
    })
    .filter((person) => person.name || person.address);
}

function addressList(text) {
  return people(oneLine(text))
    .map(({ name, address }) => (name ? `${/^[\w .-]+$/.test(name) ? name : name.replace(/["\\]/g, '') === name && /^[\x20-\x7e]*$/.test(name) ? `"${name}"` : encodedWords(name)} <${address}>` : address))
    .join(',\r\n ');
}

/** The message as base64url. Fields: from, to, cc, bcc, subject, body, inReplyTo, references. */
export function build(fields) {
  const lines = [];
  const add = (name, value) => value && lines.push(`${name}: ${value}`);
  add('From', addressList(fields.from ?? ''));
  add('To', addressList(fields.to ?? ''));
  add('Cc', addressList(fields.cc ?? ''));
  add('Bcc', addressList(fields.bcc ?? ''));
  lines.push(`Subject: ${encodedWords(oneLine(fields.subject ?? ''))}`);
  add('In-Reply-To', oneLine(fields.inReplyTo ?? ''));
  add('References', oneLine(fields.references ?? ''));
  lines.push('MIME-Version: 1.0', 'Content-Type: text/plain; charset="utf-8"', 'Content-Transfer-Encoding: base64', '');
  const body = base64(utf8((fields.body ?? '').replace(/\r?\n/g, '\r\n')));
  return base64url(utf8([...lines, ...(body.match(/.{1,76}/g) ?? []), ''].join('\r\n')));
}

/** A header of a message of the API, or "". */
export function header(message, name) {
  const found = message.payload?.headers?.find((item) => item.name.toLowerCase() === name.toLowerCase());
  return found ? found.value : '';
}

function decode(data) {
  const binary = atob(data.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

function find(part, type) {
  if (part.mimeType === type && part.body?.data) return decode(part.body.data);
  for (const child of part.parts ?? []) {
    const found = find(child, type);
    if (found) return found;
  }
  return '';
}

function htmlText(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page.querySelectorAll('script, style, head').forEach((node) => node.remove());
  page.querySelectorAll('br').forEach((node) => node.replaceWith('\n'));
  page.querySelectorAll('p, div, li, blockquote, tr').forEach((node) => node.append('\n'));
  return page.body.textContent;
}

/** The text of a message: its plain form, else that of its HTML. */
export function text(message) {
  const plain = find(message.payload ?? {}, 'text/plain');
  return (plain || htmlText(find(message.payload ?? {}, 'text/html'))).replace(/\r\n/g, '\n').replace(/\n+$/, '\n');
}

export const names = (field) => people(field).map((person) => person.name || person.address).join(', ');
