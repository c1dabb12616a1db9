"""WHOIS texts in the layouts of the registries, written for these tests: every name and number is made up."""

from datetime import UTC, datetime

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Seen, SeenContact, Source
from whois_sync.lookup.whois import read_whois

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHOIS = Provenance(source=Source.WHOIS, server="whois.example.net", observed_at=NOON)

ICANN = """\
   Domain Name: EXAMPLE.COM
   Registry Domain ID: 1_DOMAIN_COM-EX
   Registrar WHOIS Server: whois.example.net
   Registrar URL: http://www.example.net
   Updated Date: 2026-03-02T09:25:47Z
   Creation Date: 2001-08-02T16:43:36Z
   Registry Expiry Date: 2027-08-02T16:43:36Z
   Registrar Registration Expiration Date: 2026-08-02T16:43:36Z
   Registrar: Example Registrar Inc. (R99-EXRR)
   Registrar IANA ID: 9999
   Registrar Abuse Contact Email: abuse@example.net
   Registrar Abuse Contact Phone: +1.6135550199
   Reseller:
   Domain Status: clientDeleteProhibited https://icann.org/epp#clientDeleteProhibited
   Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
   Registrant Name: One Example
   Registrant Organization: Example Private Limited
   Registrant Street1:1 Example Street
   Registrant Street2:Private Bag X9
   Registrant City: Ottawa
   Registrant State/Province: ON
   Registrant Postal Code: K1A 0B1
   Registrant Country: CA
   Registrant Phone: +1.6135550123
   Registrant Phone Ext: 12
   Registrant Email: one@example.com
   Admin Name: REDACTED FOR PRIVACY
   Admin Organization: DATA REDACTED
   Admin Email: Please query the RDDS service of the Registrar of Record
   Tech Name:
   Tech Email: select contact domain holder link at https://www.example.net/whois
   Name Server: NS1.EXAMPLE.NET
   Name Server: NS2.EXAMPLE.NET.
   DNSSEC: signedDelegation

>>> Last update of whois database: 2026-11-20T10:00:00Z <<<

NOTICE: The expiration date displayed in this record is the date the
registrar's sponsorship of the domain name registration in the registry is
currently set to expire. A name that is not found, or not registered here, is not shown.
"""

HANDLES = """\
%% This is the example registry.
%% complete date format : DD/MM/YYYY

domain:      example.fr
status:      ACTIVE
holder-c:    EX1-EXNIC
admin-c:     EX2-EXNIC
tech-c:      EX2-EXNIC
registrar:   Example Registrar
Expiry Date: 03/04/2027
created:     01/02/2003
last-update: 05/06/2026
source:      EXNIC

ns-list:     NSL1-EXNIC
nserver:     ns1.example.net [192.0.2.1 2001:db8::1]
nserver:     ns2.example.net
source:      EXNIC

registrar:   Example Registrar
type:        Isp Option 1
address:     9 Rue du Bureau
country:     FR
phone:       +33 1 55 50 01 99
registered:  22/05/1997
source:      EXNIC

nic-hdl:     EX1-EXNIC
type:        ORGANIZATION
contact:     Exemple SARL
address:     1 rue de l'Exemple
address:     75001 Paris
country:     FR
phone:       +33 1 55 50 01 00
e-mail:      titulaire@example.fr
changed:     02/12/2009 nic@example.fr
source:      EXNIC

nic-hdl:     EX2-EXNIC
type:        PERSON
contact:     Ano Nymous
remarks:     -------------- WARNING --------------
e-mail:      hostmaster@example.fr
source:      EXNIC
"""

SECTIONS = """\
*********************************************************************
* Please note that the following result could be a subgroup of      *
*********************************************************************

Domain:             example.it
Status:             ok
Created:            1999-12-10 00:00:00
Last Update:        2026-04-21 01:05:35
Expire Date:        2027-04-21

Registrant
  Organization:     Esempio SpA
  Address:          Via Esempio 1
                    Roma
                    00100
                    RM
                    IT
  Created:          2013-04-21 01:05:35
  Last Update:      2013-04-21 01:05:35

Admin Contact
  Name:             Adele Esempio
  Organization:     Esempio SpA
  Created:          2013-04-21 01:05:35

Registrar
  Organization:     Registrar d'Esempio
  Name:             ESEMPIO-REG
  Web:              https://www.example.net

Nameservers
  ns1.example.net
  ns2.example.net
"""

