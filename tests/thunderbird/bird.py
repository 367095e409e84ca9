"""Thunderbird itself, headless, driven through Marionette: a profile with one account, compose windows, the extension's pages."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from marionette import Marionette

# What every script in Thunderbird's own (chrome) context may use.
_HELPERS = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
const windows = (kind) => [...Services.wm.getEnumerator(kind || null)];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const until = async (found) => {
  for (;;) { const value = await found(); if (value) return value; await wait(100); }
};
const composers = () => windows("msgcompose");
const composer = (to) => composers().find((win) => win.gMsgCompose?.editor && GetTo(win).includes(to));
const GetTo = (win) => { win.GetComposeDetails(); return win.gMsgCompose.compFields.to; };
const folder = (name) => MailServices.accounts.localFoldersServer.rootFolder.getChildNamed(name);
const mails = (name) => { const found = folder(name); return found ? [...found.messages] : []; };
const pages = (part) => {
  const found = [];
  const search = (doc) => { for (const one of doc.querySelectorAll("browser")) {
    if (one.currentURI?.spec.startsWith("moz-extension:") && one.currentURI.spec.includes(part)) found.push(one);
    else if (one.contentDocument) search(one.contentDocument);
  } };
  for (const win of windows()) search(win.document);
  return found;
};
"""
# In an extension page, which lives in another process: run a script there and bring its value back.
_IN_PAGE = """
const inPage = (browser, body, argument) => new Promise((done, fail) => {
  const name = "askfirst-test:" + Math.random();
  const source = `(async () => { const document = content.document; const argument = ${JSON.stringify(argument ?? null)};
    try { sendAsyncMessage("${name}", { value: await (async () => { ${body} })() }); }
    catch (error) { sendAsyncMessage("${name}", { error: String(error) }); } })();`;
  browser.messageManager.addMessageListener(name, function heard({ data }) {
    browser.messageManager.removeMessageListener(name, heard);
    data.error ? fail(new Error(data.error)) : done(data.value);
  });
  browser.messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(source), false);
});
"""


