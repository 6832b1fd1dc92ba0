"""All rules together: what `make proof` runs."""

from tests.proof.copies import Copies
from tests.proof.destroyed import Destroyed
from tests.proof.drafts import Drafts
from tests.proof.line import OnTheLine
from tests.proof.restored import Restored
from tests.proof.rights import Rights
from tests.proof.table import AtTheTable
from tests.proof.trouble import Trouble
from tests.proof.versions import Versions


class Whole(AtTheTable, OnTheLine, Rights, Versions, Drafts, Trouble, Copies, Restored, Destroyed):
    """The machine with every rule."""
