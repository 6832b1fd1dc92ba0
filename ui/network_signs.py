"""What the system says about the network. Where it says nothing, the exchange tries by itself, after ever longer waits."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

from app.log import get_log

log = get_log(__name__)
Reachability = QNetworkInformation.Reachability
GONE = frozenset({Reachability.Disconnected})
NOTHING_KNOWN = frozenset({Reachability.Unknown})


class NetworkSigns(QObject):
    """`back` when there is a network that was not there or was another, `gone` when there is none any more."""

    back = Signal()
    gone = Signal()

    def listen(self) -> bool:
        """Hear the system; tells whether it says anything. A network of the house alone may well lead to the municipality."""
        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            log.event("network.unheard")
            return False
        QNetworkInformation.instance().reachabilityChanged.connect(self.hear)
        return True

    def hear(self, reachability: Reachability) -> None:
        """Hear how far this laptop can reach now."""
        log.event("network.changed", to=reachability.name)
        if reachability in GONE:
            self.gone.emit()
        elif reachability not in NOTHING_KNOWN:
            self.back.emit()


def hear_network(parent: QObject, back: Callable[[], None], gone: Callable[[], None]) -> NetworkSigns:
    """Call `back` and `gone` at the signs of this system, as long as the parent is there."""
    signs = NetworkSigns(parent)
    signs.back.connect(back)
    signs.gone.connect(gone)
    signs.listen()
    return signs
