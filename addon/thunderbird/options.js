/* The settings: where the backend is. */
"use strict";

/* global askfirst, say, element, button, show, DEFAULT_URL, backend */

const url = field("url", say("Address of the backend"), "url");
const key = field("key", say("Key, if the backend wants one"), "password");
const state = element("p", "", "quiet");
state.setAttribute("role", "status");

function field(name, text, type) {
  const label = element("label", text);
  const input = document.createElement("input");
  Object.assign(input, { name, type, autocomplete: "off", spellcheck: false, maxLength: 500 });
  label.append(input);
  return { label, input };
}

async function start() {
  const kept = await messenger.storage.local.get({ url: DEFAULT_URL, key: "" });
  url.input.value = kept.url;
  key.input.value = kept.key;
  const done = button(say("Save"), save, "main");
  show(element("h1", say("Settings")), url.label, key.label, done, state);
}

async function save() {
  const address = url.input.value.trim().replace(/\/+$/, "");
  state.textContent = await saved(address, key.input.value.trim()).catch(() => say("My backend does not answer. Mails are sent as always."));
  document.querySelector("button").disabled = false;
}

async function saved(address, secret) {
  if (!askfirst.endpoint(address, "check")) return say("The address of the backend must begin with https://, or lead to this computer.");
  const { protocol, hostname } = new URL(address);
  // Asked for here, while the click counts: a page may ask only then.
  if (!(await messenger.permissions.request({ origins: [`${protocol}//${hostname}/*`] }))) return say("Nothing was changed.");
  await messenger.storage.local.set({ url: address, key: secret });
  const answer = await (await backend()).check({ from: "", to: [], cc: [], bcc: [], subject: "", body: "" });
  return answer.ok ? say("Saved.") : `${say("Saved.")} ${say("My backend does not answer. Mails are sent as always.")}`;
}

start();
