"""English or Dutch for whoever runs the service.

Unlike those of the screen (docs/decisions/0001) the texts of the command line are written in the code, in English, and that
sentence is the key of the Dutch one in `resources/locale/nl/admin.po`. So there is one catalogue and no second list of
English texts, and argparse's own words ("usage: ", "the following arguments are required") come along: it asks gettext too.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager

from app import paths
from app.server.problems import ServerProblem
from app.texts import DOMAIN

LANGUAGES = ("nl", "en")


def say(sentence: str, **values: object) -> str:
    """Return the sentence in the language of the command line, with `values` filled in."""
    found = gettext.gettext(sentence)
    return found.format(**values) if values else found


def problem_said(problem: ServerProblem) -> str:
    """Return what the administrator reads about a problem."""
    return say(problem.sentence, **problem.values)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language; an empty word leaves it to LC_ALL and LANG, as gettext reads them."""
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    gettext.bindtextdomain(DOMAIN, str(paths.resources() / "locale"))
    gettext.textdomain(DOMAIN)
    if language:
        os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if language and before is None:
            del os.environ["LANGUAGE"]
        elif before is not None:
            os.environ["LANGUAGE"] = before
