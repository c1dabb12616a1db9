"""The words themselves: labels of domains, contacts and sections, as registries print them."""

ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "registrant": (
        "registrant", "registrants", "registrant contact", "owner", "owner contact", "owners", "holder", "domain holder",
        "holder contact", "domain owner", "domain registrant", "titular", "titulaire", "inhaber", "domaininhaber",
        "registrant contact information", "organization using domain name", "organisation using domain name",
        "registered for", "holder of domain name", "domain owners registrant", "registrar holder",
        "domain name holder", "domain name owner", "holder c", "owner c", "org using domain name",
        "registered to", "registrante", "titular registrant", "registrant details", "domain holder details",
        "domain name administrator", "登録者名", "registrant information", "등록인", "owner data", "licensee", "assignee",
        "gtld registrant", "domain name registrant", "dominio titular", "current registrant", "domain contact",
    ),
    "admin": (
        "admin", "administrative", "administrator", "administrative contact", "admin contact", "adm", "ac", "admin c",
        "administrative contact agent", "contact administratif", "contacto administrativo", "adminstrative contact",
        "administrative contact information", "administrative contacts", "admin contacts", "administrative contact ac",
        "administrativer ansprechpartner", "administrativ kontakt", "administratif", "administrative contact s",
        "登録担当者", "책임자", "admin contact information", "admin contact details", "onsite admin", "administrativo",
        "contato administrativo", "responsable administrativo", "administrative contact details", "legal c",
        "administrative and billing contact",
    ),
    "tech": (
        "tech", "technical", "technical contact", "tech contact", "tec", "tech c", "technical c", "contact technique",
        "contacto tecnico", "contacto técnico", "technical contacts", "technical contact s", "tech contacts",
        "technical contact information", "registrar technical contacts", "responsável técnico tech contact", "technique",
        "technischer ansprechpartner", "teknisk kontakt", "技術連絡担当者", "tech contact information", "technical contact details",
        "técnico", "contato técnico", "responsable técnico", "technical contact tc", "tc", "tech contact details", "onsites",
        "onsite s", "technician",
    ),
    "billing": (
        "billing", "bill", "billing contact", "billing c", "billing contacts", "contacto de cobranza", "contacto financiero",
        "financial contact", "billing contact information", "bil", "entidade gestora billing contact", "cobranza",
        "contacto de facturacion", "contacto de facturación", "invoicing contact", "payment contact", "billing contact details",
    ),
}  # fmt: skip

