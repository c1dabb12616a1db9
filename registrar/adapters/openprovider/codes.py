"""
Openprovider's codes and what they are to us. Words decide nothing.

1xx are of customers and logins, 2xx of nameservers, 3xx to 7xx of names, 8xx of DNS, 9xx of money (the
vendor's page on errors); the single ones are those of its list, as AntagonistHQ/openprovider.py keeps it,
and those of the vendor's WHMCS module.
"""

from registrar import errors as e
from registrar.answers.statuses import Row, StatusTable, by_codes

_MEANINGS: tuple[Row, ...] = (
    ("100-108 110-121 130-146 150-152 160-170 172 175 180-184 190-192 195", "a contact is not accepted",
     e.ValueRefused),
    ("200-203 220-238 240-245 360", "the nameservers are not accepted", e.ValueRefused),
    ("300-307 315 316 345 347 355 357 359 501 1800", "name, TLD or period are not accepted", e.ValueRefused),
    ("330-337 361 364 370-375 377 380-391 395 505-511 515 1901-1903 1910 1920-1926",
     "an order's data is not accepted", e.ValueRefused),
    ("890-895", "the DNSSEC data is not accepted", e.ValueRefused),
    ("98 99 176 177 193 194 320 353 356 363 500", "not in this account", e.NotFound),
    ("365", "it belongs to another reseller", e.NotSponsored),
    ("311 326 346 362", "the name is registered to someone", e.NameTaken),
    ("312-313 323-325 327 328 354 366-369 376 378 396-398 504 512-514", "its status forbids it",
     e.StatusProhibits),
    ("317 318 352 358", "the auth_info is not accepted", e.AuthInfoRefused),
    ("319 321 322 329 338 348 349 351 891", "the registrar does not offer this", e.Unsupported),
    ("310 920", "the account cannot pay", e.PaymentRefused),
    ("379", "it is a premium name, and its price was not accepted", e.PriceRefused),
    ("196 197 308 309 900-902 4002 4003 10005 10009", "the account is not accepted", e.AccessRefused),
    ("1 18", "there is nothing to change", e.Refused),
    ("871 910 911 4001 4006", "the request is not understood", e.Refused),
    ("10 15 17 340 4005", "the registry or the vendor cannot be reached", e.TryAgain, e.OutcomeUnknown),
    ("11 173 174 178 199 299 341 399 502 503 516 896 999 4004", "it failed", e.TryAgain, e.OutcomeUnknown),
    ("339 393 394", "it is not finished", e.Refused, e.OutcomeUnknown),
)  # fmt: skip

CODES = StatusTable(usual=by_codes(_MEANINGS), special={})
