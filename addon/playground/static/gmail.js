// The Gmail API as this page uses it, for whoever is at the keyboard.

import { header } from './mime.js';
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
    throw new MailError(data.error?.message ?? String(answer.status));
  } catch (error) {
    if (error instanceof MailError) throw error;
    throw new MailError(String(answer?.status ?? error.message));
  }
}

export const get = (address, path) => call(address, 'GET', path);
const post = (address, path, body) => call(address, 'POST', path, body);

/** The messages of a place ("INBOX", "SENT"), the newest first, with headers and labels. */
export async function list(address, label) {
  const found = await get(address, `messages?labelIds=${label}&maxResults=100`);
  return Promise.all((found.messages ?? []).map((item) => get(address, `messages/${item.id}?format=metadata`)));
}

/** The drafts, the last saved first: [{id, message}]. */
export async function drafts(address) {
  const found = await get(address, 'drafts?maxResults=100');
  return Promise.all((found.drafts ?? []).map((item) => get(address, `drafts/${item.id}?format=metadata`)));
}

export const draft = (address, id) => get(address, `drafts/${id}?format=full`);
export const thread = (address, id) => get(address, `threads/${id}?format=full`);
export const removeDraft = (address, id) => call(address, 'DELETE', `drafts/${id}`);
export const sendDraft = (address, id) => post(address, 'drafts/send', { id });
export const send = (address, raw, threadId) => post(address, 'messages/send', { raw, ...(threadId ? { threadId } : {}) });
export const markRead = (address, id) => post(address, `messages/${id}/modify`, { removeLabelIds: ['UNREAD'] });

export function saveDraft(address, id, raw, threadId) {
  const body = { message: { raw, ...(threadId ? { threadId } : {}) } };
  return id ? call(address, 'PUT', `drafts/${id}`, body) : post(address, 'drafts', body);
}

/** How many unread messages each user has, and what the connector has done so far: for badges and the next step. */
export async function situation() {
  const unread = {};
  await Promise.all(
    ui.users.map(async (user) => {
      const found = await get(user.address, 'messages?labelIds=INBOX&labelIds=UNREAD&maxResults=100');
      unread[user.address] = (found.messages ?? []).map((item) => item.id);
    }),
  );
  const own = ui.users.find((user) => user.connector).address;
  const all = await drafts(own);
  const written = all.filter((item) => !header(item.message, 'Message-ID').endsWith('@samples.example>'));
  const sent = {};
  await Promise.all(ui.users.map(async (user) => { sent[user.address] = ((await get(user.address, 'messages?labelIds=SENT&maxResults=100')).messages ?? []).length; }));
  return { unread, written, drafts: all, sent };
}
