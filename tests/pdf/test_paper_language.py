"""The fixed words on paper are plain Dutch (B1): short sentences, short headings, none of the field's jargon (domain.md 7)."""

import re

import pytest
from babel.messages.pofile import read_po

from app import paths
from app.pdf.help_lines import load_help_lines

JARGON = re.findall(
    r"\w+",
    """hulpvraag krachten problematiek interventie actor termijn dossier inzage afschrift vernietigen mantelzorger steunfiguur
professional casusregisseur regisseur leefgebied leefgebieden veiligheidsplan bodemeisen genogram ecogram toekomstplan zelfredzaam
zelfredzaamheid welzijn support doelrealisatie evaluatie evaluatiedatum ondertekening intrekken gezaghebbende kinderbeschermingsmaatregel
ondertoezichtstelling uithuisplaatsing netwerkpleegzorg perspectief ambulant thuiszitter wachtlijst beschikbaar verwijzing overdracht
afschalen opschalen waakvlam casus synchroniseren conflict concept participatie wilsbekwaam cliënt klant netwerk""",
)
IN_BRACKETS = re.compile(r"\([^)]*\)")  # the field's own word may stand in brackets after the plain one
OFFICIAL_MARK = {"paper.concept"}  # the mark lawyers look for; "Nog niet klaar" stands with it


def paper_texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for part in sorted((paths.resources() / "locale/nl").glob("paper*.po")):
        with part.open("rb") as file:
            for message in read_po(file, locale="nl"):
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                key = message.id if isinstance(message.id, str) else message.id[0]
                texts |= {f"{key}{'' if number == 0 else f' {number}'}": str(form) for number, form in enumerate(forms) if key}
    lines = load_help_lines()
    return texts | {f"help.{line.name}": line.about for line in (lines.confidant, *lines.talk, lines.danger)}


TEXTS = paper_texts()


@pytest.mark.parametrize("key", TEXTS)
def test_a_sentence_has_at_most_twenty_words(key: str) -> None:
    for sentence in re.split(r"(?<=[.?!])\s", TEXTS[key]):
        assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("key", [key for key in TEXTS if not TEXTS[key].endswith(".")])
def test_a_heading_has_at_most_six_words(key: str) -> None:
    if key.endswith(("title", "request", "wish", "why", "seen_when", "next_talk", "refuse", "what", "who", "when")):
        assert len(TEXTS[key].split()) <= 6


@pytest.mark.parametrize("key", TEXTS)
def test_none_of_the_jargon_stands_on_paper(key: str) -> None:
    if key not in OFFICIAL_MARK:
        words = re.findall(r"\w+", IN_BRACKETS.sub("", TEXTS[key]).casefold())
        assert [word for word in words if word in JARGON] == []


def test_few_sentences_are_passive() -> None:
    sentences = [sentence for text in TEXTS.values() for sentence in re.split(r"(?<=[.?!])\s", text) if sentence.endswith((".", "?"))]
    passive = [sentence for sentence in sentences if re.search(r"\b(wordt|worden)\b.*\bge\w+", sentence)]
    assert len(passive) <= len(sentences) / 10
