"""What servers say when they do not answer: the sentences, as data. All lower case, matched line by line."""

# Found anywhere in a line of a text without domain data.
THROTTLED = (
    "too many requests", "too many queries", "too many connections", "too many simultaneous", "too many whois", "limit exceeded", "limit has been exceeded",
    "quota exceeded", "exceeded your quota", "exceeded the quota", "exceeded your query", "exceeded the query", "exceeded your limit",
    "exceeded the limit", "exceeded the maximum", "exceeded your maximum", "exceeded the allowed", "exceeded allowed", "exceeded your allotment",
    "exceeded the number of", "exceeded max", "exceeded your daily", "exceeded the daily", "exceeded your hourly", "exceeded query",
    "queries per hour reached", "queries per day reached", "queries reached", "query limit reached", "limit reached", "limit has been reached",
    "excessive querying, grace period", "excessive querying detected", "please go away", "request denied", "try again after", "ip address blocked", "ip blocked", "your ip has been", "your ip address has been", "your ip is blocked", "your access has been",
    "you have been banned", "you have been blocked", "you are blocked", "has been blacklisted", "has been blocked due", "has been temporarily blocked",
    "temporarily blocked", "temporarily denied", "access temporarily", "only 1 request per", "requests per second allowed", "rate limit exceeded",
    "being rate limited", "been rate limited", "are rate limited", "still in grace period", "-1: still", "try again in ", "query rate of", "slow down", "number of allowed queries", "allowed queries exceeded",
    "maximum number of queries", "maximum queries", "maximum query rate", "maximum daily", "whois limit", "lookup quota", "daily whois-limit", "quota of queries",
    "queries from your ip", "requests from your ip", "too fast", "too often", "query interval", "-3: ",
    "number of queries", "over quota", "over limit", "over_quota", "connection limit", "connections limit", "error 429", "429 too", "access limit", "denied due to",
    "limit for whois", "lookups per", "query limitation is", "quota is exceeded", "abuse detected", "has been exceeded", "flood", "throttl", "blocked for",
    "request limit", "zu viele", "demasiadas consultas", "trop de requ", "slots exhausted", "resource limits", "exceeded rate",
)  # fmt: skip

# The same, if nothing in the text says that the server is in trouble.
PERHAPS_THROTTLED = ("please wait", "wait a while", "wait a few", "try again later", "please try later", "try later", "come back later")

# A line that can only come from a server in trouble, or from a question it did not take.
UNAVAILABLE = (
    "temporarily unavailable", "temporarily out of service", "service unavailable", "service is unavailable", "service is not available",
    "currently unavailable", "server too busy", "server is busy", "server busy", "internal error", "internal server error", "system error",
    "database error", "database is down", "database down", "under maintenance", "scheduled maintenance", "maintenance mode", "down for maintenance",
    "timed out", "timeout", "time out", "connection refused", "connection reset", "connection closed", "socket not responding", "no route to host", "name or service not known",
    "backend error", "unable to connect", "could not connect", "cannot connect", "can't connect", "failed to connect", "bad gateway",
    "gateway", "service not available", "out of order", "unexpected error", "fatal error", "unable to process", "unable to query",
    "cannot process", "could not process", "an error occurred", "an error has occurred", "error occurred", "not responding", "no longer available",
    "service has been discontinued", "has been shut down", "no longer operates", "this service has been", "server is down", "unavailable at this time",
    "unable to complete", "please report", "system is down", "is currently down", "reconnect",
)  # fmt: skip

REFUSED_QUESTION = (
    "invalid input", "invalid query", "invalid request", "invalid domain", "invalid characters", "invalid object", "invalid name", "invalid syntax",
    "syntax error", "malformed", "bad request", "unknown command", "unrecognized", "not a valid", "is not valid", "illegal", "naming rules", "error for",
    "not bijective", "non bijective", "invalid parameter", "unsupported", "not supported", "incorrect domain", "wrong domain", "wrong query", "query error",
    "error code", "% error: 5", "parameter value syntax", "usage:", "invalid tld", "unknown tld", "tld is not", "this tld", "no whois server",
    "not authorised", "not authorized to", "unauthorized", "unauthorised", "access denied", "permission denied", "not allowed",
    "access not", "ip address is not", "not managed by", "not authoritative", "out of zone", "no whois information", "zone not served",
    "requests of this client are not permitted", "are not permitted", "status: invalid", "status:	invalid", "could not be parsed", "too short", "too long",
    "not on this server", "query_status: 5", "refer to", "search is not", "domain name contains",
)  # fmt: skip

