/* A stand-in for Microsoft's Office.js, for the tests of the task pane: one mail in memory, and the way to sign in. It is not Outlook,
 * and says so in the page. The query of the page says what it plays; `standIn` in the page is what became of it.
 */
"use strict";

const given = new URLSearchParams(location.search);
const CLARA = { displayName: "Clara Voss", emailAddress: "clara@voss.example" };
const MIKE = { displayName: "Mike Hale", emailAddress: "mike@hale.example" };
const ANNA = { displayName: "Anna Roth", emailAddress: "anna@roth.example" };
const empty = given.has("empty");
const mail = {
  from: CLARA, to: empty ? [] : [MIKE], cc: empty ? [] : [ANNA], bcc: [],
  subject: empty ? "" : "Introduction", body: empty ? "" : given.get("body"),
};
const attached = (given.get("attached") || "").split("|").filter(Boolean).map((name) => ({
  id: `id-${name}`, name, isInline: name.endsWith(".png"), size: 3, content: "YWJj", format: given.get("format") || "base64",
}));
const broken = (given.get("broken") || "").split("|"); // fields that Outlook refuses to set
const standIn = { says: "This is a stand-in, not Outlook.", mail, attached, session: {}, saved: 0, signedIn: [] };

const fine = (value) => ({ status: "succeeded", value });
const wrong = { status: "failed", error: { code: 1 } };
const last = (list, value) => list.at(-1)(value);
const asText = (html) => new DOMParser().parseFromString(html.replace(/<br>/g, "\n"), "text/html").body.textContent;
const field = (name) => ({
  getAsync: (...rest) => last(rest, fine(rest[0] === "text" ? asText(mail[name]) : mail[name])),
  setAsync: (value, ...rest) => {
    if (broken.includes(name)) { broken.splice(broken.indexOf(name), 1); return last(rest, wrong); }
    mail[name] = value;
    return last(rest, fine());
  },
});
const written = {
  ...Object.fromEntries(Object.keys(mail).map((name) => [name, field(name)])),
  getComposeTypeAsync: (done) => done(fine({ composeType: given.get("type") || "newMail" })),
  getAttachmentsAsync: (done) => done(fine(attached.map(({ content, format, ...one }) => one))),
  getAttachmentContentAsync: (id, done) => done(fine(attached.find((one) => one.id === id))),
  removeAttachmentAsync: (id, done) => { attached.splice(attached.findIndex((one) => one.id === id), 1); done(fine()); },
  addFileAttachmentFromBase64Async: (content, name, options, done) => {
    attached.push({ id: `id-${name}`, name, isInline: options.isInline, size: 3, content, format: "base64" });
    done(fine());
  },
  saveAsync: (done) => { standIn.saved += 1; done(fine("AAA/b+c=")); },
  sessionData: {
    getAsync: (key, done) => done(key in standIn.session ? fine(standIn.session[key]) : wrong),
    setAsync: (key, value, done) => { standIn.session[key] = value; done(fine()); },
  },
};
const received = (from, body) => ({
  from, to: [CLARA], cc: [], subject: "Re: question", dateTimeCreated: new Date("2026-11-27T10:00:00Z"),
  body: { getAsync: (type, done) => done(fine(body)) },
});
const settings = { ...localStorage }; // they outlast the window, as those of a mailbox do
const handlers = {};
window.standIn = standIn;
/** Another message is selected while the pane is open. */
window.select = (from, body) => { Office.context.mailbox.item = received({ displayName: from, emailAddress: "x@y.example" }, body); handlers.itemChanged(); };
window.Office = {
  actions: { associate: () => {} },
  EventType: { ItemChanged: "itemChanged" },
  context: {
    displayLanguage: given.get("language"),
    mailbox: {
      item: given.has("read") ? received(ANNA, given.get("body")) : written,
      addHandlerAsync: (type, handler) => { handlers[type] = handler; },
      convertToRestId: (id, version) => (version === "v2.0" ? id.replace(/\//g, "-").replace(/\+/g, "_") : ""),
    },
    requirements: { isSetSupported: (name, version) => name === "NestedAppAuth" && version === "1.1" && given.has("signIn") },
    roamingSettings: {
      get: (name) => settings[name],
      set: (name, value) => { settings[name] = value; },
      saveAsync: (done) => { Object.assign(localStorage, settings); done(fine()); },
    },
  },
  onReady: (ready) => addEventListener("DOMContentLoaded", () => setTimeout(ready, 0)),
};

/* The bridge by which MSAL asks its host for a token. `signIn=no` plays a person, or an administrator, who does not allow it. */
const encoded = (value) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const account = { homeAccountId: "1.2", environment: "login.microsoftonline.com", tenantId: "2", username: "clara@voss.example", localAccountId: "1" };
const token = { access_token: "a-token-of-the-stand-in", expires_in: 3600, id_token: `${encoded({ alg: "none" })}.${encoded({ oid: "1", tid: "2" })}.x` };
const heard = [];
window.nestedAppAuthBridge = {
  addEventListener: (_, listener) => heard.push(listener),
  postMessage: (text) => {
    const asked = JSON.parse(text);
    const answer = { messageType: "NestedAppAuthResponse", requestId: asked.requestId, success: true };
    if (asked.method === "GetInitContext") answer.initContext = { sdkName: "stand-in", sdkVersion: "1", capabilities: {}, accountContext: account };
    else {
      standIn.signedIn.push(`${asked.method} ${asked.tokenParams.clientId} ${asked.tokenParams.scope}`);
      if (given.get("signIn") === "no") Object.assign(answer, { success: false, error: { status: "USER_CANCEL", code: "1", description: "", properties: {} } });
      else Object.assign(answer, { token: { ...token, scope: asked.tokenParams.scope }, account });
    }
    setTimeout(() => heard.forEach((listener) => listener(JSON.stringify(answer))), 0);
  },
};

addEventListener("DOMContentLoaded", () => {
  const label = document.createElement("output");
  label.textContent = standIn.says;
  document.body.append(label);
});
