"""What every part of the reading looks at: blocks, names, inspections, and of whom a place speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.reader.blocks import Block
from graph.reader.inspections import Main
from graph.reader.mentions import FORCE, Mention, Names
from graph.reader.proposals import Reading
from graph.schema import Schema
from graph.styles import plain


@dataclass(slots=False)
class Context:
    """The document as far as it is understood."""

    reading: Reading
    blocks: Sequence[Block]
    names: Names
    schema: Schema
    mains: Mapping[str, Main] = field(default_factory=dict)
    """The inspections that the text tells of, by the body inspected."""
    inspectorates: tuple[str, ...] = ()
    title: Block | None = None
    speakers: Mapping[int, str] = field(default_factory=dict)
    """Whose words a block holds, by where it begins."""
    rated: list[tuple[int, int]] = field(default_factory=list)
    """Where ratings are stated, placed or not."""

    @cached_property
    def bodies(self) -> list[Mention]:
        """Every CPS area and force that is named, in order of the text."""
        return [mention for block in self.blocks for mention in self.names.bodies(block)]

    @cached_property
    def single(self) -> Main | None:
        """The inspection, if the text tells of one only."""
        keys = {main.key for main in self.mains.values()}
        return next(iter(self.mains.values())) if len(keys) == 1 else None

    def main_at(self, block: Block, place: int, *, about: str = "", of_body: bool = False) -> Main | None:
        """The inspection of which a place speaks: by the body named last in its block, or over it.

        None where another body than those inspected is spoken of, or where it cannot be told. What is said
        `of_body` must tell which of the bodies it means, even if one inspection is of them all.
        """
        named = [each for each in self.bodies if block.start <= each.start < block.end and each.key]
        within = [each for each in named if about and each.text and plain(each.text) in plain(about)]
        before = [each for each in named if each.start < place]
        for mention in (*within, *before[::-1]):
            if mention.key in self.mains:
                return self.mains[mention.key]
            if self._is_peer(mention):
                return None
        for mention in self._over(block, of_body=of_body):
            if mention.key in self.mains:
                return self.mains[mention.key]
            if self._is_peer(mention):
                return None
        if self.single is not None and not (of_body and len(self.mains) > 1):
            return self.single
        after = {each.key for each in named if each.key in self.mains}
        if len(after) == 1 and not before:
            return self.mains[after.pop()]
        return None

    def _over(self, block: Block, *, of_body: bool) -> list[Mention]:
        """The bodies that stand over a block: those of the line that leads in its list, then of its heading.

        What is said `of_body` is of none of several that one line names.
        """
        before = [each for each in self.blocks if each.start < block.start]
        heading = next((each for each in reversed(before) if each.kind == "heading"), None)
        lead = None
        if block.kind in ("item", "row"):
            lead = next((each for each in reversed(before) if each.kind not in ("item", "row")), None)
            lead = lead if lead is not None and lead.flat.rstrip().endswith(":") else None
        named = [self.names.bodies(each)[-1:] for each in (lead, heading) if each is not None]
        if block.kind == "item" and not any(named):
            first = next((each for each in reversed(before) if each.kind != "item"), None)
            told = self.names.bodies(first)[-1:] if first is not None and first.kind == "paragraph" else []
            named = [[mention for mention in told if mention.key in self.mains]]
        found = [mention for mentions in named for mention in mentions if mention.key]
        return [mention for mention in found if not (of_body and self._together(mention))]

    def _together(self, mention: Mention) -> bool:
        """Whether the block that names an inspected body names another of them."""
        block = next(each for each in self.blocks if each.start <= mention.start < each.end)
        return len({each.key for each in self.names.bodies(block)} & set(self.mains)) > 1

    def _is_peer(self, mention: Mention) -> bool:
        """Whether a mention is of a body like those inspected: a force in a report on a CPS area is not."""
        kinds = {"force" if key.startswith("police-force/") else "area" for key in self.mains}
        return ("force" if mention.class_ == FORCE else "area") in kinds

    def label(self, concept: str) -> str:
        """A concept in words."""
        return self.schema.label(concept)