RESERVED = (
    "reserved by", "is reserved", "reserved domain", "reserved name", "reserved list", "is in the reserved", "on the reserved", "are reserved for",
    "registry reserved", "domain reserved", "name reserved", "status: reserved", "is prohibited", "requested is prohibited", "is restricted", "restricted domain",
    "cannot be registered", "can not be registered", "can't be registered", "not available for registration", "not be available for registration",
    "not open for registration", "blocked by", "is blocked", "domain blocked", "name blocked", "premium name", "premium domain", "platinum domain", "is a premium",
    "available for application", "dpml", "globalblock", "blocked due to", "name collision", "unassignable", "forbidden", "not allowed for registration", "not eligible",
    "is not available for", "not available or is reserved", "domain not available", "domain is not available", "name is not available",
    "domain unavailable", "status: unavailable", "may not be registered", "not registrable", "unregistrable", "banned", "withheld from registration", "in the block list",
    "this name subscribes", "the registration of this domain is restricted", "not_open", "out of registry", "is protected", "reserved.", "reserviert", "réservé",
)  # fmt: skip

# Whole lines (comment marks, quotes and dots stripped) that say a name is held back.
RESERVED_LINES = frozenset(
    ("reserved", "restricted", "prohibited", "blocked", "unavailable", "not available", "domain not available", "reserved name", "premium", "forbidden"),
)  # fmt: skip

# Beginnings of a line that say that nothing is registered.
ABSENT_BEGINNINGS = (
    "no match", "no matching", "not found", "no entries", "no entry", "no data found", "no data was found", "no object", "no such domain",
    "no records matching", "no record", "no domain records were found", "no domain found", "no domain exists", "no domain by", "domain not found", "domain name not found",
    "domain not registered", "domain is not registered", "domain name is not registered", "domain status: available", "domain status: free", "domain status: no object",
    "domain not exist", "domain does not exist", "domain name does not exist", "domain is available", "domain available", "domain name is available",
    "the domain has not been registered", "the domain name has not been registered", "the domain is not registered", "the domain name is not registered",
    "the requested domain was not found", "the requested domain does not", "the domain you requested is not known", "the domain you want to register is available",
    "the domain you requested was not found", "the domain was not found", "the domain name was not found", "the domain is available", "the queried object does not exist",
    "queried object does not exist", "requested object does not exist", "the requested object was not found", "object does not exist", "object not found", "object_not_found",
    "record not found", "data not found", "key not found", "nothing found", "*** nothing found", "no_se_encontro", "nincs tal", "no information available about domain name",
    "no information was found", "no information about", "no results", "no result", "no se encontr", "no se encuentra", "no registra", "available", "status: available", "status: free",
    "status:available", "status:free", "status: not registered", "status: no match", "status: not found", "not registered", "is free", "free", "we do not have an entry", "we have no",
    "invalid query or domain name not known", "this domain is not available in our whois database", "this domain name has not been registered", "this domain name is not registered",
    "this domain is not registered", "this domain is available", "this domain name is available", "this domain has not been registered", "this query returned 0 objects",
    "%error:101", "%error:103", "error:101", "error:103", "101: no entries", "103: domain is not registered", "error 101", "error 230", "230 no objects", "query_status: 220", "unassigned",
    "above domain name is not registered", "el dominio no se encuentra", "el dominio no est", "dominio no registrado", "o domínio não", "domain unknown",
    "dominio libero", "dominio disponible", "domaine disponible", "nom de domaine disponible", "le nom de domaine", "il dominio", "nie znaleziono", "brak danych",
    "domena nie", "domain has not been registered", "domain name has not been registered", "not exist", "does not exist", "not been registered", "unregistered", "sorry, no", "not in database",
    "the domain does not exist", "domain name not registered", "can not find", "cannot find", "can't find", "could not find", "couldn't find", "unable to find", "unknown domain",
    "not delegated", "domain not assigned", "domain name unknown", "no whois data", "no matches", "no details", "no domain name", "no found", "該当するデータがありません",
    "未登録", "该域名未注册", "等待注册", "no active", "0 objects", "there is no", "there was no", "there were no", "it is available",
)  # fmt: skip