class Bird:
    """A running Thunderbird."""

    def __init__(self, marionette: Marionette, locale: str) -> None:
        self.marionette = marionette
        self.language = locale[:2]

    def run(self, script: str, *arguments: Any, seconds: float = 90) -> Any:
        """Run JavaScript (the body of an async function; `args` are the arguments) in Thunderbird's own context."""
        body = (
            f"const args = [...arguments]; const resolve = args.pop(); {_HELPERS} {_IN_PAGE}"
            f"(async () => {{ {script} }})().then((value) => resolve([true, value]), (error) => resolve([false, String(error)]));"
        )
        fine, value = self.marionette.run(body, list(arguments), seconds)
        assert fine, value
        return value

    def write(self, to: str, cc: str, subject: str, body: str, html: bool = True) -> None:
        """Open a compose window with this mail in it."""
        self.run(
            """
            const [to, cc, subject, body, html] = args;
            const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
            Object.assign(fields, { to, cc, subject, body });
            const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
            params.composeFields = fields;
            params.type = Ci.nsIMsgCompType.New;
            params.format = html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText;
            params.identity = MailServices.accounts.defaultAccount.defaultIdentity;
            const before = new Set(composers());
            MailServices.compose.OpenComposeWindowWithParams(null, params);
            const win = await until(() => composers().find((one) => !before.has(one)));
            await until(() => win.composeEditorReady || win.gMsgCompose?.editor);
            """,
            to, cc, subject, body, html,
        )  # fmt: skip

    def attach(self, to: str, name: str, content: str) -> None:
        """Attach a text file to the mail to this address."""
        self.run(
            """
            const [to, name, content] = args;
            const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
            file.append(name);
            await IOUtils.writeUTF8(file.path, content);
            const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
            Object.assign(attachment, { url: Services.io.newFileURI(file).spec, name });
            await composer(to).AddAttachments([attachment]);
            """,
            to, name, content,
        )  # fmt: skip

    def save(self, to: str) -> None:
        """Save the mail to this address as a draft."""
        self.run(
            """
            const win = composer(args[0]);
            win.goDoCommand("cmd_saveAsDraft");
            await until(() => mails("Drafts").length && !win.gWindowLocked && !win.gMsgCompose.bodyModified);
            """,
            to,
        )

    def reply(self, to: str, cc: str, body: str) -> None:
        """Answer the mail that is displayed, with this person on Cc and this text (HTML) above the quotation."""
        self.run(
            """
            const [to, cc, body] = args;
            const win = windows("mail:3pane")[0];
            const header = win.document.getElementById("tabmail").currentAboutMessage.gMessage;
            MailServices.compose.OpenComposeWindow(null, header, header.folder.getUriForMsg(header), Ci.nsIMsgCompType.ReplyToSender,
              Ci.nsIMsgCompFormat.HTML, MailServices.accounts.defaultAccount.defaultIdentity, "", null);
            const made = await until(() => composers().find((one) => one.gMsgCompose?.editor && GetTo(one).includes(to)));
            await until(() => made.gMsgCompose.editor.outputToString("text/plain", 0).includes(">"));
            made.SetComposeDetails({ cc });
            made.gMsgCompose.editor.beginningOfDocument();
            made.GetCurrentEditor().QueryInterface(Ci.nsIHTMLEditor).insertHTML(body);
            """,
            to, cc, body,
        )  # fmt: skip

    def press_send(self, to: str) -> None:
        """Press Send in the compose window of the mail to this address."""
        self.run("composer(args[0]).goDoCommand('cmd_sendNow');", to)

    def composing(self) -> list[dict[str, Any]]:
        """The mails in the open compose windows, the oldest first."""
        found: list[dict[str, Any]] = self.run(
            """
            return composers().filter((win) => win.gMsgCompose?.editor).map((win) => {
              win.GetComposeDetails();
              const fields = win.gMsgCompose.compFields;
              const body = win.gMsgCompose.editor.outputToString("text/plain", 0);
              return { to: fields.to, cc: fields.cc, bcc: fields.bcc, subject: fields.subject, body, locked: win.gWindowLocked,
                attachments: win.gAttachmentBucket.itemCount, html: win.IsHTMLEditor() };
            });
            """
        )
        return found

    def drafts(self, name: str = "Drafts") -> list[str]:
        """The source of every mail in a local folder."""
        found: list[str] = self.run(
            """
            const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
            return mails(args[0]).map((header) => {
              const stream = header.folder.getMsgInputStream(header, {});
              let text = "";
              for (let more = stream.available(); more; more = stream.available()) text += NetUtil.readInputStreamToString(stream, more);
              return text;
            });
            """,
            name,
        )
        return found

    def page(self, part: str, seconds: float = 60) -> str:
        """The text of the extension's page whose address has this part, once it says something."""
        text: str = self.run(
            """
            return until(async () => { const [page] = pages(args[0]);
              return page && (await inPage(page, "return document.querySelector('main').innerText;").catch(() => "")); });
            """,
            part,
            seconds=seconds,
        )
        return text

    def close_popup(self, part: str) -> None:
        """Click beside the popup."""
        self.run(
            """
            for (const page of pages(args[0])) page.closest("panel").hidePopup();
            await until(() => !pages(args[0]).length);
            """,
            part,
        )

    def click(self, part: str, text: str) -> None:
        """Press the button with this text on the extension's page."""
        self.run(
            """
            await until(async () => { const [page] = pages(args[0]);
              return page && inPage(page, `
                const found = [...document.querySelectorAll("button")].find((one) => one.textContent === argument);
                if (!found || found.disabled) return false; content.setTimeout(() => found.click(), 0); return true;`, args[1]); });
            """,
            part,
            text,
        )

    def open_draft(self, subject: str) -> None:
        """Open a saved draft again."""
        self.run(
            """
            const header = mails("Drafts").find((mail) => mail.mime2DecodedSubject === args[0]);
            const before = new Set(composers());
            MailServices.compose.OpenComposeWindow(null, header, header.folder.getUriForMsg(header), Ci.nsIMsgCompType.Draft,
              Ci.nsIMsgCompFormat.Default, MailServices.accounts.defaultAccount.defaultIdentity, "", null);
            const win = await until(() => composers().find((one) => !before.has(one)));
            await until(() => win.gMsgCompose?.editor);
            """,
            subject,
        )

    def close_composer(self, to: str) -> None:
        """Close a compose window whose mail is saved."""
        self.run("const win = composer(args[0]); win.close(); await until(() => win.closed);", to)

    def receive(self, source: str) -> None:
        """A mail arrives, and the person looks at it."""
        self.run(
            """
            const root = MailServices.accounts.localFoldersServer.rootFolder;
            if (!root.containsChildNamed("Inbox")) root.QueryInterface(Ci.nsIMsgLocalMailFolder).createLocalSubfolder("Inbox");
            const inbox = root.getChildNamed("Inbox").QueryInterface(Ci.nsIMsgLocalMailFolder);
            const header = inbox.addMessage(String.fromCharCode(...new TextEncoder().encode(args[0])));
            const win = windows("mail:3pane")[0];
            const pane = await until(() => win.document.getElementById("tabmail").currentAbout3Pane);
            await until(() => pane.displayFolder);
            if (pane.gDBView?.viewFolder !== inbox) pane.displayFolder(inbox.URI);
            await until(() => pane.gDBView?.viewFolder === inbox);
            await until(async () => { // the list may still be on the move
              const row = pane.gDBView.findIndexOfMsgHdr(header, true);
              if (row < 1e9) pane.threadTree.selectedIndex = row;
              await wait(500);
              return win.document.getElementById("tabmail").currentAboutMessage?.gMessage === header;
            });
            """,
            source.replace("\r\n", "\n"),
        )

    def until(self, true: Callable[[], Any], seconds: float = 60) -> Any:
        """What the function returns once that is true."""
        end = time.monotonic() + seconds
        while True:
            value = true()
            if value:
                return value
            assert time.monotonic() < end, "it does not happen"
            time.sleep(0.2)

    def extension(self, script: str, *arguments: Any) -> Any:
        """Run a script (the body of an async function with `messenger` and `args`) in the extension's event page."""
        return self.run(
            """
            const policy = WebExtensionPolicy.getByID("askfirst@askfirst.example");
            const extension = policy.extension;
            await extension.wakeupBackground?.();
            const page = await until(() => [...extension.views].find((view) => view.viewType === "background")?.xulBrowser);
            return inPage(page, `const { messenger } = content.wrappedJSObject; const args = Cu.cloneInto(argument, content);
              return JSON.parse(JSON.stringify((await (async () => { ${args[0]} })()) ?? null));`, args[1]);
            """,
            script,
            list(arguments),
        )

    def set_backend(self, url: str, key: str = "", patience: int = 20_000) -> None:
        """What the settings page would store; `patience` (milliseconds) is more than a person has, for a busy machine."""
        self.extension("await messenger.storage.local.set(args[0]);", {"url": url, "key": key, "wait": {"check": patience}})

    def close_all(self) -> None:
        """Close compose windows and extension windows without a question; empty the folders."""
        self.run(
            """
            for (const win of windows()) if (win.location.href.includes("extensionPopup")) win.close();
            for (const win of composers()) { win.gContentChanged = false; win.gMsgCompose && (win.gMsgCompose.bodyModified = false);
              win.ToggleWindowLock(false); win.close(); }
            await until(() => composers().length === 0);
            for (const name of ["Drafts", "Sent"]) { const found = mails(name);
              if (found.length) folder(name).deleteMessages(found, null, true, false, null, false); }
            """
        )

    def picture(self, to: Path, part: str = "") -> None:
        """A picture of the extension's page with this part in its address, or of the newest compose window."""
        data = self.run(
            """
            let context = part => { const [page] = pages(part); return page.browsingContext; };
            const bc = args[0] ? context(args[0]) : composers().at(-1).browsingContext;
            const bitmap = await bc.currentWindowGlobal.drawSnapshot(null, 1, "white");
            const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
            Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
            canvas.getContext("2d").drawImage(bitmap, 0, 0);
            return canvas.toDataURL("image/png").split(",")[1];
            """.replace("document.createElementNS", "windows()[0].document.createElementNS"),
            part,
        )
        to.write_bytes(base64.b64decode(data))


