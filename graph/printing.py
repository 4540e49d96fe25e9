"""Answers on a terminal: tables, one thing told whole, the sums of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table as RichTable

from graph import wording

if TYPE_CHECKING:
    from graph.changes import Change
    from graph.checking import Outcome
    from graph.describe import Description, Fact
    from graph.difference import Difference, ThingChanged
    from graph.estate import TracedRow
    from graph.importers.run import Imported
    from graph.namespaces import Names
    from graph.publish import Published
    from graph.reader.proposals import Proposal, Unlinked
    from graph.reports import Sums
    from graph.schema import Schema
    from graph.store import Table

WIDTH_OF_A_PIPE = 200
WIDE_CELL = 40
REASONS_SHOWN = 20
RESULTS_SHOWN = 40
LABEL_WIDTH = 28
FEW_SOURCES = 3
JOINED = ((("saidBy", "locator", "sourceDate"), ", "), (("difference", "unit"), " "))
BEFORE = ("cje:affects", "org:originalOrganization")
"""How a change concerns what was there before it."""
SEVERITIES = ("Violation", "Warning", "Info")


def console() -> Console:
    """A console that wraps at the terminal's width, or widely where the output is no terminal."""
    made = Console(soft_wrap=False, highlight=False)
    return made if made.is_terminal else Console(width=WIDTH_OF_A_PIPE, highlight=False)


def readable(table: Table, names: Names, schema: Schema) -> list[tuple[str, ...]]:
    """The rows with keys and labels in place of IRIs."""
    return [
        tuple(_label(names.shorten(cell) if ":" in cell else cell, schema) for cell in row)
        for row in table.texts()
    ]


def _label(cell: str, schema: Schema) -> str:
    known = cell in schema.properties or cell.startswith(("cje:", "cjev:"))
    return schema.label(cell) if known else cell


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table, or a block a row where a table would be too narrow to read.

    A column that is empty in every row is left out; one that is the same in every row is said once, above.
    """
    columns, rows = _joined(columns, list(rows))
    filled = [i for i in range(len(columns)) if any(row[i] for row in rows) and not _said_beside(i, rows)]
    constant = [i for i in filled if len(rows) > 1 and len({row[i] for row in rows}) == 1]
    varying = [i for i in filled if i not in constant]
    out = console()
    for i in constant:
        out.print(f"[bold]{_heading(columns[i])}[/bold]: {escape(rows[0][i])}")
    widths = [max(len(_heading(columns[i])), *(len(row[i]) for row in rows)) for i in varying]
    if sum(min(width, WIDE_CELL) + 3 for width in widths) <= out.width:
        _print_table(columns, rows, varying)
    else:
        _print_blocks(columns, rows, varying)


def _joined(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The columns that belong together as one: who says so, where and when; a difference and its unit."""
    found, cells = list(columns), [tuple(row) for row in rows]
    for together, separator in JOINED:
        places = [found.index(name) for name in together if name in found]
        if len(places) > 1:
            cells = [_with_joined(row, places, separator) for row in cells]
            found = [name for i, name in enumerate(found) if i not in places[1:]]
    return found, cells


def _with_joined(row: Sequence[str], places: Sequence[int], separator: str) -> tuple[str, ...]:
    joined = separator.join(row[i] for i in places if row[i])
    return tuple(joined if i == places[0] else row[i] for i in range(len(row)) if i not in places[1:])


