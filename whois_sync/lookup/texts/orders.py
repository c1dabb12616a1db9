"""Which TLDs write 03/04/2027 for the third of April, and which for the fourth of March."""

# From the registries' own answers, in which days above twelve stand first.
DAY_FIRST = frozenset(
    (
        "bg", "fr", "re", "pm", "tf", "wf", "yt", "pt", "lu", "im", "hm", "sm", "il", "nl", "hk", "dz", "it", "br", "tr", "gr",
        "es", "ie", "uk", "be", "eu", "fi", "cz", "sk", "pl", "ro", "rs", "hr", "si", "mk", "me", "ba", "al", "ru", "su", "ua",
        "by", "kz", "kg", "uz", "md", "ee", "lv", "is", "no", "dk", "at", "ch", "li", "de", "gt", "sv", "ni", "cr", "pe", "cl",
        "ar", "uy", "py", "bo", "ve", "ec", "co", "do", "mx", "za", "ng", "tn", "ma", "ke", "tz", "ug", "au", "nz", "sg", "my",
        "th", "in", "lk", "pk", "bd", "vn", "id", "ae", "qa", "om", "sa", "kw", "bh", "jo", "sn", "ci", "mg", "gp", "mq", "gf",
    )
)  # fmt: skip

# The registry of .tk and its sisters writes in the American way.
MONTH_FIRST = frozenset(("tk", "ml", "ga", "cf", "gq", "us"))