CONTACT_FIELDS: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "contact name", "full name", "person", "personname", "person name", "names", "nom", "nombre", "nome",
        "name last first", "contact person", "person loc", "名前", "individual name", "real name", "display name",
        "english name", "family name given name", "vardas", "responsible", "responsible person", "attn", "nimi", "imie",
    ),
    "given": ("given name", "given names", "first name", "firstname", "contact firstname", "first names"),
    "family": ("family name", "last name", "lastname", "surname", "contact lastname"),
    "organization": (
        "organization", "organisation", "org", "company", "organization name", "organisation name", "company name", "org name",
        "contact organization", "contact organisation", "organizacion", "organización", "organismo", "organisme", "o",
        "company english name", "company english name it should be the same as the registered corporation name on your business register certificate or relevant documents",
        "organization loc", "society", "ragione sociale", "組織名", "organization en", "legal name", "department",
        "department name", "business name", "firma", "institution", "trading name", "orgname", "organisation unit",
    ),
    "street": (
        "street", "street1", "street2", "street3", "street4", "address", "address1", "address2", "address3", "address4", "address5",
        "street address", "postal address", "post address", "street addresses", "contact address", "contact address1",
        "contact address2", "contact address3", "contact street", "addr", "adresse", "direccion", "dirección", "indirizzo", "endereço",
        "address loc", "mailing address", "address line", "address line 1", "address line 2", "address line 3", "street line",
        "住所", "location address", "address street", "po box", "pobox", "postal box", "addressline1", "addressline2",
        "postaladdress", "street number", "street name", "contact street1", "contact street2", "contact street3", "주소",
        "registered address line1", "registered address line2", "registered address line3", "registered address", "address s", "contact addresses", "full address",
    ),
    "city": (
        "city", "contact city", "town", "postal area", "ciudad", "cidade", "ville", "locality", "city loc", "suburb",
        "registered city", "town city", "city town", "citta", "ort", "stad", "city locality", "miasto", "l",
    ),
    "state": (
        "state", "province", "state province", "contact state", "contact province", "region", "stateprovince", "county",
        "contact state province", "state loc", "provincia", "estado", "state region", "district", "st", "province state",
        "contact stateprovince", "state or province", "registered state",
    ),
    "postal_code": (
        "postal code", "postcode", "zip", "zipcode", "zip code", "postalcode", "contact postal code", "contact postcode",
        "postal code loc", "registered postalcode", "registered postal code", "zip postal code", "contact postalcode", "post code", "pcode", "postal", "cp", "codigo postal",
        "código postal", "plz", "postnummer", "contact zip", "contact zip code", "郵便番号", "우편번호", "postal zip code", "pc",
    ),
    "country": (
        "country", "contact country", "country loc", "pais", "país", "pays", "country name", "nation", "paese", "land",
        "registered country", "country territory", "country region", "country economy",
    ),
    "country_code": ("country code", "countrycode", "contact country code", "cc", "contact countrycode", "iso country code"),
    "phone": (
        "phone", "phone number", "telephone", "tel", "voice", "contact phone", "telefono", "teléfono", "phone no", "telephone number",
        "contact phone number", "contact telephone", "phonenumber", "tel no", "電話番号", "전화번호", "phone1", "phone numbers",
        "tel number", "telefon", "telefone", "contact tel", "contact voice", "telefoon", "phone nr", "voice number",
        "organization phone", "business phone", "work phone", "phone loc",
    ),
    "extension": ("phone ext", "voice extn", "phone extension", "phone ext number", "contact phone ext", "ext", "tel ext"),
    "fax": (
        "fax", "fax no", "fax number", "facsimile", "facsimile number", "contact fax", "contact fax number", "telefax", "fax loc",
        "fax nr", "contact facsimile number", "faxnumber", "facs", "fax番号",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mailbox", "contact email", "emails", "e mails", "mailbox", "e mail address",
        "correo", "correo electronico", "correo electrónico", "contact e mail", "emailaddress", "contact email address", "メール",
        "전자우편", "courriel", "email addr", "mailaddr", "mail address", "posta elettronica", "public email", "holder email",
    ),
    "handle": (
        "contact id", "contactid", "pid", "nic handle if known", "handle", "id contact", "contact handle", "user id",
    ),
    "descr": ("descr", "description"),
    "type": ("type", "contact type", "contacttype"),
}  # fmt: skip

