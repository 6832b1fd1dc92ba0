"""Every Dutch text of screen, paper and error, by key. Holds no text itself: those are in `resources/locale`."""

import functools
import gettext

from app import paths
from app.errors import UserProblem
from app.log import get_log

log = get_log(__name__)
DOMAIN = "keukentafel"


@functools.cache
def catalogue() -> gettext.NullTranslations:
    """Return the compiled Dutch texts; without them every text is its own key."""
    return gettext.translation(DOMAIN, paths.resources() / "locale", ["nl"], fallback=True)


def t(key: str, **values: object) -> str:
    """Return the text of `key` with `values` filled in; a key without a text is logged and shown as it is."""
    text = catalogue().gettext(key)
    if text == key:
        log.trouble("text.missing", key=key)
    return text.format(**values) if values else text


def tn(key: str, count: int, **values: object) -> str:
    """Return the singular or plural text of `key`; `{count}` stands for the number."""
    text = catalogue().ngettext(key, key, count)
    if text == key:
        log.trouble("text.missing", key=key)
    return text.format(count=count, **values)


def problem_text(problem: UserProblem) -> str:
    """Return what the person reads about a problem, and what to do."""
    return t(f"problem.{problem.key}", **problem.values)
