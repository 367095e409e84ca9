/* A stand-in for Microsoft's Office.js, for the tests of the task pane: one mail in memory. It is not Outlook, and says so in the page.
 * `?press=A|B` presses those buttons, one after the other, when they appear.
 */
"use strict";

const given = new URLSearchParams(location.search);
const mail = {
  from: { displayName: "Clara Voss", emailAddress: "clara@voss.example" },
  to: [{ displayName: "Mike Hale", emailAddress: "mike@hale.example" }],
  cc: [{ displayName: "Anna Roth", emailAddress: "anna@roth.example" }],
  bcc: [],
  subject: "Introduction",
  body: given.get("body"),
};
const fine = (value) => ({ status: "succeeded", value });
const field = (name) => ({
  getAsync: (...rest) => rest.at(-1)(fine(mail[name])),
  setAsync: (value, ...rest) => { mail[name] = value; rest.at(-1)(fine()); },
});
const session = {};
const item = {
  ...Object.fromEntries(Object.keys(mail).map((name) => [name, field(name)])),
  getComposeTypeAsync: (done) => done(fine({ composeType: given.get("type") || "newMail" })),
  getAttachmentsAsync: (done) => done(fine([])),
  sessionData: {
    getAsync: (key, done) => done(key in session ? fine(session[key]) : { status: "failed", error: {} }),
    setAsync: (key, value, done) => { session[key] = value; done(fine()); },
  },
};
window.Office = {
  actions: { associate: () => {} },
  context: { displayLanguage: given.get("language"), mailbox: { item }, roamingSettings: { get: () => "" } },
  onReady: (ready) => addEventListener("DOMContentLoaded", () => setTimeout(ready, 0)),
};

addEventListener("DOMContentLoaded", () => {
  const pressing = (given.get("press") || "").split("|").filter(Boolean);
  const state = document.createElement("output");
  state.id = "stand-in";
  document.body.append(state);
  const tell = () => { state.textContent = JSON.stringify({ says: "This is a stand-in, not Outlook.", mail, session, pressing }); };
  new MutationObserver(() => {
    const found = [...document.querySelectorAll("main button")].find((one) => one.textContent === pressing[0] && !one.disabled);
    if (found) { pressing.shift(); setTimeout(() => found.click(), 0); }
    tell();
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
  setInterval(tell, 200);
});