DOMAIN_FIELDS: dict[str, tuple[str, ...]] = {
    "name": (
        "domain", "domain name", "domainname", "domain names", "complete domain name", "nombre de dominio", "nom de domaine",
        "dominio", "nome de domínio domain name", "nome de domínio", "domain name ace", "ドメイン名", "도메인이름", "domeen",
        "domain name utf8", "nome de dominio", "nombre del dominio", "domän", "domain domain name", "fqdn", "domain label",
        "domeinnaam", "domena", "имя домена", "domenenavn", "domain fqdn", "domain name ascii", "domain name idn",
    ),
    "query": ("query", "queried domain"),
    "expires": (
        "registry expiry date", "expiration date", "expiry date", "expires", "expires on", "expire", "expire date", "expiration",
        "expiry", "expiration time", "renewal date", "domain expires", "domain expiration date", "paid till", "valid until",
        "valid date", "validity", "exp date", "record expires on", "record expires", "record will expire on", "fecha de vencimiento", "renewal",
        "data de expiração expiration date", "domain datebilleduntil", "date renewal", "fecha de expiracion", "expired", "record expired",
        "domain expiry date", "expiration on", "expiring", "registered until", "registration expiration date", "expire on",
        "registry registration expiration date", "expiry on", "fecha de expiración", "date d expiration", "date dexpiration",
        "registrar expiry date", "domain expires on", "data de expiração", "有効期限", "사용 종료일", "expires at", "registration expires",
        "valid thru", "valid through", "valid to", "expdate", "expire time", "renew by", "renew date due", "bitiş tarihi",
        "domain validity", "registration valid until", "expiration date utc", "record expire", "licensed until", "scadenza",
        "domain expiration", "domain registration expiration date", "expirydate", "expirationdate", "expires date",
        "tech billing expiration date", "domain expire date", "domain currently expires", "current expiration date", "date expiration", "ends on", "until", "paid until", "data scadenza",
    ),
    "registrar_expires": (
        "registrar registration expiration date", "registrar expiration date", "registrar registration expiry date",
        "sponsoring registrar expiration date",
    ),
    "created": (
        "creation date", "created", "created on", "registered", "registered on", "registration date", "registration time", "domain created",
        "domain registered", "record created", "record created on", "date registered", "domain create date", "activated", "acivated",
        "activated on", "registration", "created date", "data de registo creation date", "data de registo", "domain dateregistered",
        "date approved", "fecha de creacion", "fecha de creación", "fecha de registro", "domain creation date", "entry created",
        "domain record activated", "domain name commencement date", "date de creation", "date de création", "registered date",
        "creation time", "登録年月日", "등록일", "assigned", "first registered", "registration on", "domain registered on",
        "date created", "domain registration date", "registerd", "registry creation date", "record creation date", "created at",
        "registered at", "creation", "create date", "create time", "registertime", "registerdate", "tescil tarihi", "commencement date",
        "assignment date", "domain name registration date", "creationdate", "date registration", "data creazione", "relevant dates registered on",
        "first registration date", "kreirano", "vytvoreno", "registration start", "created utc",
    ),
    "changed": (
        "updated date", "last updated", "last updated on", "modified", "changed", "last modified", "updated", "last update",
        "updated on", "modification date", "last updated date", "domain last updated date", "modified date", "last modification",
        "ultima actualizacion", "ultima actualización", "última actualización", "domain datelastmodified", "record last updated on",
        "record last updated", "record changed on", "domain record last updated", "entry updated", "last changed", "last update date",
        "record last modified", "last changed date", "updated time", "最終更新", "last update on", "최근 정보 변경일", "last modified date",
        "date modified", "domain last updated", "updated at", "changed at", "modified on", "database last updated on", "last edited",
        "last updated at", "data de última atualização", "record modified", "record updated", "ultima modificacion", "domain updated",
        "update date", "last modified on", "letzte aenderung", "last renewed", "changed on", "last change", "date updated", "record changed",
        "domain last modified", "lastupdate", "update time", "domain modified", "updateddate", "domain updated date",
    ),
    "registrar": (
        "registrar", "sponsoring registrar", "registrar name", "current registrar", "current registar", "registration service provider",
        "sponsoring registrar organization", "authorized agency", "registered by", "registrado por",
        "registrar company", "sponsoring registrar name", "등록대행자", "registrar organization", "service provider", "provider name",
        "registrar organisation", "registar", "registering agent", "registrar information registrar name", "registrar handle name", "bureau d enregistrement", "bureau denregistrement", "registrador", "agente registrador",
        "registrar s", "registrar of record", "registrant registrar", "kayıt operatörü", "registrator", "managing registrar",
        "domain registrar", "registrar information", "domain registrar name", "current registrar name", "sponsor", "agent",
        "sponsoring registar",
    ),
    "registrar_iana_id": ("registrar iana id", "sponsoring registrar iana id", "iana id", "registrar ianaid"),
    "registry_domain_id": ("registry domain id", "domain id", "roid", "domain name id", "domain roid"),
    "nameservers": (
        "name server", "name servers", "nameserver", "nameservers", "nserver", "nservers", "dns", "domain servers in listed order",
        "domain nameservers", "name servers information", "dns servers", "domain servers", "host name", "hostname", "primary server",
        "secondary server", "domain server", "primary ns", "secondary ns", "dns name", "servers", "ns name", "ns", "dns server",
        "name server information", "nameserver information", "nameserver in listed order", "nameservers in listed order",
        "domain name servers listed order", "domain name servers", "name servers in the listed order", "ns hostname", "ns1", "ns2",
        "ns3", "ns4", "ns1 hostname", "ns2 hostname", "ns3 hostname", "ns4 hostname", "servidor es de nombres de dominio",
        "servidores de nombre domain servers", "domain servers listed", "domain name servers in listed order", "primary name server",
        "secondary name server", "primary nameserver", "secondary nameserver", "servidores de nombres de dominio", "ns list",
        "domain name servers listed in order", "servers in listed order", "name server handle name", "primary server hostname",
        "secondary server hostname", "nameserver hostname", "name server hostname", "name server name", "serveur de noms",
        "servidores de nombre", "dns1", "dns2", "dns3", "dns4", "nsentry", "host", "domain name server", "nameserver name", "name server s",
        "servers names", "third name server", "fourth name server", "dns hostname", "ネームサーバ", "ns server", "nameserver s",
        "name servers are", "domain server s", "primary dns", "secondary dns", "servidor dns", "primary server name",
        "secondary server name", "nombres de servidores", "servidores dns", "ns record", "domain dns", "dns servers are",
        "호스트이름", "current nameservers", "third server hostname", "fourth server hostname", "current name servers", "third server", "fourth server", "servidor de nombres", "delegated nameservers",
    ),
    "status": (
        "domain status", "status", "state", "registration status", "query status", "eppstatus", "epp status", "estatus del dominio",
        "estado status", "estado", "domain state", "状態", "domaintype", "dominio status", "statut", "ren status", "domain prohibit status",
        "domain name status", "durum", "registry status", "current status", "domain statuses", "domain status s",
    ),
    "dnssec": ("dnssec", "signed", "domain signed", "dnssec signed", "dnssec status"),
    "section": (
        "domain information", "relevant dates", "domain details", "domain data", "additional information", "additional info",
        "domain name information", "whois information", "domain info", "registration dates", "important dates", "key dates",
        "additional section", "dates",
    ),
}  # fmt: skip

