"""What mail clients will talk to: the Gmail add-on backend, Outlook and Thunderbird. Nothing here yet."""
