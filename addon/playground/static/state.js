// What the page knows: who is at the keyboard, in which language, and what happened last.

export const ui = {
  users: [], // {address, name, token, connector}
  address: '', // of who is at the keyboard
  addon: '', // where the add-on's endpoints are
  scopes: [],
  withheld: new Set(), // scopes the person has not granted
  about: {}, // Message-ID of a sample -> what it shows
  own: new Set(), // drafts begun here, not by the add-on
  log: [], // events posted to the add-on and their answers, the newest first
  situation: null,
  sideOpen: window.matchMedia('(min-width: 1000px)').matches,
  language: 'en',
};

export const me = () => ui.users.find((user) => user.address === ui.address);
export const connector = () => ui.users.find((user) => user.connector);
export const firstName = (user) => user.name.split(' ')[0] || user.address;

export function takeSession(session) {
  ui.users = session.users;
  ui.addon = session.addon;
  ui.scopes = session.scopes;
  ui.about = session.about;
  ui.untouched = session.untouched;
  ui.samples = session.language;
  if (!me()) ui.address = connector().address;
}

export async function json(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error ?? String(answer.status));
  return data;
}

export const refreshUsers = async () => takeSession(await json('playground/session'));
