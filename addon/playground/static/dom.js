// Building elements. Text always goes in as text.

export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'value') node.value = value;
    else if (value === true) node.setAttribute(key, '');
    else node.setAttribute(key, value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false && child !== ''));
  return node;
}

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function button(text, onclick, kind = '', attributes = {}) {
  return el('button', { type: 'button', class: `button ${kind}`.trim(), onclick, ...attributes }, text);
}

let numbers = 0;
export const fresh = (name) => `${name}-${(numbers += 1)}`;

let timer;
export function toast(text) {
  const place = document.getElementById('toast');
  clearTimeout(timer);
  place.textContent = text;
  place.classList.add('shown');
  timer = setTimeout(() => place.classList.remove('shown'), 6000);
}