OBJECT_LABELS: dict[str, tuple[str, ...]] = {
    "handle": ("nic hdl", "nic handle", "nic hdl br", "norid handle", "nichdl"),
    "contact": ("contact", "contact object"),
    "person": ("person", "personname", "role"),
    "end": ("source",),
    "aside": (
        "nsset", "keyset", "mntner", "inetnum", "server name", "ds list", "nameserver object", "host object",
    ),
}  # fmt: skip
"""Labels that begin or end a paragraph-like object, in the manner of RIPE's database."""

HANDLE_LABELS: tuple[str, ...] = (
    "id", "handle", "contact id", "nic handle", "contact handle", "code", "contact code", "c", "nichandle", "sid", "c handle",
)  # fmt: skip

OTHER_SECTIONS: tuple[str, ...] = (
    "abuse contact", "reseller", "whois", "disclaimer", "zone c", "zone contact", "domain managers", "keys", "flags",
    "invoicing party", "domicile", "dnssec", "status information", "data validation", "reseller information",
    "registrar abuse contact", "record maintained by", "domain support", "copyright notice", "host information",
    "dnssec ds records", "cateogry", "trademark", "contacts", "public request", "emergency contact", "security contact",
    "data protection officer", "domain services", "notes", "notice", "terms of use",
)  # fmt: skip
