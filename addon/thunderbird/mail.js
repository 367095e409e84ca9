/* Compose windows and the backend's drafts: reading one, writing the private questions. */
"use strict";

/* exported draftOf, openAsks */

const DEFAULT_URL = "http://127.0.0.1:8025/addon"; // where `askfirst serve` has it

const IMPORT_MS = 15_000; // a server that takes longer to store a draft is not waited for

/** The backend of the settings. */
async function backend() {
  return askfirst.connect(await messenger.storage.local.get({ url: DEFAULT_URL, key: "", wait: {} }));
}

/** What the backend is told of a compose window: the people, subject and text, and no more. */
function draftOf(details) {
  const texts = (people) => (Array.isArray(people) ? people : [people]).filter((person) => typeof person === "string" && person);
  return {
    from: texts(details.from)[0] || "",
    to: texts(details.to),
    cc: texts(details.cc),
    bcc: texts(details.bcc),
    subject: details.subject || "",
    body: details.isPlainText ? details.plainTextBody || "" : unwrapped(details.plainTextBody || ""),
  };
}

/** The text of an HTML window, which Thunderbird wraps as format=flowed (RFC 3676): a blank at its end continues a line. */
function unwrapped(text) {
  const lines = [];
  let open = false;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const quoted = line.startsWith(">");
    const plain = line.startsWith(" ") ? line.slice(1) : line;
    if (open && !quoted && plain !== "-- ") lines[lines.length - 1] += plain;
    else lines.push(plain);
    open = plain.endsWith(" ") && plain !== "-- " && !quoted;
  }
  return lines.map((line) => (line === "-- " ? line : line.trimEnd())).join("\n");
}

/**
 * Saves the open mail as a draft, opens a new window for each further question and makes the open mail the first one; all are saved.
 *
 * The window owns the draft it was saved to: the next save replaces it, and sending the question deletes it. So the draft is put among
 * the drafts a second time, and the window keeps the other one. Where that is impossible, or the mail belongs to a thread, which its
 * window would carry into the question, the first question gets a new window too, and the open one is closed. Attachments stay with
 * the draft. Returns the Message-IDs {draft, asks}. Where something fails, a draft with the whole mail is there.
 */
async function openAsks(tabId, details, asks) {
  const own = await onceUnlocked(() => saved(tabId));
  const late = new Promise((resolve) => setTimeout(resolve, IMPORT_MS, ""));
  const draft = await Promise.race([secondDraft(own), late]).catch(() => "");
  const opened = [];
  for (const ask of asks.slice(draft ? 1 : 0).reverse()) opened.unshift(await openAsk(details, ask)); // the first one ends up in front
  if (draft) {
    await rewrite(tabId, details, asks[0]);
    opened.unshift({ tab: tabId, id: (await saved(tabId)).headerMessageId });
  } else {
    await messenger.tabs.remove(tabId);
  }
  return { draft: draft || own.headerMessageId, asks: opened };
}

async function openAsk(details, ask) {
  const about = { isPlainText: details.isPlainText, identityId: details.identityId };
  const tab = await messenger.compose.beginNew(null, { ...about, ...written(details, ask) });
  return { tab: tab.id, id: (await saved(tab.id)).headerMessageId };
}

/** Makes the mail in a window a question: nothing of it stays, neither people nor text nor attachments. */
async function rewrite(tabId, details, ask) {
  for (const one of await messenger.compose.listAttachments(tabId)) await messenger.compose.removeAttachment(tabId, one.id);
  const emptied = { cc: [], bcc: [], replyTo: [], followupTo: [], newsgroups: [] };
  await messenger.compose.setComposeDetails(tabId, { ...emptied, ...written(details, ask) });
}

function written(details, ask) {
  const text = details.isPlainText ? { plainTextBody: ask.body } : { body: askfirst.toHtml(ask.body) };
  return { to: ask.to.map(askfirst.mailbox).filter(Boolean), subject: ask.subject, ...text };
}

/** A second draft with the same text, under a Message-ID of its own, which is returned; "" for a mail of a thread. */
async function secondDraft(message) {
  const raw = await messenger.messages.getRaw(message.id, { data_format: "BinaryString" });
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/));
  if (/^(References|In-Reply-To):/im.test(head)) return "";
  const id = `${crypto.randomUUID()}@${message.headerMessageId.split("@").at(-1)}`;
  const named = head.replace(/^X-Mozilla-(Status2?|Keys):.*\r?\n/gim, "").replace(/^Message-ID:.*$/im, `Message-ID: <${id}>`);
  if (!named.includes(id)) return "";
  const bytes = Uint8Array.from(named + raw.slice(head.length), (sign) => sign.charCodeAt(0));
  await messenger.messages.import(new File([bytes], "draft.eml", { type: "message/rfc822" }), message.folder.id, { read: true });
  return id;
}

/** Thunderbird unlocks a window a moment after its mail was held back, and saves nothing before. */
async function onceUnlocked(act) {
  for (let tries = 30; tries > 0; tries--) {
    try {
      return await act();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return act();
}

async function saved(tabId) {
  const { messages } = await messenger.compose.saveMessage(tabId, { mode: "draft" });
  return messages[0] || { headerMessageId: "" };
}