@contextmanager
def flying(folder: Path, xpi: Path, smtp_port: int, locale: str = "en-US", **prefs: Any) -> Iterator[Bird]:
    """Thunderbird with an account that sends to this port, and the extension installed."""
    assert shutil.which("thunderbird"), "install it: apt-get install thunderbird"
    profile = folder / f"profile-{locale}"
    profile.mkdir()
    port = _free_port()
    (profile / "user.js").write_text(_user_js(port, smtp_port, locale, prefs), "utf-8")
    command = ["thunderbird", "--headless", "--no-remote", "--marionette", "-remote-allow-system-access", "--profile", str(profile)]
    environment = {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "MOZ_HEADLESS_WIDTH": "1100",
        "MOZ_HEADLESS_HEIGHT": "800",
        "LC_ALL": "C.UTF-8",
    }
    with (folder / f"thunderbird-{locale}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        marionette = Marionette(port, lambda: process.poll() is None, 180)
        try:
            marionette.install(str(xpi))
            yield Bird(marionette, locale)
        finally:
            marionette.close()
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user_js(port: int, smtp_port: int, locale: str, more: dict[str, Any]) -> str:
    local = "mailbox://nobody@Local%20Folders"
    prefs: dict[str, Any] = {
        "marionette.port": port,
        "intl.locale.requested": locale,
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.rights.version": 1,
        "mail.shell.checkDefaultClient": False,
        "mailnews.start_page.enabled": False,
        "mail.spotlight.firstRunDone": True,
        "app.donation.eoy.version.viewed": 999,
        "app.update.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "extensions.update.enabled": False,
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1",
        "mail.account.account2.server": "server2",
        "mail.server.server1.type": "pop3",
        "mail.server.server1.hostname": "127.0.0.1",
        "mail.server.server1.port": 1,
        "mail.server.server1.login_at_startup": False,
        "mail.server.server1.check_new_mail": False,
        "mail.server.server1.userName": "clara",
        "mail.server.server1.name": "clara",
        "mail.server.server1.directory-rel": "[ProfD]Mail/clara",
        "mail.server.server2.type": "none",
        "mail.server.server2.hostname": "Local Folders",
        "mail.server.server2.userName": "nobody",
        "mail.server.server2.name": "Local Folders",
        "mail.server.server2.directory-rel": "[ProfD]Mail/Local Folders",
        "mail.identity.id1.fullName": "Clara Voss",
        "mail.identity.id1.useremail": "clara@voss.example",
        "mail.identity.id1.valid": True,
        "mail.identity.id1.smtpServer": "smtp1",
        "mail.identity.id1.draft_folder": f"{local}/Drafts",
        "mail.identity.id1.drafts_folder_picker_mode": "1",
        "mail.identity.id1.fcc_folder": f"{local}/Sent",
        "mail.identity.id1.fcc_folder_picker_mode": "1",
        "mail.smtpservers": "smtp1",
        "mail.smtp.defaultserver": "smtp1",
        "mail.smtpserver.smtp1.hostname": "127.0.0.1",
        "mail.smtpserver.smtp1.port": smtp_port,
        "mail.smtpserver.smtp1.authMethod": 1,
        "mail.smtpserver.smtp1.try_ssl": 0,
        "mail.SpellCheckBeforeSend": False,
        "mail.warn_on_send_accel_key": False,
        "mail.compose.attachment_reminder": False,
        "mail.compose.autosave": False,
        **more,
    }
    return "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in prefs.items())
