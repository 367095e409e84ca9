/* The event page: checks a mail before it is sent and while it is written. Whatever fails here, the mail goes out. */
"use strict";

/* global askfirst, backend, draftOf, openAsks, remember, opened, renamed, answerIn, confirmAnswer, connectingDraft */

const DECIDE_MS = 5 * 60_000; // after that the mail stays, unlocked, in its window
const AWAKE_MS = 1500;
const MAX_VOUCHED = 1000;
const waiting = new Map(); // tab -> the mail that waits for a decision: {report, details, end, window}

const say = askfirst.words(messenger.i18n.getUILanguage());

messenger.compose.onBeforeSend.addListener((tab, details) => awake(() => beforeSend(tab, details)).catch(() => ({})));
messenger.compose.onAfterSend.addListener((tab, info) => renamed(tab.id, info.headerMessageId).catch(() => {}));
messenger.compose.onAfterSave.addListener((tab, info) => renamed(tab.id, info.messages?.[0]?.headerMessageId).catch(() => {}));
messenger.compose.onComposeStateChanged.addListener((tab) => hint(tab.id).catch(() => {}));
messenger.windows.onRemoved.addListener((window) => ended((mail) => mail.window === window));
messenger.tabs.onRemoved.addListener((tab) => ended((mail) => mail.tab === tab));
messenger.messageDisplay.onMessagesDisplayed.addListener((tab, shown) => displayed(tab, shown).catch(() => {}));
messenger.runtime.onMessage.addListener((message, sender) => {
  const ours = sender.url.startsWith(messenger.runtime.getURL("")); // the script in the editor may only say that something was typed
  const job = ours || message.job === "typed" ? JOBS[message.job] : null;
  return job ? awake(() => job(message, sender)).catch(() => ({ trouble: say("I could not do this. Your mail is as it was.") })) : false;
});
messenger.scripting.compose.registerScripts([{ id: "writing", js: ["writing.js"] }]).catch(() => {}); // it is registered already
messenger.messageDisplayAction.disable();

/** What the pages and the script in the editor ask for. */
const JOBS = {
  typed: async (message, sender) => hint(sender.tab.id),
  view: async ({ tab }) => view(tab),
  send: async ({ tab }) => decided(tab, {}),
  keep: async ({ tab }) => decided(tab, { cancel: true }),
  asked: async ({ tab }) => {
    await vouch(await reported(tab));
    decided(tab, {});
    return view(tab);
  },
  ask: async ({ tab }) => ask(tab),
  answer: async ({ tab }) => answer(tab),
  confirm: async ({ tab, answer: given }) => ({ agreed: await confirmAnswer(await messageIn(tab), given) }),
  connect: async ({ tab }) => {
    const opened = await connectingDraft(await messageIn(tab));
    if (opened) await vouch(await reported(opened)); // everybody has agreed
    return { opened };
  },
};

/** Thunderbird puts an event page to sleep while its promises are open, and leaves the compose window locked; a call of its API keeps it awake. */
async function awake(job) {
  const timer = setInterval(() => messenger.runtime.getPlatformInfo(), AWAKE_MS);
  try {
    return await job();
  } finally {
    clearInterval(timer);
  }
}

async function beforeSend(tab, details) {
  if (details.type === "redirect") return {}; // somebody else's mail, which nobody can rewrite
  const answer = await check(details); // which takes its time-out with it
  if (!answer || !answer.ok || !answer.report.warning) return {};
  if (await vouched(answer.report, details)) return {};
  return decision(tab.id, answer.report, details);
}

async function check(details) {
  return (await backend()).check(draftOf(details));
}

/** Asks the person; the compose window waits for the answer. A window that cannot be opened, or is closed, ends the waiting. */
function decision(tab, report, details) {
  return new Promise((resolve) => {
    const mail = { tab, report, details, window: 0 };
    const timer = setTimeout(() => mail.end({ cancel: true }), DECIDE_MS);
    mail.end = (result) => {
      clearTimeout(timer);
      if (waiting.get(tab) === mail) waiting.delete(tab);
      if (mail.window) messenger.windows.remove(mail.window).catch(() => {});
      resolve(result);
    };
    waiting.set(tab, mail);
    const page = { type: "popup", url: `warning.html?tab=${tab}`, width: 520, height: 560, allowScriptsToClose: true };
    messenger.windows.create(page).then(
      (window) => (mail.window = window.id),
      () => mail.end({}),
    );
  });
}

function ended(which) {
  for (const mail of [...waiting.values()]) if (which(mail)) mail.end({ cancel: true });
}

function decided(tab, result) {
  const mail = waiting.get(tab);
  if (mail) mail.end(result);
  return Boolean(mail);
}

/** The report and details of a compose window: those that wait for a decision, or new ones. */
async function reported(tab) {
  const mail = waiting.get(tab);
  if (mail) return { ok: true, report: mail.report, details: mail.details };
  const details = await messenger.compose.getComposeDetails(tab);
  return { ...(await check(details)), details };
}

