/* Compose windows and the backend's drafts: reading one, writing the private questions. */
"use strict";

/* exported draftOf, openAsks */

const DEFAULT_URL = "http://127.0.0.1:8025/addon"; // where `askfirst serve` has it

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
 * Saves the open mail as a draft, opens a new window for each question and saves it too, then closes the first window.
 *
 * The window is not reused: Thunderbird would replace the saved draft at the next save and delete it when the question is sent, and
 * the question would inherit attachments and the thread of a reply. Returns the Message-IDs {draft, asks}. Where something fails,
 * the first window stays as it is.
 */
async function openAsks(tabId, details, asks) {
  const draft = await onceUnlocked(() => saved(tabId));
  const ids = [];
  for (const ask of [...asks].reverse()) { // the first one ends up in front
    const text = details.isPlainText ? { plainTextBody: ask.body } : { body: askfirst.toHtml(ask.body) };
    const to = ask.to.map(askfirst.mailbox).filter(Boolean);
    const about = { to, subject: ask.subject, isPlainText: details.isPlainText, identityId: details.identityId };
    const tab = await messenger.compose.beginNew(null, { ...about, ...text });
    ids.unshift({ tab: tab.id, id: await saved(tab.id) });
  }
  await messenger.tabs.remove(tabId);
  return { draft, asks: ids };
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
  return messages[0] ? messages[0].headerMessageId : "";
}
