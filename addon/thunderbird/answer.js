/* The popup of a displayed message that answers one of the person's questions. */
"use strict";

/* global askfirst, say, element, button, ask, show */

let tab = 0;

async function start() {
  tab = (await messenger.tabs.query({ active: true, currentWindow: true }))[0].id;
  const found = await ask("answer", tab);
  if (found.trouble) {
    show(element("p", found.trouble), found.given === "" && choice(""));
    return;
  }
  const known = found.read !== "unclear" && !found.given;
  show(
    element("h1", found.title),
    ...found.more.map((text) => element("p", text)),
    found.given && element("p", say("You have confirmed this already."), "quiet"),
    known && button(say("That is right"), () => confirm(found.read), "main"),
    !found.given && choice(known ? found.read : ""),
    found.agreed && connected(),
  );
}

/** The other answers, where `read` is the one that is offered already. */
function choice(read) {
  const made = element("section", "");
  const answers = Object.entries({ yes: say("Yes"), later: say("Later"), no: say("No") }).filter(([answer]) => answer !== read);
  made.append(element("p", read ? say("Or rather") : say("What does it say?"), "quiet"));
  made.append(...answers.map(([answer, text]) => button(text, () => confirm(answer))));
  return made;
}

async function confirm(answer) {
  const { agreed } = await ask("confirm", tab, { answer });
  show(element("h1", say("Noted.")), agreed && connected());
}

function connected() {
  const made = element("section", "");
  made.append(element("p", say("Open your first draft again: now that everybody agreed, you can send it.")), button(say("Open"), open, "main"));
  return made;
}

async function open() {
  const { opened } = await ask("connect", tab);
  if (opened) window.close();
  else show(element("p", say("This draft or message is not there any more. It may have been sent or deleted.")));
}

start();
