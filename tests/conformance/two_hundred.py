"""Two hundred contacts, put together of words for "example": what clients' names and addresses are like."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from portfolio.contacts import Contact, Language, Phone, PostalAddress

GIVEN = ("Renée", "One", "Zoë", "Noël", "Anaïs", "François", "Håkon", "Jean-Luc", "O", "Ève")
FAMILY = (
    "Exemple",
    "Sample",
    "d'Exemple",
    "Beispiel",
    "Ejemplo",
    "Næssmple",
    "Próbka",
    "L'Échantillon",
    "Örnek",
)
ORGANIZATIONS = (
    None,
    "Example Agency Ltd.",
    "Boulangerie Exemple inc.",
    "Exemple & Échantillon, s.e.n.c.",
    'Sample "Quoted" <Co.>',
    "1234567 Canada inc.",
    "Société d'exemples de Trois-Rivières et des environs ltée",
)
STREETS = (
    ("100, rue de l'Exemple",),
    ("200 Sample Street", "Suite 300"),
    ("C.P. 400, succ. Exemple", "Édifice A, 2e étage"),
    ("5-600 Example Avenue",),
)
PLACES = (
    ("Montréal", "CA-QC", "H2Y 1A1", "CA", "+1.5145550111"),
    ("Ottawa", "CA-ON", "K1A 0B1", "CA", "+1.6135550122"),
    ("St. John's", "CA-NL", "A1C 1A1", "CA", "+1.7095550123"),
    ("Whitehorse", "CA-YT", "Y1A 1A1", "CA", "+1.8675550124"),
    ("Iqaluit", "CA-NU", "X0A 0H0", "CA", "+1.8675550125"),
    ("Vancouver", "CA-BC", "V6B 1A1", "CA", "+1.6045550126"),
    ("Moncton", "CA-NB", "E1C 1A1", "CA", "+1.5065550127"),
    ("Charlottetown", "CA-PE", "C1A 1A1", "CA", "+1.9025550128"),
    ("Seattle", "US-WA", "98101", "US", "+1.2065550133"),
    ("New York", "US-NY", "10001-1234", "US", "+1.2125550134"),
)
# Numbers that Ofcom and Arcep have set aside for stories.
ABROAD = (
    ("Paris", None, "75001", "FR", "+33.199001234"),
    ("Genève", "CH-GE", "1201", "CH", "+33.199005678"),
    ("London", None, "EC1A 1AA", "GB", "+44.2079460000"),
    ("Dublin", None, None, "IE", "+44.2079460111"),
    ("Zürich", "CH-ZH", "8001", "CH", "+44.2079460123"),
    ("Hong Kong", None, None, "HK", "+44.2079460456"),
    ("Tromsø", None, "9008", "NO", "+33.199009012"),
)
OTHER_LETTERS = (
    ("Пример", "Образец"),
    ("例", "見本"),
    ("مثال", "عينة"),
    ("Παράδειγμα", "Δείγμα"),
    ("דוגמה", "מדגם"),
)


@dataclass(frozen=True)
class Case:
    """A contact; `is_plain` says that every vendor must be able to hold it."""

    contact: Contact
    is_plain: bool


def two_hundred() -> tuple[Case, ...]:
    """Return the contacts: the plain ones first, then each kind of odd one."""
    plain = [Case(contact, is_plain=True) for contact in islice(_plain(), 120)]
    odd = [Case(contact, is_plain=False) for contact in islice(_odd(), 80)]
    return (*plain, *odd)


def _plain() -> Iterator[Contact]:
    for number in count():
        city, subdivision, code, country, phone = PLACES[number % len(PLACES)]
        box = f"sample-{number}{'+domains' if number % 7 == 0 else ''}"
        yield Contact(
            given=GIVEN[number % len(GIVEN)],
            family=FAMILY[number % len(FAMILY)],
            organization=ORGANIZATIONS[number % len(ORGANIZATIONS)],
            address=PostalAddress(
                street=STREETS[number % len(STREETS)], city=city, subdivision=subdivision, postal_code=code,
                country=country,
            ),
            phone=Phone.parse(phone),
            fax=Phone.parse(f"{phone[:-3]}199") if number % 5 == 0 else None,
            email=f"{box}@example.{'ca' if number % 2 else 'com'}",
            language=Language.FRENCH if number % 3 == 0 else Language.ENGLISH,
        )  # fmt: skip


def _odd() -> Iterator[Contact]:
    for number, plain in enumerate(_plain()):
        city, subdivision, code, country, phone = ABROAD[number % len(ABROAD)]
        given, family = OTHER_LETTERS[number % len(OTHER_LETTERS)]
        abroad = PostalAddress(
            street=plain.address.street, city=city, subdivision=subdivision, postal_code=code, country=country
        )
        three = plain.address.model_copy(update={"street": (*STREETS[1], f"Room {number}")})
        long_street = plain.address.model_copy(update={"street": (f"{number} {'Exemple ' * 11}Street",)})
        changes: tuple[dict[str, object], ...] = (
            {"phone": Phone.parse(f"{plain.phone.epp}x{number + 1}")},
            {"given": None, "family": "Mononym"},
            {"given": None, "family": None, "organization": "Example Association"},
            {"organization": f"{'Association longue ' * (4 + number % 8)}inc."},
            {"address": abroad, "phone": Phone.parse(phone), "fax": None},
            {"given": given, "family": family},
            {"organization": f"{given} {family}"},
            {"address": three},
            {"address": long_street},
            {"email": f"{'long-' * 11}{number}@mail.sub-{'domain-' * 6}example.com"},
        )
        yield plain.model_copy(update=changes[number % len(changes)])
