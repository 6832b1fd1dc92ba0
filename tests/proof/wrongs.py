"""The wrongs that the proof must see (sync.md 4): each is a patch that still starts and type-checks, and the invariants that may name it.

The first fifteen are those of the design; the others came with what was built after it.
"""

from dataclasses import dataclass

ALWAYS = ("add_a_goal", "edit_a_field", "all_sync")
SIDE_BY_SIDE = (*ALWAYS, "two_write_in_one_field", "a_value_comes_in_while_a_field_is_open")
RIGHTS = (*ALWAYS, "a_right_ends_while_work_waits", "a_right_is_given", "a_right_ends")
COPIES = (*ALWAYS, "a_laptop_is_put_back", "a_laptop_is_cloned")
RESTORED = (*SIDE_BY_SIDE, "the_server_is_restored", "the_server_is_restored_and_waits_for_nobody", "sync")
LONG_AGO = (*SIDE_BY_SIDE, "a_new_laptop_joins", "a_laptop_compacts", "one_throws_away_what_another_changes")


@dataclass(frozen=True)
class Mutant:
    """A wrong: in which files which words become which, who may name it, and the rules that give chance most chance to find it."""

    name: str
    edits: tuple[tuple[str, str, str], ...]
    caught_by: frozenset[str]
    rules: tuple[str, ...] = ()
    examples: int = 300

    @property
    def files(self) -> frozenset[str]:
        """Return the files that it changes."""
        return frozenset(file for file, _, _ in self.edits)


def one(name: str, file: str, was: str, becomes: str, caught_by: str, rules: tuple[str, ...]) -> Mutant:
    """Return a wrong of one place; `caught_by` are the invariants, with spaces."""
    return Mutant(name, ((file, was, becomes),), frozenset(caught_by.split()), rules)


TAKE = "app/sync/taking_pages.py"
WIPE = "app/sync/wipe.py"

