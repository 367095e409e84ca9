// The little HTML that cards may use. Whatever else comes is shown as its text, and nothing of it runs.

const KEPT = { B: 'b', STRONG: 'b', I: 'i', EM: 'i', U: 'u', S: 's', STRIKE: 's', DEL: 's' };
const DROPPED = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'NOSCRIPT', 'TITLE', 'TEXTAREA', 'SVG', 'MATH']);
const DEPTH = 12;

export const isLink = (url) => /^(https?:\/\/|mailto:)/i.test(url);

/** A fragment of safe nodes from a card's text. `font color` is left out: it would not be readable in light and dark alike. */
export function rich(text) {
  const parsed = new DOMParser().parseFromString(`<body>${String(text)}`, 'text/html');
  return copy(parsed.body, document.createDocumentFragment(), 0);
}

function copy(from, to, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      node.data.split('\n').forEach((line, index) => to.append(...(index ? [document.createElement('br'), line] : [line])));
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.tagName.toUpperCase()) && depth < DEPTH) {
      copy(node, place(node, to), depth + 1);
    }
  }
  return to;
}

function place(node, to) {
  if (node.tagName === 'BR') to.append(document.createElement('br'));
  const href = node.tagName === 'A' ? node.getAttribute('href') ?? '' : '';
  const name = href && isLink(href) ? 'a' : KEPT[node.tagName];
  if (!name) return to;
  const kept = document.createElement(name);
  if (name === 'a') Object.assign(kept, { href, target: '_blank', rel: 'noopener noreferrer' });
  to.append(kept);
  return kept;
}
