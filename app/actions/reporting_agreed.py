"""Fills the parts of the report about what people agreed: the safety agreements, and what everybody says of the plan."""

import hashlib
from typing import TYPE_CHECKING

from app.actions.printed_rows import PrintedRows
from app.domain.records.safety import Signature
from app.domain.rules.names import fold, full_name
from app.domain.rules.safety import TEXTS
from app.texts import t

if TYPE_CHECKING:
    from app.pdf.report_parts import ReportSafety, ReportSignature, ReportSigning


def safety_on_paper(rows: PrintedRows) -> "ReportSafety | None":
    """Return the safety agreements that count, if any do."""
    from app.pdf.report_parts import ReportSafety

    if rows.safety is None or rows.safety_by is None:
        return None
    answers = tuple((t(f"safety_plan_version.{name}"), text) for name in TEXTS if (text := str(getattr(rows.safety, name))).strip())
    said = rows.safety_by
    return ReportSafety(answers=answers, agreed_by=said.agreed_by, agreed_on=said.confirmed_on, review_on=rows.safety.review_on)


def signing_on_paper(rows: PrintedRows, content: bytes) -> "ReportSigning":
    """Return what is known of the content that is printed, what was said of others, and the names with nothing said yet."""
    from app.pdf.report_parts import ReportSigning

    numbers = {one.id: one.number for one in rows.versions}
    digest = hashlib.sha256(content).hexdigest()
    told = [one for one in rows.signatures if one.plan_version in numbers]
    now = [one for one in told if one.sha256 == digest]
    said = {fold(one.name) for one in now} | {one.person for one in now if one.person is not None}
    people = [(one.id, full_name(one.name) or one.name.call_name, one.role, one.name.call_name) for one in rows.persons]
    empty = [(name, role) for row, name, role, called in people if name and not {row, fold(name), fold(called)} & said]
    regisseur = rows.family.regisseur.name
    if empty and regisseur.strip() and fold(regisseur) not in said:
        empty.append((regisseur, t("paper.fact.regisseur")))
    earlier = tuple(_signature(one, numbers[one.plan_version]) for one in told if one.sha256 != digest)
    return ReportSigning(tuple(_signature(one, numbers[one.plan_version]) for one in now), earlier, tuple(empty))


def _signature(one: Signature, version: int) -> "ReportSignature":
    from app.pdf.report_parts import ReportSignature

    return ReportSignature(name=one.name, state=one.state, how=one.how, signed_on=one.signed_on, remark=one.remark, version=version)
