"""Reports as mail servers write them, made for the tests: who failed, how, and sent back to which address."""

REPORT = """\
Return-Path: <>
Delivered-To: {to}
From: Mail Delivery System <mailer-daemon@mx.example.net>
To: {to}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
Date: Mon, 2 Nov 2026 15:00:00 +0000
Message-ID: <{serial}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 2 Nov 2026 14:30:00 +0000

{groups}
--edge
Content-Type: text/rfc822-headers

Message-ID: <notice.example.com@example.org>
X-Namesteward-Notice: notice:example.com:2027-03-01:30d-before:registrant
Subject: example.com expires

--edge--
"""

GROUP = """\
Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; {said}
"""

COMPLAINT = """\
Delivered-To: abuse@example.org
From: feedback@mx.example.net
To: abuse@example.org
Subject: FW: example.com expires
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="edge"

--edge
Content-Type: text/plain

This is an abuse report.

--edge
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Feedback/1.0
Version: 1
Original-Mail-From: <{mail_from}>
Original-Rcpt-To: <owner@example.net>

--edge
Content-Type: message/rfc822

Message-ID: <notice.example.com@example.org>
Subject: example.com expires

words
--edge--
"""

ABSENT = """\
Delivered-To: {to}
From: owner@example.net
To: {to}
Subject: Out of office: example.com expires
Auto-Submitted: auto-replied (vacation)

I am away. User unknown until Monday. 550 5.1.1
"""

QMAIL = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<owner@example.net>:
{said}

--- Below this line is a copy of the message.

Message-ID: <notice.example.com@example.org>
Subject: example.com expires

words
"""

LETTER = """\
Delivered-To: {to}
From: owner@example.net
To: {to}
Subject: Re: example.com expires
Message-ID: <answer@example.net>

Thank you, please renew it.
"""


def group(
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 <owner@example.net>: user unknown",
    recipient: str = "owner@example.net",
) -> str:
    return GROUP.format(action=action, status=status, said=said, recipient=recipient)


def report(to: str, *groups: str, serial: int = 1) -> bytes:
    whole = REPORT.format(to=to, groups="\n".join(groups or (group(),)), serial=serial)
    return whole.replace("\n", "\r\n").encode()


def failed(to: str, status: str = "5.1.1", said: str = "", action: str = "failed", serial: int = 1) -> bytes:
    return report(to, group(action, status, said or f"550 {status} said by the server"), serial=serial)
