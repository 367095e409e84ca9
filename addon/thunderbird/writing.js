/* In the editor of a compose window: tells when the person pauses. What is written stays here. */
"use strict";

const PAUSE_MS = 1500;
let pause = 0;

function paused() {
  browser.runtime.sendMessage({ job: "typed" }).catch(() => {});
}

document.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(paused, PAUSE_MS);
});
paused();
