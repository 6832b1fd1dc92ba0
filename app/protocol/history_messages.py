"""What a laptop that asks for a family's whole history hears (PROTOCOL.md, History)."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.protocol.messages import Named, Page, make_readable
from app.protocol.parts import MOST_CHANGES
from app.protocol.version import PROTOCOL


class HistoryAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page of a family's history with every change in it, the asking laptop's own too, and what its authors are called."""

    v: Literal[1] = PROTOCOL
    page: Page
    names: Annotated[list[Named], Meta(max_length=MOST_CHANGES)] = []
    end: Literal[True]


make_readable(__name__)
