"""Mails that nobody wrote: out-of-office, acknowledgements, lists, and our own letters that come back by a detour."""

from inbox.mail import Mail


def is_automatic(mail: Mail) -> bool:
    """Whether a program wrote this, by RFC 3834 and by what programs say of themselves."""
    submitted = mail.header("Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if mail.header("Precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    told = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Autoresponder", "List-Id")
    return any(mail.header(name) for name in told)


def answers_by_itself(mail: Mail) -> bool:
    """Whether a calendar program answered without a person: then the answer is not acted upon."""
    return mail.header("Auto-Submitted").partition(";")[0].strip().lower() not in {"", "no"}
