/* The questions that went out, and the answers to them. Kept are Message-IDs and answers, nothing of a mail. */
"use strict";

/* exported remember, opened, renamed, answerIn, confirmAnswer, connectingDraft */

const MAX_KEPT = 200;

async function introductions() {
  return (await messenger.storage.local.get({ introductions: [] })).introductions;
}

/** Remember an introduction: the Message-IDs of the draft and of the questions. */
async function remember({ draft, asks }) {
  for (const ask of asks) await follow(ask.tab, ask.id);
  const made = { draft, asks: asks.map((ask) => ({ id: ask.id, answer: "" })) };
  await messenger.storage.local.set({ introductions: [...(await introductions()), made].slice(-MAX_KEPT) });
}

// Thunderbird gives a mail a new Message-ID whenever it is saved or sent, so the window it is in is followed.

async function follow(tabId, id) {
  await messenger.storage.session.set({ [`mail-${tabId}`]: id });
}

/** A draft was opened: if we know it, its window is followed. */
async function opened(tabId, details) {
  if (details.type !== "draft" || !details.relatedMessageId) return;
  const { headerMessageId } = await messenger.messages.get(details.relatedMessageId);
  const known = (await introductions()).flatMap((one) => [one.draft, ...one.asks.map((ask) => ask.id)]);
  if (known.includes(headerMessageId)) await follow(tabId, headerMessageId);
}

/** The mail in a window has this Message-ID now: the answer to a question will name it. */
async function renamed(tabId, id) {
  const name = `mail-${tabId}`;
  const known = (await messenger.storage.session.get(name))[name];
  if (!known || !id || known === id) return;
  const all = await introductions();
  for (const one of all) {
    if (one.draft === known) one.draft = id;
    for (const ask of one.asks) if (ask.id === known) ask.id = id;
  }
  await messenger.storage.local.set({ introductions: all });
  await follow(tabId, id);
}

/** The question that a message answers, with its introduction; null if it answers none. */
async function questionOf(messageId) {
  const all = await introductions();
  if (!all.length) return null;
  const { headers } = await messenger.messages.getFull(messageId);
  const named = [...(headers["in-reply-to"] || []), ...(headers.references || [])].join(" ");
  const ids = new Set(named.slice(0, 20_000).match(/[^<>\s]+@[^<>\s]+/g));
  for (const one of all) for (const ask of one.asks) if (ids.has(ask.id)) return { one, ask };
  return null;
}

/** {who, answer, when, others}: what a displayed message answers, as the backend reads it; null if it answers no question. */
async function answerIn(message) {
  const found = await questionOf(message.id);
  if (!found) return null;
  const parts = await messenger.messages.listInlineTextParts(message.id);
  const part = parts.find((one) => one.contentType === "text/plain") || parts[0];
  if (!part) return null;
  const html = part.contentType === "text/html";
  const body = html ? await messenger.messengerUtilities.convertToPlainText(part.content) : part.content;
  const about = { from: message.author, to: message.recipients, subject: message.subject, sent: message.date.toISOString() };
  const read = await (await backend()).reply({ ...about, body });
  return { ...read, who: message.author.replace(/\s*<[^<>]*>$/, "") || message.author, given: found.ask.answer, agreed: agreed(found.one) };
}

/** Note what the answer is. Whether everybody has said yes now. */
async function confirmAnswer(message, answer) {
  const found = await questionOf(message.id);
  if (!found) return false;
  const all = await introductions();
  for (const one of all) for (const ask of one.asks) if (ask.id === found.ask.id) ask.answer = answer;
  await messenger.storage.local.set({ introductions: all });
  return agreed(all.find((one) => one.asks.some((ask) => ask.id === found.ask.id)));
}

function agreed(one) {
  return one.asks.every((ask) => ask.answer === "yes");
}

/** Open the draft that an answered question came from. Its tab; 0 if it is not there any more. */
async function connectingDraft(message) {
  const found = await questionOf(message.id);
  const { messages } = found ? await messenger.messages.query({ headerMessageId: found.one.draft }) : { messages: [] };
  return messages.length ? (await messenger.compose.beginNew(messages[0].id)).id : 0;
}
