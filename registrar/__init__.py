"""
Registrars: one contract, its errors, a folder per adapter. Knows nothing of our records.

Rooms: `contract` and the roles beside it (`handles`, `signing`, `privacy`, `events`) say what is promised,
`support` what each adapter keeps of it, `exchange` sends. What two vendors do alike stands by what it is
about: `in_json`, `forms`, `keyvalue` and `amazon` (how a kind of interface is asked and read), `answers`
(values, words, codes), `lists`, `contacts`, `signers`, `buying`, `attributes`.
"""
