"""The playground: a mail client in the browser, the add-on's sidebar, and a Gmail-compatible mailbox behind both."""
