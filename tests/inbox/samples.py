"""Mails as real programs write them, about a letter with this Message-ID; every address is made up."""

from email.message import EmailMessage

ID = "0123456789abcdef0123456789abcdef@aarshjul.example"
MESSAGE_ID = f"<{ID}>"
SENDER, RECIPIENT = "aarshjul@aarshjul.example", "sekretaer.tmu@kommune.example"
UID = "cycle:inclusion-2011:reading:TMU@aarshjul.example"

ORIGINAL = f"""\
From: {SENDER}
To: {RECIPIENT}
Subject: =?utf-8?q?Udfordringsskrivelse?=
Message-ID: {MESSAGE_ID}
Auto-Submitted: auto-generated
"""

REPORT_HEAD = f"""\
Return-Path: <>
From: MAILER-DAEMON@relay.example (Mail Delivery System)
To: {SENDER}
Subject: Undelivered Mail Returned to Sender
Message-ID: <20110201.bounce@relay.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

"""


def report(
    action: str | None = "failed",
    status: str = "5.1.1",
    *,
    envelope_id: str | None = ID,
    original: str | None = ORIGINAL,
    diagnostic: str = "smtp; 550 5.1.1 unknown user",
    recipient: str = RECIPIENT,
    whole: str | None = None,
) -> bytes:
    """A delivery report by RFC 3464, as Postfix writes it; `whole` is the original with its text."""
    per_message = ["Reporting-MTA: dns; relay.example"]
    per_message += [f"Original-Envelope-Id: {envelope_id}"] if envelope_id else []
    per_recipient = [f"Final-Recipient: rfc822; {recipient}"]
    per_recipient += [f"Action: {action}"] if action else []
    per_recipient += [f"Status: {status}", f"Diagnostic-Code: {diagnostic}"]
    parts = [("text/plain", "This is the mail system at host relay.example.\n")]
    parts += [("message/delivery-status", "\n".join([*per_message, "", *per_recipient, ""]))]
    parts += [("text/rfc822-headers", original)] if original else []
    parts += [("message/rfc822", whole)] if whole else []
    return (
        REPORT_HEAD + "".join(f"--=_b\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts) + "--=_b--\n"
    ).encode()


def plain(text: str, **headers: str) -> bytes:
    """A mail of one plain text; underscores in header names are hyphens."""
    mail = EmailMessage()
    given = {"From": "nogen@kommune.example", "To": SENDER, "Subject": "Svar", **headers}
    for name, value in given.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


QMAIL = plain(
    f"""\
Hi. This is the qmail-send program at relay.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{RECIPIENT}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <{SENDER}>
{ORIGINAL}
Text with 450 4.2.0 in it
""",
    From="MAILER-DAEMON@relay.example",
    Subject="failure notice",
)
EXIM = plain(
    f"""\
This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients.

  {RECIPIENT}
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

{ORIGINAL}
""",
    From="Mail Delivery System <Mailer-Daemon@relay.example>",
    Subject="Mail delivery failed: returning message to sender",
    X_Failed_Recipients=RECIPIENT,
    Auto_Submitted="auto-replied",
)
EXIM_DELAY = plain(
    f"""\
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.
The message identifier is: {ID}

  {RECIPIENT}
    host mx.example [192.0.2.1]: 451 4.7.1 Please try again later
""",
    From="Mail Delivery System <Mailer-Daemon@relay.example>",
    Subject="Warning: message delayed 24 hours",
    Auto_Submitted="auto-replied",
)
OUT_OF_OFFICE = plain(
    "Jeg er tilbage mandag.",
    Subject="Autosvar: Udfordringsskrivelse",
    Auto_Submitted="auto-generated",
    X_Auto_Response_Suppress="All",
    In_Reply_To=MESSAGE_ID,
)

OUTLOOK = """\
BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN="Sekretær, TMU":mailto:{attendee}
COMMENT;LANGUAGE=da-DK:{comment}
UID:{uid}
SUMMARY;LANGUAGE=da-DK:Accepteret: 1. behandling
DTSTART;TZID=Romance Standard Time:20110523T150000
DTEND;TZID=Romance Standard Time:20110523T170000
DTSTAMP:{stamp}
SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
"""
THUNDERBIRD = """\
BEGIN:VCALENDAR
PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
CREATED:20110201T080000Z
LAST-MODIFIED:20110201T080000Z
DTSTAMP:{stamp}
UID:{uid}
SUMMARY:1. behandling
ORGANIZER:mailto:aarshjul@aarshjul.example
ATTENDEE;PARTSTAT={partstat};ROLE=REQ-PARTICIPANT:mailto:{attendee}
DTSTART;TZID=Europe/Copenhagen:20110523T150000
DTEND;TZID=Europe/Copenhagen:20110523T170000
SEQUENCE:{sequence}
COMMENT:{comment}
END:VEVENT
END:VCALENDAR
"""


def answer(
    partstat: str = "ACCEPTED",
    *,
    method: str = "REPLY",
    program: str = THUNDERBIRD,
    attendee: str = RECIPIENT,
    sender: str | None = None,
    uid: str = UID,
    sequence: int = 0,
    stamp: str = "20110503T080000Z",
    comment: str = "",
    body: str = "",
    **headers: str,
) -> bytes:
    """An answer to an invitation, as a calendar program mails it."""
    text = program.format(
        method=method, partstat=partstat, attendee=attendee, uid=uid, sequence=sequence, stamp=stamp, comment=comment
    )
    mail = EmailMessage()
    mail["From"] = f"Sekretær TMU <{sender or attendee}>"
    mail["To"] = SENDER
    mail["Subject"] = "Accepteret: 1. behandling"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body or "Svar")
    mail.add_alternative(text.replace("\n", "\r\n").encode(), maintype="text", subtype="calendar", cte="base64",
                         params={"method": method, "charset": "utf-8"})  # fmt: skip
    return mail.as_bytes()
