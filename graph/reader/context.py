"""What every part of the reading looks at: the blocks, the names, the inspections, and of whom a place speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.reader.blocks import Block
from graph.reader.inspections import Main
from graph.reader.mentions import FORCE, Mention, Names
from graph.reader.proposals import Reading
from graph.schema import Schema
from graph.styles import plain

_OTHERS = re.compile(
    r"\b(?:other|neighbouring|nationally|national +average|all +forces|all +areas|most +areas)\b", re.I
)


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

    @cached_property
    def bodies(self) -> list[Mention]:
        """Every CPS area and force that is named, in order of the text."""
        return [mention for block in self.blocks for mention in self.names.bodies(block)]

    @cached_property
    def single(self) -> Main | None:
        """The inspection, if the text tells of one only."""
        return next(iter(self.mains.values())) if len(self.mains) == 1 else None

    def main_at(self, block: Block, place: int, *, about: str = "") -> Main | None:
        """The inspection of which a place speaks: by the body named last in its block, or over it.

        None where another body than those inspected is spoken of, or where it cannot be told.
        """
        named = [each for each in self.bodies if block.start <= each.start < block.end and each.key]
        within = [each for each in named if about and each.text and plain(each.text) in plain(about)]
        before = [each for each in named if each.start < place]
        for mention in (*within, *before[::-1]):
            if mention.key in self.mains:
                return self.mains[mention.key]
            if self._is_peer(mention):
                return None
        if self.single is not None:
            return self.single
        after = {each.key for each in named if each.key in self.mains}
        if len(after) == 1 and not before:
            return self.mains[after.pop()]
        over = [
            mention.key
            for heading in self.blocks
            if heading.kind == "heading" and heading.start <= block.start
            for mention in self.names.bodies(heading)
            if mention.key in self.mains
        ]
        last = next(
            (h for h in reversed(self.blocks) if h.kind == "heading" and h.start <= block.start), None
        )
        if last is not None and over and self.names.bodies(last):
            return self.mains[over[-1]] if len({m.key for m in self.names.bodies(last)}) == 1 else None
        return None

    def _is_peer(self, mention: Mention) -> bool:
        """Whether a mention is of a body like those inspected: a force named in a report on a CPS area is not."""
        kinds = {"force" if key.startswith("police-force/") else "area" for key in self.mains}
        return ("force" if mention.class_ == FORCE else "area") in kinds

    def label(self, concept: str) -> str:
        """A concept in words."""
        return self.schema.label(concept)