INDENTED = """\

    Domain name:
        example.co.uk

    Registrant:
        Example Ltd

    Registrant type:
        UK Limited Company, (Company number: 0000000)

    Registrant's address:
        1 Example Street
        Exampleton
        London
        EX1 1EX
        United Kingdom

    Registrar:
        Example Registrar Ltd t/a Example [Tag = EXAMPLE]
        URL: http://www.example.net

    Relevant dates:
        Registered on: 14-Feb-1999
        Expiry date:  14-Feb-2027
        Last updated:  10-Feb-2026

    Registration status:
        Registered until expiry date.

    Name servers:
        ns1.example.net    192.0.2.1
        ns2.example.net    192.0.2.2  2001:db8::2

    WHOIS lookup made at 13:12:03 01-May-2026

--
This WHOIS information is provided for free. Access may be restricted at any time for exceeding
query rate or volume limits.
"""

BRACKETS = """\
[ The registry's database provides information on network administration. Its use is    ]

Domain Information:
[Domain Name]                   EXAMPLE.JP

[Registrant]                    Example K.K.

[Name Server]                   ns1.example.net
[Name Server]                   ns2.example.net
[Signing Key]

[Created on]                    2005/05/30
[Expires on]                    2027/05/31
[Status]                        Active
[Last Updated]                  2026/06/01 01:05:07 (JST)
"""

DOTTED = """\
domain.............: example.fi
status.............: Registered
created............: 18.7.2012 04:04:23
expires............: 17.7.2027 22:16:55
modified...........: 19.3.2026

Nameservers

nserver............: ns1.example.net [OK]
nserver............: ns2.example.net [OK]
dnssec.............: unsigned delegation

Holder

name...............: Esimerkki Oy
register number....: 0000000-0
address............: Esimerkkikatu 5
address............: 00440
address............: Helsinki
country............: Finland
phone..............: 0445550100
holder email.......:

Registrar

registrar..........: Example Oy
www................: www.example.net
"""

LINES = """\
Domain Name: EXAMPLE.EDU

Registrant:
   Example College
   1 Example Street
   Exampleton, CA 94108
   UNITED STATES

Administrative Contact:
   One Example
   Example College
   1 Example Street
   Exampleton, CA 94108
   UNITED STATES
   (415) 555-0123
   one@example.edu

Name Servers:
   NS1.EXAMPLE.NET
   NS2.EXAMPLE.NET

Domain record activated:    10-May-1999
Domain record last updated: 04-Apr-2026
Domain expires:             31-Jul-2027
"""

OBJECTS = """\
domain:       example.cz
registrant:   EX:1
admin-c:      EX-2
nsset:        NSS-1
registrar:    REG-EXAMPLE
registered:   21.07.2000 15:21:00
changed:      18.05.2026 23:28:45
expire:       22.07.2027

contact:      EX:1
org:          Priklad s.r.o.
name:         Jana Prikladova
address:      Prikladna 1
address:      Praha
address:      11000
address:      CZ
created:      18.05.2011 23:28:26

contact:      EX-2
name:         Petr Priklad
registrar:    REG-OTHER
changed:      18.05.2012 23:28:26

nsset:        NSS-1
nserver:      ns1.example.net (192.0.2.1)
nserver:      ns2.example.net
tech-c:       EX-2
created:      18.05.2011 23:17:16
"""

STARRED = """\
** Domain Name: example.com.tr

** Registrant:
   Hidden upon user request
   Hidden upon user request

** Registrar:
NIC Handle\t\t: exa1-example
Organization Name\t: Ornek A.S.
Address\t\t\t: Ornek Cad. No:1
\t\t\t  Ankara,06500

** Domain Servers:
ns1.example.net
ns2.example.net 192.0.2.1

** Additional Info:
Created on..............: 2001-Aug-23.
Expires on..............: 2027-Aug-22.
"""

TWICE = """\
domain:       COM
organisation: Example Registry Services
address:      1 Registry Road
created:      1985-01-01
changed:      2020-01-01
source:       IANA

Domain Name: EXAMPLE.COM
Registrar: Example Registrar Inc.
Creation Date: 2001-08-02T16:43:36Z
Registry Expiry Date: 2027-08-02T16:43:36Z
Name Server: NS1.EXAMPLE.NET

Domain Name: example.com
Creation Date: 2001-08-02T00:00:00Z
Registrar Registration Expiration Date: 2026-08-02T16:43:36Z
Registrant Name: One Example
Registrant Email: one@example.com
Name Server: ns9.example.org
"""


def read(text: str, name: str, provenance: Provenance = WHOIS) -> Observation:
    return read_whois(text, asked=DomainName(name), provenance=provenance)


def seen(text: str, name: str) -> Seen:
    observation = read(text, name)
    assert isinstance(observation, Seen), observation.kind
    return observation


def contact(text: str, name: str, role: ContactRole = ContactRole.REGISTRANT) -> SeenContact:
    return seen(text, name).roles[role]