def _said_beside(index: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the next column says the same in every row, as a label does of what it names."""
    return index + 1 < len(rows[0]) and all(row[index] == row[index + 1] for row in rows)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], shown: Sequence[int]) -> None:
    table = RichTable(header_style="bold", show_edge=False, pad_edge=False)
    for index in shown:
        numbers = all(_is_number(row[index]) for row in rows if row[index])
        table.add_column(_heading(columns[index]), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(row[index]) for index in shown))
    console().print(table)


def _print_blocks(columns: Sequence[str], rows: Sequence[Sequence[str]], shown: Sequence[int]) -> None:
    """Each row as lines of `column  value`, without what it shares at its head with the row before."""
    out = console()
    # Where nothing is bold the lines are written as they are: to style thousands takes longer than to ask.
    plain = not out.is_terminal
    said = str if plain else escape
    indent = max(len(_heading(columns[i])) for i in shown) + 2
    room = max(out.width - indent, WIDE_CELL)
    lines: list[str] = []
    before: Sequence[str] = ()
    for row in rows:
        fresh = False
        for index in shown:
            fresh = fresh or not before or row[index] != before[index]
            if row[index] and fresh:
                # Most cells fit, and to wrap them all would take as long as the query.
                first, *rest = [row[index]] if len(row[index]) <= room else wrap(row[index], room)
                heading = f"{_heading(columns[index]):<{indent}}"
                lines.append((heading if plain else f"[bold]{heading}[/bold]") + said(first))
                lines += [" " * indent + said(line) for line in rest]
        lines.append("")
        before = row
    if plain:
        out.file.write("\n".join(lines) + "\n")
    else:
        out.print("\n".join(lines), soft_wrap=True)


def _heading(column: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in column)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace("-", "", 1).isdecimal()


def print_description(thing: Description, *, full: bool = False) -> None:
    """A thing: its life, facts, events and buildings, what refers to it, and what is not known.

    Of many sources that say the same only the first are named, unless in full.
    """
    most = None if full else FEW_SOURCES
    out = console()
    out.print(f"[bold]{escape(thing.title)}[/bold]  {escape(thing.key)}  ({', '.join(thing.kinds)})")
    for number, life in enumerate(thing.lives, start=1):
        out.print(f"Life{f' {number}' if len(thing.lives) > 1 else ''}: {escape(life)}.")
    _print_facts("Facts", thing.facts, most)
    for part in thing.parts:
        _print_facts(f"{part.kind}: {part.key} ({part.relation})", part.facts, most)
    _print_facts("Said elsewhere of it", thing.references, most, about=True)
    _print_list("Where the sources disagree", thing.disagreements)
    _print_list("Not known", thing.unknown)


def _print_list(heading: str, items: Sequence[str]) -> None:
    if items:
        console().print(f"\n[bold]{heading}[/bold]")
    for item in items:
        console().print(Padding(escape(item), (0, 0, 0, 2)))


def _print_facts(heading: str, facts: Sequence[Fact], most: int | None, *, about: bool = False) -> None:
    """Each fact as its property, its value, and under it those who say so, a line each."""
    if not facts:
        return
    out = console()
    out.print(f"\n[bold]{escape(heading)}[/bold]")
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=LABEL_WIDTH, overflow="fold")
    grid.add_column(overflow="fold")
    for fact in facts:
        value = fact.about if about else fact.value_label
        mark = f" ({fact.mark})" if fact.mark else ""
        said = list(dict.fromkeys(each.said if fact.agrees else str(each) for each in fact.evidence))
        if most is not None and len(said) > most + 1:
            said[most:] = [f"and {len(said) - most} more (all with --full)"]
        lines = [Padding(escape(line), (0, 0, 0, 2)) for line in said]
        grid.add_row(escape(f"  {fact.label}"), Group(f"[bold]{escape(value + mark)}[/bold]", *lines))
    out.print(grid)


def print_changes(changes: Sequence[Change], schema: Schema) -> None:
    """Each change: when, of what kind, what it concerns and how, the programme, who says so."""
    if not changes:
        console().print("The sources tell of no such change.")
        return
    rows = [
        (
            wording.edtf(change.when),
            "" if change.within else "perhaps",
            schema.label(change.kind),
            "; ".join(one.name for one in change.concerned if one.role in BEFORE),
            "; ".join(one.name for one in change.concerned if one.role not in BEFORE),
            change.programme,
            change.said_by,
        )
        for change in changes
    ]
    print_rows(("when", "in the range", "change", "of", "to", "programme", "saidBy"), rows)


def print_difference(difference: Difference, things: Sequence[ThingChanged], schema: Schema) -> None:
    """What ended, what began and what is otherwise, by thing, in words."""
    before, after = (wording.day(moment.day) for moment in (difference.before, difference.after))
    out = console()
    if not things:
        out.print(f"Nothing is otherwise on {after} than on {before}.")
        return
    for state, heading in (("ended", f"No more there on {after}"), ("began", f"Not yet there on {before}")):
        listed = [(thing.kind, thing.name, thing.key) for thing in things if thing.state == state]
        out.print(f"[bold]{heading}[/bold]: {len(listed)}")
        for kind, count in sorted(Counter(row[0] for row in listed).items()):
            names = [f"{name} ({key})" for k, name, key in listed if k == kind]
            out.print(
                Padding(f"[bold]{escape(kind)}[/bold] ({count}): {escape('; '.join(names))}", (0, 0, 0, 2))
            )
    others = [thing for thing in things if not thing.state]
    out.print(f"[bold]There on both days, with other statements[/bold]: {len(others)}")
    name = difference.names.get
    for thing in others:
        out.print(Padding(f"{escape(thing.name)}  {escape(thing.key)}", (0, 0, 0, 2)))
        for change in thing.altered:
            said = f"{name(change.before, change.before)} → {name(change.after, change.after)}"
            out.print(Padding(f"~ {schema.label(change.property)}: {escape(said)}", (0, 0, 0, 6)))
        for sign, held in (("-", thing.removed), ("+", thing.added)):
            for _, property_, value in held:
                said = f"{schema.label(property_)}: {escape(name(value, schema.label(value)))}"
                out.print(Padding(f"{sign} {said}", (0, 0, 0, 6)))
    out.print(f"In all {len(difference.removed):,} statements removed, {len(difference.added):,} added.")


def print_sums(sums: Sums) -> None:
    """What a build did: claims per batch, rows read and set aside, conflicts, inferences, quads."""
    out = console()
    out.print("[bold]Claims per batch[/bold]")
    _print_counts(sums.claims_per_batch)
    out.print(
        f"Rows read of the sources: {sums.rows_read:,} = {sums.rows_with_claims:,} with claims "
        f"+ {sums.rows_set_aside:,} set aside, each with its reason in the ledger."
    )
    _print_counts(sums.set_aside_per_reason, most=REASONS_SHOWN)
    out.print("[bold]Claims per kind of thing[/bold]")
    _print_counts(sums.claims_per_kind)
    out.print("[bold]Things per class[/bold]")
    _print_counts(sums.things_per_class)
    out.print(f"Police forces maintained for an area today: {sums.territorial_forces}.")
    out.print("[bold]CPS area schemes[/bold]")
    for scheme in sums.schemes:
        known = f"{scheme.members} members known" if scheme.members else "no member known: a gap"
        out.print(f"  {scheme.scheme}: {scheme.stated or 'no number'} stated, {known}")
    out.print(f"  {sums.scheme_bodies} bodies behind them")
    out.print("[bold]Magistrates' courts open, beside published numbers[/bold]")
    for day, found in sums.courts.items():
        out.print(f"  {escape(day)}: {found}")
    out.print(f"Statements: {sums.statements:,}. Lifespans: {sums.lifespans:,}. Omissions: {sums.omissions}.")
    for heading, counts in (
        ("Conflicts per property", sums.conflicts_per_property),
        ("Inferred claims per rule", sums.inferred_per_rule),
        ("Quads per graph", sums.quads_per_graph),
    ):
        out.print(f"[bold]{heading}[/bold]")
        _print_counts(counts)


def _print_counts(counts: Mapping[str, int], most: int | None = None) -> None:
    """The counts under each other; of more than `most`, which are the largest, the sum of the rest."""
    listed = dict(list(counts.items())[:most])
    if left := len(counts) - len(listed):
        listed[f"{left} other reasons"] = sum(counts.values()) - sum(listed.values())
    width = max(map(len, listed), default=0)
    for name, count in listed.items():
        console().print(f"  {escape(name):<{width}}  {count:>9,}")
    if len(counts) > 1:
        console().print(f"  {'in all':<{width}}  {sum(counts.values()):>9,}")


def print_check(outcome: Outcome, *, each: bool = False) -> None:
    """The results of a check, by what to mend, or each of them; the ratio of two engines' times."""
    report = outcome.report
    short = outcome.names.shorten
    rows = [
        (r.severity, short(r.focus_node), short(r.path), r.component, short(r.value), r.message)
        for r in report.results
    ] + [(p.severity.capitalize(), p.entity, p.check, "", p.detail, p.problem) for p in outcome.problems]
    out = console()
    if rows and (each or len(rows) <= RESULTS_SHOWN):
        columns = ("severity", "thing", "path or check", "component", "found", "what to mend")
        print_rows(columns, sorted(rows, key=lambda row: (SEVERITIES.index(row[0]), *row)))
    elif rows:
        kinds = Counter((row[0], row[2], row[5]) for row in rows)
        first = {(row[0], row[2], row[5]): row[1] for row in sorted(rows, reverse=True)}
        ordered = sorted(kinds.items(), key=lambda kind: (SEVERITIES.index(kind[0][0]), -kind[1], kind[0]))
        headings = ("severity", "path or check", "what to mend", "how often", "for instance")
        print_rows(headings, [(*kind, str(count), first[kind]) for kind, count in ordered])
        out.print("estate check --all lists each of them.")
    counts = Counter(row[0] for row in rows)
    listed = ", ".join(f"{severity.lower()}: {count}" for severity, count in sorted(counts.items()))
    out.print(f"{'Passed' if outcome.passed else 'Failed'}: {listed or 'nothing found'}.")
    out.print(f"{report.engine}: {report.seconds:.2f} s, loading included.")
    if (fast := outcome.compared) is not None:
        out.print(
            f"fast: {fast.seconds:.2f} s. pyshacl took {report.seconds / fast.seconds:.1f} times as long."
        )
        for difference in outcome.differences:
            out.print(escape(str(difference)))
        if not outcome.differences:
            out.print(f"The engines agree on {len(report.verdicts)} verdicts (focus node, path, component).")


def print_trace(rows: Sequence[TracedRow]) -> None:
    """What became of each row, with its claims or the reason why it has none."""
    out = console()
    for row in rows:
        entry = row.entry
        out.print(f"[bold]{escape(entry.row)}[/bold] of {entry.table}, source {entry.source}: ", end="")
        out.print(f"set aside: {escape(entry.note)}" if entry.note else f"{len(row.claims)} claims")
        for subject, property_, value, start, until, status, rank, locator, note in row.claims:
            dates = f" [{start or 'not stated'} to {until or 'not stated'}]" if start or until else ""
            marks = [mark.rpartition("-")[2] for mark in (status, rank)]
            said = f"{subject} {property_} {value}{dates} ({', '.join(marks)}; {locator})"
            out.print(Padding(escape(f"{said}: {note}" if note else said), (0, 0, 0, 2)))
        out.print(Padding(f"SHA-256 of its cells {entry.sha256}", (0, 0, 0, 2)), style="dim")
    if not rows:
        out.print("No upstream table of this release has such a row.")


def print_reading(proposals: Sequence[Proposal], unlinked: Sequence[Unlinked]) -> None:
    """What is proposed, thing by thing, with the words it rests on; then what could not be linked."""
    out = console()
    for subject in dict.fromkeys(each.claim.subject for each in proposals):
        out.print(f"[bold]{escape(subject)}[/bold]")
        for each in proposals:
            if each.claim.subject == subject:
                claim, words = each.claim, " ".join(each.quote.split())
                shown = words if len(words) <= 90 else f"{words[:87]}..."
                said = f"{claim.property} {claim.value}  ({each.confidence:.2f}; {claim.locator}: {shown})"
                out.print(Padding(escape(said), (0, 0, 0, 2)))
    for miss in unlinked:
        words = " ".join(miss.text.split())
        out.print(escape(f"Not linked: {miss.kind} {words!r}: {miss.reason}"), style="dim")


def print_imported(done: Sequence[Imported]) -> None:
    """The sums of imports: what was read, claimed and set aside, and why."""
    out = console()
    for one in done:
        out.print(
            f"[bold]{one.name}[/bold]: {one.rows:,} rows read, {one.entries:,} entries; {one.with_claims:,} "
            f"with claims ({one.by_hand:,} by hand), {one.entries - one.with_claims:,} set aside; "
            f"{one.claims:,} claims, {one.minted:,} things named by pattern"
        )
        for reason, count in one.set_aside.items():
            out.print(Padding(f"{count:>6,}  {escape(reason)}", (0, 0, 0, 2)))


def print_published(published: Published, names: Names) -> None:
    """What a store has of a release that was loaded into it."""
    rows = [
        (
            graph.removeprefix(names.graph("")),
            f"{ours:,}",
            f"{theirs:,}",
            "" if ours == theirs else "not the same",
        )
        for graph, (ours, theirs) in published.counts.items()
    ]
    print_rows(("graph", "release", "store", ""), rows)
    out = console()
    before = f" ({published.there:,} stood there already)" if published.there else ""
    out.print(f"Loaded {published.loaded:,} quads{before}.")
    if published.same:
        out.print(f"Read back, it is the same. SHA-256 of the canonical N-Quads {published.found}")
        return
    out.print("What the store gives back is not what was sent.")
    for change, count in published.changes.items():
        out.print(f"  {escape(change)}: {count:,}")
    out.print(f"SHA-256 of the canonical N-Quads of the release {published.wanted}")
    out.print(f"                                 of the store   {published.found}")