MUTANTS = (
    one(
        "drop seen",
        "app/changelog/gesture.py",
        "return self.cursor if seen is None else min(seen, self.cursor)",
        "return 0 if seen is None else min(seen, self.cursor)",
        "I4",
        SIDE_BY_SIDE,
    ),
    one(
        "seen at save",
        "app/changelog/gesture.py",
        "return self.cursor if seen is None else min(seen, self.cursor)",
        "return self.cursor if seen is None else max(seen, self.cursor)",
        "I3",
        SIDE_BY_SIDE,
    ),
    one(
        "cursor outside the transaction",
        "app/sync/taking.py",
        "        for one in slices:\n            if state := one.take(writing):\n                writing.put_state(state)\n"
        "    after_each()\n",
        "        moved = [one.take(writing) for one in slices]\n    after_each()\n"
        "    with pace.workspace.write() as writing:\n        for state in filter(None, moved):\n            writing.put_state(state)\n",
        "I6",
        (*SIDE_BY_SIDE, "the_program_is_killed_in_a_sync"),
    ),
    one(
        "skip contiguity",
        TAKE,
        "    if first != state.cursor + 1:\n",
        "    if not first:\n",
        "I5 I6",
        (*SIDE_BY_SIDE, "an_old_answer_comes"),
    ),
    one(
        "the duplicate check removed",
        "app/server/streams.py",
        "            if change.ctr > last or change.ctr not in taken:\n",
        "            if change.ctr > 0:\n",
        "I2 I5 I9",
        (*ALWAYS, "sync_and_lose_the_answer", "send_an_old_request_again"),
    ),
    one(
        "arrival order as dominance",
        "app/changelog/dominance.py",
        "return earlier.seq is not None and earlier.seq <= later.seen",
        "return earlier.seq is not None",
        "I1 I3",
        SIDE_BY_SIDE,
    ),
    one(
        "unknown field dropped",
        "app/changelog/values.py",
        "            new = {**old, **new}\n",
        "            new = {**new}\n",
        "I11 I4",
        ("old_and_new_write_in_one_group", "put_somebody_there", "add_an_action", "all_sync"),
    ),
    Mutant(
        "wipe as delete",
        (
            (
                WIPE,
                "from app.domain.ids import confidential_of\n",
                "from app.domain.ids import confidential_of\nfrom app.domain.record import Id\n",
            ),
            (
                WIPE,
                '        if "stream" in table.c and table not in (tables.look, tables.wiped):\n',
                "        gesture = writing.gesture(stream)\n"
                '        gesture.delete("family", Id(stream))\n'
                "        gesture.done()\n"
                "        if table in (tables.draft, tables.stream_state):\n",
            ),
        ),
        frozenset({"I8"}),
        RIGHTS,
    ),
    one(
        "backup left at wipe",
        WIPE,
        "            forget_copies(workspace.engine)  #",
        '            log.event("reserve.kept")  #',
        "I8",
        (*RIGHTS, "a_laptop_is_upgraded", "a_program_keeps_a_copy_before_it_upgrades"),
    ),
    one(
        "page cut inside a gesture",
        "app/server/pages.py",
        "            if not most.takes(gesture):\n                break\n",
        "            if not most.takes(gesture):\n                taken += gesture[:1] * (len(gesture) > 1)\n                break\n",
        "I12",
        (*SIDE_BY_SIDE, "a_goal_goes_with_its_actions", "undo_and_redo"),
    ),
    one(
        "adopt the server's head hash",
        TAKE,
        "    head = extend(bytes(state.head_hash), page.stream, history)\n",
        "    head = page.head_hash if cursor == page.page.head else extend(bytes(state.head_hash), page.stream, history)\n",
        "I10",
        (*SIDE_BY_SIDE, "the_history_is_changed_at_the_municipality"),
    ),
    one(
        "grant checked only at login",
        "app/server/access.py",
        '(grant.c.until > bindparam("now"))\n        return select(*columns).join(stream, same)',
        '(grant.c.until != bindparam("now"))\n        return select(*columns).join(stream, same)',
        "I8",
        RIGHTS,
    ),
    one(
        "inc ignored",
        "app/server/streams.py",
        "            elif known is not None and same(stream, known, change):\n",
        "            elif known is not None:\n",
        "I2 I6 I9 I13",
        COPIES,
    ),
    one(
        "edit versus delete is delete",
        "app/changelog/apply.py",
        "    if agreed and seen:\n",
        "    if agreed or seen:\n",
        "I3",
        (*ALWAYS, "one_throws_away_what_another_changes"),
    ),
    one(
        "author taken from the device",
        "app/server/judging.py",
        "any(change.author != self.worker for change in gesture)",
        "not any(change.author for change in gesture)",
        "I10",
        (*ALWAYS, "somebody_writes_in_anothers_name"),
    ),
    one(
        "the tail stays on the laptop",
        "app/sync/healing.py",
        "        if common == state.cursor:\n",
        "        if common <= state.cursor:\n",
        "I9 I13",
        RESTORED,
    ),
    one(
        "numbers given anew were seen",
        "app/server/tails.py",
        "clamped = [change._replace(seen=min(change.seen, forked)) for change in changes]",
        "clamped = [change._replace(seen=max(change.seen, forked)) for change in changes]",
        "I1 I3 I13",
        RESTORED,
    ),
    one(
        "new work waits for nobody",
        "app/server/streams.py",
        "if self.era is not None and waits(",
        "if self.era is not None and self.era.restored_at is None and waits(",
        "I4 I9 I13",
        RESTORED,
    ),
    one(
        "a copy goes on under its old name",
        "app/store/workspace.py",
        "return replace(self.author, inc=self.incs(stream)[-1])",
        "return self.author",
        "I13 I3",
        COPIES,
    ),
    one(
        "a base keeps one value of two",
        "app/changelog/base.py",
        "            self._cells[cell] = [one for one in before if not dominates(change, standing(one))] + [change]\n",
        "            self._cells[cell] = [one for one in before if not one.seq] + [change]\n",
        "I1 I3 I4 I11",
        LONG_AGO,
    ),
    one(
        "held work is told to everybody",
        "app/server/offering.py",
        "        if grant.role not in CONFIDANTS:\n",
        "        if not grant.role:\n",
        "I8",
        (*RIGHTS, "somebody_decides_on_held_work"),
    ),
    one(
        "what was destroyed is shown still",
        "app/changelog/apply.py",
        "    if take_away(stream, changes):\n",
        "    if take_away(stream, changes) and not changes:\n",
        "I10",
        ALWAYS,
    ),
)
