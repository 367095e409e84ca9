/* Drafts in the person's own mailbox through Microsoft Graph, with nested app authentication (MSAL). Off where no client id is set. */
"use strict";

(function (askfirst) {
  const MESSAGES = "https://graph.microsoft.com/v1.0/me/messages";
  const SCOPES = ["https://graph.microsoft.com/Mail.ReadWrite"];
  const AUTHORITY = "https://login.microsoftonline.com/common";
  const WAIT_MS = 10000;

  /** The mailbox through Graph: {copy, create}, each rejects where Graph does not do it. Null where it is not to be had. */
  async function graph(office) {
    if (!askfirst.client || !office.context.requirements.isSetSupported("NestedAppAuth", "1.1")) return null;
    const token = await accessToken().catch(() => "");
    if (!token) return null;
    return {
      /** A second draft of the open item, which is saved for that: everything in it is in the copy. */
      copy: async (item) => {
        const id = office.context.mailbox.convertToRestId(await askfirst.call(item, "saveAsync"), "v2.0");
        await post(token, `${MESSAGES}/${encodeURIComponent(id)}/copy`, { destinationId: "drafts" });
      },
      /** A draft of a question. */
      create: (ask) => post(token, MESSAGES, messageOf(ask)),
    };
  }

  async function accessToken() {
    const client = await msal.createNestablePublicClientApplication({ auth: { clientId: askfirst.client, authority: AUTHORITY } });
    const wanted = { scopes: SCOPES };
    const given = await client.acquireTokenSilent(wanted).catch(() => client.acquireTokenPopup(wanted));
    return given.accessToken;
  }

  /**
   * A question as Graph takes it.
   * @returns {import("@microsoft/microsoft-graph-types").Message}
   */
  function messageOf(ask) {
    const people = ask.to.filter((who) => who.address);
    return {
      subject: ask.subject,
      body: { contentType: "html", content: askfirst.toHtml(ask.body) },
      toRecipients: people.map((who) => ({ emailAddress: { name: who.name || who.address, address: who.address } })),
    };
  }

  async function post(token, url, body) {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const quiet = /** @type {const} */ ({ credentials: "omit", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer" });
    const signal = AbortSignal.timeout(WAIT_MS);
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal, ...quiet });
    if (response.status !== 201) throw new Error("Graph");
  }

  Object.assign(askfirst, { graph, messageOf });
})(typeof module === "object" ? require("./item.js") : askfirst);

if (typeof module === "object") module.exports = require("./item.js");