# Endings of a short line of its own that say the same of a name before them.
ABSENT_ENDINGS = (
    "not found", "is not registered", "not registered", "is available", "is available for registration", "is free", "not registred", "not found in database",
    "does not exist", "does not exist in database", "is not registered here", "is available for purchase", "no match", "status: available", "status: free",
    "not exist", "not found in our database", "has not been registered", "found 0 records", "no object found", "is not a registered domain", "is still available",
    "not found.", "can be registered", "was not found", "not in our database", "no existe", "no registrado", "no esta registrado", "no está registrado", "n'est pas enregistré",
    "not been registered", "is unregistered", "nicht registriert", "is not in use", "may be available", "available for registration", "not registered here", "is currently available",
    "could not be found", "is not taken", "not yet registered", "nie jest zarejestrowana", "available for new registration", "等未注册", "등록되어 있지 않습니다",
    "does not exist in our database", "not in database", "niet geregistreerd", "ei ole registreeritud", "no encontrado", "not found...", "object does not exist",
)  # fmt: skip

# In the middle of a line, around a name.
ABSENT_INSIDE = (
    "no results were found", "no results found", "no entries found", "we could not find", "no records found", "no data found", "no information available on",
    "(no match for domain", "no match for \"", "no match for domain", "no entries found for", "no records found for", "does not have any data for", "any data for",
    "no data was found to match", "not found in", "no match for", "has no entry for", "no domain records were found to match", "does not exist in the",
    "is available for", "no entries found in", "no matching objects", "available for registration", "no information about domain", "not find match", "no se encuentra registrado",
    "not find matching", "no objects found", "is not registered", "entry not found", "is not found", "object not found", "domain not found", "no existe en",
)  # fmt: skip

AVAILABLE_STATUS = frozenset(
    (
        "available", "free", "no object found", "not registered", "not found", "no match", "220 available", "unregistered", "not exist", "does not exist",
        "no such domain", "domain is available", "available for registration", "disponible", "libero", "unassigned", "not assigned", "not delegated",
        "domain not found", "object not found", "no entries found", "not existing", "is available", "domain available", "no data found", "vaba", "free available",
    )
)  # fmt: skip

# Held back by the registry, whatever else it prints; and words that say so only where nothing else is printed.
RESERVED_STATUS = frozenset(("reserved", "not open", "unassignable", "reserved name", "reserved domain", "registry reserved", "reserviert"))
PERHAPS_RESERVED_STATUS = frozenset(
    (
        "restricted", "blocked", "prohibited", "unavailable", "forbidden", "premium name", "premium", "withheld", "not allowed", "blocked name",
        "not available for registration", "banned",
    )
)  # fmt: skip
REFUSED_STATUS = frozenset(("invalid", "error", "440 request denied", "request denied"))

# Beginnings of a status (plain spelling) that only a registered name has.
REGISTERED_STATUS = (
    "active", "ok", "connect", "failed", "registered", "published", "in quarantine", "quarantine", "redemption", "client", "server", "pending", "hold",
    "on hold", "dom ", "paid", "activo", "ativo", "aktiv", "suspend", "delegated", "locked", "lock", "out of service", "not available", "inactive", "expired", "to be released",
    "transfer", "update", "delete", "in use", "granted", "200 active", "210 pending", "auto renew", "autorenew", "add period", "renew", "aktivny", "enabled", "live",
    "taken", "no status", "normal", "deactivated", "assigned", "released", "deleted", "not delegated registered",
)  # fmt: skip
