"""Who speaks in a block: an inspector, or somebody whose words are no finding and no rating."""

from __future__ import annotations

import re

from graph.reader.blocks import Block
from graph.reader.proposals import Reading

SOMEBODY = "somebody else"
GOES_ON = 4
"""Over how many blocks a quotation may go on without its speaker being named anew."""

_QUOTED = re.compile(r'^\W*"')
_OTHERS_SAY = re.compile(
    r"\b(?:Chief +Crown +Prosecutor|Chief +Constable|Commissioner|spokes(?:man|woman|person)|Minister"
    r"|Secretary|Director +of +Public"
    r" +Prosecutions|Attorney +General|Solicitor +General|chair(?:man|woman)?)\b[^.\"]{0,90}?\b(?:said|says"
    r"|added|commented|welcomed)\b",
    re.I,
)


def speakers(reading: Reading, blocks: list[Block]) -> dict[int, str]:
    """By where a block with somebody's words begins: the person's key, SOMEBODY, or nothing if not told.

    Offices must have been proposed before. What the head of an inspected body says in answer is no finding.
    """
    told: dict[int, str] = {}
    speaker, last = "", -GOES_ON - 1
    for number, block in enumerate(blocks):
        if block.notes or block.kind in ("heading", "row", "footnote"):
            continue
        if spoken := _named(reading, block):
            speaker, last = spoken, number
        if _QUOTED.match(block.flat) or (spoken and '"' in block.flat[:400]):
            told[block.start] = speaker if speaker and number - last <= GOES_ON else ""
            last = number if told[block.start] else last
    return told


def _named(reading: Reading, block: Block) -> str:
    """Who is named as speaking in or after a block: an inspector whose office was proposed, or another."""
    claims = [each.claim for each in reading.proposals if block.start <= each.start < block.end]
    posts = {claim.subject: claim.value for claim in claims if claim.property == "cje:holdsPost"}
    held = next(((posts.get(c.subject, ""), c.value) for c in claims if c.property == "org:member"), None)
    if held is not None and "inspector" in held[0]:
        return held[1]
    return SOMEBODY if held is not None or _OTHERS_SAY.search(block.flat) else ""
