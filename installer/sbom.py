"""Writes the list of everything that is shipped as CycloneDX 1.6: for who must know whether a published weakness concerns them."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from installer.parts import Part

OURS = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""RFC 4122's namespace of addresses: the serial number is made of what is listed, so that the same list has the same number."""
KINDS = {"resource": ComponentType.FILE, "runtime": ComponentType.PLATFORM}


@dataclass(frozen=True)
class Identity:
    """What the list is of: the program's name, version and target, the commit, and the moment of the commit in seconds."""

    name: str
    version: str
    target: str
    commit: str
    moment: int


def write(parts: Collection[Part], identity: Identity, file: Path) -> None:
    """Write the list; the same parts of the same commit give the same bytes."""
    file.write_text(document(parts, identity), encoding="utf-8")


def document(parts: Collection[Part], identity: Identity) -> str:
    """Return the list as JSON."""
    program = Component(
        name=identity.name,
        version=identity.version,
        type=ComponentType.APPLICATION,
        bom_ref=identity.name,
        licenses=[LicenseExpression("EUPL-1.2")],
        properties=[Property(name="keukentafel:commit", value=identity.commit), Property(name="keukentafel:target", value=identity.target)],
    )
    components = {part: component(part) for part in parts}
    bom = Bom(components=components.values(), serial_number=serial(parts, identity))
    bom.metadata.component = program
    bom.metadata.timestamp = datetime.fromtimestamp(identity.moment, tz=UTC)
    carriers = {part.name: one for part, one in components.items() if part.kind == "distribution"}
    bom.register_dependency(program, [one for part, one in components.items() if not part.inside])
    for part, one in components.items():
        if part.inside:
            bom.register_dependency(carriers[part.inside], [one])
    return str(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)) + "\n"


def component(part: Part) -> Component:
    """Return a part as the list has it. A distribution has every sum that the lock accepts: the file taken is one of them."""
    purl = None
    if part.kind == "distribution":
        purl = PackageURL("pypi", None, part.name, part.version)
    elif part.kind == "library" and part.version[:1].isdigit():
        purl = PackageURL("generic", None, part.name.lower().replace(" ", "-"), part.version.split()[0])
    return Component(
        name=part.name,
        version=part.version,
        type=KINDS.get(part.kind, ComponentType.LIBRARY),
        bom_ref=f"{part.inside or part.kind}/{part.name}",
        licenses=[LicenseExpression(part.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in part.sums],
        purl=purl,
        properties=[Property(name="keukentafel:inside", value=part.inside)] if part.inside else [],
    )


def serial(parts: Collection[Part], identity: Identity) -> UUID:
    """Return the number of this list."""
    listed = [[part.kind, part.name, part.version, part.licence, part.inside, *part.sums] for part in parts]
    digest = hashlib.sha256(json.dumps([str(identity), sorted(listed)]).encode()).hexdigest()
    return uuid5(OURS, f"keukentafel/{digest}")
