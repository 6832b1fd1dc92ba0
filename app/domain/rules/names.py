"""How people's names are written, sorted, searched and shortened: the BRP's rules (domain.md 6.5), kind to any name.

Not here: what a name may look like. A name of one word, without a first name or in any script is a name.
"""

import re
import unicodedata

from app.domain.records.family import Gender, NameUse, PersonName
from app.errors import UserProblem
from app.texts import t

LETTERS_WITHOUT_PARTS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("’‘ʼ`´ʻ", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
"""Letters that Unicode does not take apart, and the many dashes and apostrophes, as somebody in a hurry types them."""

SPEAKING_OF_A_FAMILY = re.compile(r"^(fam\.|familie|gezin|fam)\s+", re.IGNORECASE)


def written_name(name: PersonName) -> str:
    """Return the name as on an envelope: "A.C. de Wit-van Velzen"; the call name stands in for unknown given names."""
    first = initials(name.given_names) or name.call_name.strip()
    surname = _surname(name)
    if not surname:
        return _tidy(name.given_names) or first
    return f"{first} {surname}" if first else _capital(surname)


def full_name(name: PersonName) -> str:
    """Return the name as in a list on the screen: call name (or given names) and surname."""
    first = name.call_name.strip() or _tidy(name.given_names)
    surname = _surname(name)
    return f"{first} {surname}".strip() if first else _capital(surname)


def at_the_table(name: PersonName) -> str:
    """Return what somebody is called: the call name, else the first given name, else the surname."""
    given = name.given_names.split()
    return name.call_name.strip() or (given[0] if given else _capital(_surname(name)))


def salutation(name: PersonName, gender: Gender | None) -> str:
    """Return how a letter begins: "Geachte mevrouw Van Puffelen", or "Geachte R.M. van Puffelen" where no title fits."""
    surname = _surname(name)
    if not surname or gender not in (Gender.MAN, Gender.WOMAN):
        return t("salutation.none", name=written_name(name))
    return t(f"salutation.{gender.value}", name=_capital(surname))


def sort_key(name: PersonName) -> tuple[str, str, str]:
    """Return what people are sorted on: the first surname they use without its prefix, then what they are called, then the prefix."""
    prefix, surname = next(iter(_used(name)), ("", ""))
    called = at_the_table(name)
    return fold(surname or called), fold(called), fold(prefix)


def initials(given_names: str) -> str:
    """Return the BRP's voorletters: one per given name with a point, none after a name of one letter: "J.F.R.", "S.Q", "J P"."""
    made = ""
    for given in given_names.split():
        if made and not made.endswith("."):
            made += " "
        letter = _first_letter(given)
        made += letter if len(given) == len(letter) else f"{letter}."
    return made


def initials_of(text: str) -> str:
    """Return at most two letters for somebody's round picture: "DW" of "fam. De Wit–El Amrani", "FŞ" of "Fatma Şahin"."""
    plain = SPEAKING_OF_A_FAMILY.sub("", unicodedata.normalize("NFC", text).split("(")[0].strip())
    words = [word for word in (_from_first_letter(part) for part in plain.split()) if word]
    if not words:
        return ""
    rest = [word for word in words[1:] if not word[0].islower()] or words[1:][-1:]
    return "".join("IJ" if word.startswith("IJ") else _first_letter(word).upper() for word in [words[0], *rest[:1]])


def fold(text: str) -> str:
    """Return the text as search and sorting compare it: no accents, no case, one kind of dash and apostrophe, single spaces."""
    if text.isascii() and text.isprintable():  # most texts: nothing to take apart
        return " ".join(text.lower().replace("`", "'").split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Cf", "Cc") or letter.isspace())
    return _tidy(bare.translate(LETTERS_WITHOUT_PARTS))


def name_parts_problem(name: PersonName) -> UserProblem | None:
    """Return what is wrong with the parts together, if anything: no name at all, or a partner's name used that is not given."""
    if not any(part.strip() for part in (name.call_name, name.given_names, name.surname, name.partner_surname)):
        return UserProblem("name_empty")
    if name.name_use is not NameUse.OWN and not name.partner_surname.strip():
        return UserProblem("name_partner_missing")
    return None


def _used(name: PersonName) -> list[tuple[str, str]]:
    """Return the (prefix, surname) pairs somebody uses, in order; a pair without a surname is left out, never all of them."""
    own, partner = (name.prefix, name.surname), (name.partner_prefix, name.partner_surname)
    wanted = {
        NameUse.OWN: [own],
        NameUse.PARTNER: [partner],
        NameUse.PARTNER_FIRST: [partner, own],
        NameUse.PARTNER_LAST: [own, partner],
    }[name.name_use]
    there = [pair for pair in wanted if pair[1].strip()]
    return there or [pair for pair in (own, partner) if pair[1].strip()]


def _surname(name: PersonName) -> str:
    together = "-".join(f"{prefix} {surname}".strip() for prefix, surname in _used(name))
    return re.sub(r" ?- ?", "-", _tidy(together))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _capital(surname: str) -> str:
    """Return the surname as it is written when nothing stands before it: "Van Puffelen", "'t Hart", "IJsselstein"."""
    first = 2 if surname.lower().startswith("ij") else 1
    return surname[:first].upper() + surname[first:]


def _from_first_letter(word: str) -> str:
    return re.sub(r"^[\W_]+", "", word)


def _first_letter(word: str) -> str:
    """Return the first letter with the accents that stand after it as marks of their own."""
    end = 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return word[:end]
