// The Gmail API as this page uses it, for whoever is at the keyboard.

import { ui } from './state.js';

export class MailError extends Error {}

async function call(address, verb, path, body) {
  const user = ui.users.find((item) => item.address === address);
  let answer;
  try {
    answer = await fetch(`gmail/gmail/v1/users/me/${path}`, {
      method: verb,
      headers: { Authorization: `Bearer ${user.token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (answer.status === 204) return null;
    const data = await answer.json();
    if (answer.ok) return data;
    throw new MailError((data.error?.message ?? String(answer.status)).replace(/\.$/, ''));
  } catch (error) {
    if (error instanceof MailError) throw error;
    throw new MailError(String(answer?.status ?? error.message));
  }
}

export const get = (address, path) => call(address, 'GET', path);
const post = (address, path, body) => call(address, 'POST', path, body);

const known = new Map(); // what a message says does not change under its id; labels do, and are dropped with it

async function metadata(address, id) {
  const key = `${address} ${id}`;
  if (!known.has(key)) known.set(key, await get(address, `messages/${id}?format=metadata`));
  return known.get(key);
}

/** After starting over ids may come again. */
export const forget = () => known.clear();

async function found(address, query) {
  return (await get(address, `messages?${query}&maxResults=100`)).messages ?? [];
}

/** The messages of a place ("INBOX", "SENT"), the newest first, with headers and labels. */
export async function list(address, label) {
  return Promise.all((await found(address, `labelIds=${label}`)).map((item) => metadata(address, item.id)));
}

const draftIds = async (address) => (await get(address, 'drafts?maxResults=100')).drafts ?? [];

/** The drafts, the last saved first: [{id, message}]. */
export async function drafts(address) {
  return Promise.all((await draftIds(address)).map(async (item) => ({ id: item.id, message: await metadata(address, item.message.id) })));
}

export const draft = (address, id) => get(address, `drafts/${id}?format=full`);
export const thread = (address, id) => get(address, `threads/${id}?format=full`);
export const removeDraft = (address, id) => call(address, 'DELETE', `drafts/${id}`);
export const sendDraft = (address, id) => post(address, 'drafts/send', { id });
export const send = (address, raw, threadId) => post(address, 'messages/send', { raw, ...(threadId ? { threadId } : {}) });

export function markRead(address, id) {
  known.delete(`${address} ${id}`);
  return post(address, `messages/${id}/modify`, { removeLabelIds: ['UNREAD'] });
}

export function saveDraft(address, id, raw, threadId) {
  const body = { message: { raw, ...(threadId ? { threadId } : {}) } };
  return id ? call(address, 'PUT', `drafts/${id}`, body) : post(address, 'drafts', body);
}

/**
 * Where the story stands, for badges and the next step: for each user the unread messages and how many were sent; of the connector
 * the drafts, those the add-on wrote (samples are "r-…"), and the threads with an answer, read or not.
 */
export async function situation() {
  const own = ui.users.find((user) => user.connector).address;
  const unread = {};
  const sent = {};
  const [all, inbox] = await Promise.all([
    draftIds(own),
    found(own, 'labelIds=INBOX'),
    ...ui.users.map(async (user) => { unread[user.address] = await found(user.address, 'labelIds=INBOX&labelIds=UNREAD'); }),
    ...ui.users.map(async (user) => { sent[user.address] = await found(user.address, 'labelIds=SENT'); }),
  ]);
  const asked = new Set(sent[own].map((item) => item.threadId));
  const threads = (items) => items.map((item) => item.threadId).filter((id) => asked.has(id));
  return { unread, sent, drafts: all, written: all.filter((item) => !item.id.startsWith('r-') && !ui.own.has(item.id)), answers: threads(unread[own]), answered: threads(inbox) };
}
