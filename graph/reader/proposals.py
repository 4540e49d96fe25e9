"""What a text is read to say: proposed claims, each with the words that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.claims import Claim
from graph.reader.blocks import Block
from graph.reader.documents import Document

SERVICE = "prosecution-service/cps"
NEW = "not in the registry: to be minted, or to be told apart from what is there"

REWORD = "the words of the text, to be put in one's own"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a curator may accept, and the span of the text that it rests on."""

    claim: Claim
    start: int
    end: int
    quote: str
    """The text from `start` to `end`."""
    confidence: float
    """From 0 to 1: how surely the words say so, as the rules judge it."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """What the text names and no key, concept or inspection could be found for."""

    kind: str
    text: str
    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Reading:
    """All that was read of a document. Nothing of it enters the graph by itself."""

    document: Document
    source: str
    proposals: list[Proposal] = field(default_factory=list)
    unlinked: list[Unlinked] = field(default_factory=list)
    silence: str = ""
    """Why nothing is proposed; empty if something is."""
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def propose(
        self,
        subject: str,
        property_: str,
        value: str,
        block: Block,
        span: tuple[int, int],
        confidence: float = 0.9,
        *,
        note: str = "",
        lang: str = "",
        start: str = "",
    ) -> None:
        """Add a claim that rests on a span within a block; the same claim is not added again."""
        if not subject or not value or (subject, property_, value) in self._seen:
            return
        self._seen.add((subject, property_, value))
        begin, end = _trimmed(self.document.text, *span)
        claim = Claim(
            subject, property_, value, lang, start, "", self.source, block.locator, "proposed", note
        )
        quote = self.document.text[begin:end]
        self.proposals.append(Proposal(claim, begin, end, quote, round(confidence, 2)))

    def value(self, subject: str, property_: str) -> str:
        """What has been proposed first of a thing under a property; empty for nothing."""
        found = (each.claim for each in self.proposals if each.claim.subject == subject)
        return next((claim.value for claim in found if claim.property == property_), "")

    def miss(self, kind: str, span: tuple[int, int], reason: str) -> None:
        """Note what could not be linked; once for each wording."""
        begin, end = _trimmed(self.document.text, *span)
        text = self.document.text[begin:end]
        if all((each.kind, each.text) != (kind, text) for each in self.unlinked):
            self.unlinked.append(Unlinked(kind, text, begin, end, reason))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without space or marks of emphasis at its ends."""
    while start < end and text[start] in " \t\r\n*_":
        start += 1
    while end > start and text[end - 1] in " \t\r\n*_":
        end -= 1
    return start, end
