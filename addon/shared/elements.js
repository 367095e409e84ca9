/* The elements that the pages of the mail clients are made of. */
"use strict";

askfirst.element = function (name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

/** A button. Once it is pressed, it and those beside it wait for what comes of it. */
askfirst.button = function (text, act, kind) {
  const made = askfirst.element("button", text, kind);
  made.addEventListener("click", () => {
    for (const other of made.parentElement.querySelectorAll("button")) other.disabled = true;
    act(made);
  });
  return made;
};

askfirst.row = function (buttons) {
  const made = askfirst.element("div", "", "row");
  made.append(...buttons.filter(Boolean));
  return made;
};

/** Put these elements on the page, in place of what was there. */
askfirst.show = function (elements) {
  document.querySelector("main").replaceChildren(...elements.filter(Boolean));
};