/** What the warning page shows of a compose window. */
async function view(tab) {
  const found = await reported(tab);
  if (!found.ok) return { trouble: trouble(found.reason) };
  const warning = found.report.warning && !(await vouched(found.report, found.details));
  badge(tab, warning);
  const rewritable = warning && found.report.verdict === "unannounced_introduction";
  return { told: askfirst.tell(found.report, say), warning, rewritable, sending: waiting.has(tab) };
}

/** The hint while a mail is written: a badge, and nothing that interrupts. */
async function hint(tab) {
  const details = await messenger.compose.getComposeDetails(tab);
  await opened(tab, details);
  const answer = await check(details);
  badge(tab, answer.ok && answer.report.warning && !(await vouched(answer.report, details)));
}

function badge(tab, warning) {
  messenger.composeAction.setBadgeBackgroundColor({ tabId: tab, color: "#b3261e" });
  messenger.composeAction.setBadgeTextColor({ tabId: tab, color: "#ffffff" });
  messenger.composeAction.setBadgeText({ tabId: tab, text: warning ? "!" : "" });
  messenger.composeAction.setTitle({ tabId: tab, title: warning ? say("Looks like an introduction") : null });
}

/** Writes the private questions. The mail that waits is not sent, whatever comes of it. */
async function ask(tab) {
  const details = await messenger.compose.getComposeDetails(tab);
  const answer = await (await backend()).ask(draftOf(details));
  if (!answer.ok) return { trouble: trouble(answer.reason) };
  const mail = waiting.get(tab);
  const page = mail ? mail.window : 0;
  if (mail) {
    mail.window = 0; // it stays until we know how it went
    mail.end({ cancel: true });
  }
  await remember(await openAsks(tab, details, answer.plan.asks));
  if (page) messenger.windows.remove(page).catch(() => {});
  return { done: true };
}

// "I asked both" is remembered for these people: as a hash with a random key, so no address is kept.

async function vouch({ report, details }) {
  if (!report) return;
  const { vouched: known } = await messenger.storage.local.get({ vouched: [] });
  await messenger.storage.local.set({ vouched: [...known, await hashOf(report, details)].slice(-MAX_VOUCHED) });
}

async function vouched(report, details) {
  const { vouched: known } = await messenger.storage.local.get({ vouched: [] });
  return known.length > 0 && known.includes(await hashOf(report, details));
}

async function hashOf(report, details) {
  const { to, cc, bcc } = draftOf(details);
  const people = [...to, ...cc, ...bcc, ...report.notAsked.map((who) => who.address || who.name)];
  const names = people.map((text) => (/[^<>\s]+@[^<>\s]+/.exec(text) || [text])[0].toLowerCase());
  const { salt } = await messenger.storage.local.get({ salt: "" });
  const key = salt || hex(crypto.getRandomValues(new Uint8Array(32)));
  if (!salt) await messenger.storage.local.set({ salt: key });
  const text = JSON.stringify([key, ...[...new Set(names)].sort()]);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Answers.

async function displayed(tab, shown) {
  messenger.messageDisplayAction.disable(tab.id);
  const message = shown.messages.length === 1 ? shown.messages[0] : null;
  const found = message && (await answerIn(message));
  if (!found) return;
  await messenger.messageDisplayAction.enable(tab.id);
  const signs = { yes: "✓", no: "✗", later: "…", unclear: "?" };
  messenger.messageDisplayAction.setBadgeText({ tabId: tab.id, text: found.ok ? signs[found.given || found.reading.answer] : "?" });
}

async function messageIn(tab) {
  const { messages } = await messenger.messageDisplay.getDisplayedMessages(tab);
  return messages[0];
}

async function answer(tab) {
  const found = await answerIn(await messageIn(tab));
  if (!found) return { trouble: say("This is no answer to a question of yours.") };
  if (!found.ok) return { trouble: trouble(found.reason), given: found.given, agreed: found.agreed };
  const told = askfirst.tellAnswer(found.reading, found.who, say, messenger.i18n.getUILanguage());
  return { ...told, read: found.reading.answer, given: found.given, agreed: found.agreed };
}

function trouble(reason) {
  if (reason === "key") return say("My backend does not take the key. Please look at the settings.");
  if (reason === "address") return say("The address of the backend must begin with https://, or lead to this computer.");
  if (reason === "nobody") return say("I find nobody to ask in this draft. Names in the greeting, or on To and Cc, help me.");
  if (reason === "refused" || reason === "large") return say("I cannot read this mail. It is unusually large or damaged.");
  if (reason === "nonsense" || reason === "version") return say("My backend answers in a way I do not know. Mails are sent as always.");
  return say("My backend does not answer. Mails are sent as always.");
}
