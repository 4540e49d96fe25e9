"""A reading as JSON, as Turtle, or as rows of the claim tables for a curator to review."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from graph.claims import CLAIM_COLUMNS
from graph.namespaces import Names
from graph.nquads import Terms, literal
from graph.reader.proposals import Proposal, Reading
from graph.schema import load_schema
from graph.store import to_turtle

_OA = "http://www.w3.org/ns/oa#"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def as_json(reading: Reading) -> str:
    """Everything, with the text that spans count in; offsets are characters from 0, the end not included."""
    told = {
        "document": reading.document.name,
        "form": reading.document.form,
        "source": reading.source,
        "silence": reading.silence,
        "proposals": [_proposal(each) for each in reading.proposals],
        "unlinked": [
            {
                "kind": each.kind,
                "start": each.start,
                "end": each.end,
                "quote": each.text,
                "reason": each.reason,
            }
            for each in reading.unlinked
        ],
        "text": reading.document.text,
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _proposal(proposal: Proposal) -> dict[str, object]:
    claim = proposal.claim
    return {
        "subject": claim.subject,
        "property": claim.property,
        "value": claim.value,
        "lang": claim.lang,
        "from": claim.start,
        "until": claim.until,
        "locator": claim.locator,
        "start": proposal.start,
        "end": proposal.end,
        "quote": proposal.quote,
        "confidence": proposal.confidence,
        "note": claim.note,
    }


def as_claims(reading: Reading) -> str:
    """Rows of a claim table, all of status `proposed`; the note gives confidence, span and words."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CLAIM_COLUMNS)
    for each in reading.proposals:
        claim = each.claim
        words = " ".join(each.quote.split())
        shown = words if len(words) <= 160 else f"{words[:157]}..."
        evidence = (
            f"read with confidence {each.confidence:.2f} from characters {each.start} to {each.end}: {shown}"
        )
        note = f"{claim.note}; {evidence}" if claim.note else evidence
        row = (
            claim.subject,
            claim.property,
            claim.value,
            claim.lang,
            claim.start,
            claim.until,
            claim.source,
            claim.locator,
            claim.status,
            note,
        )
        writer.writerow(row)
    return out.getvalue()


def as_turtle(reading: Reading, names: Names) -> bytes:
    """Proposed claims, each with a Web Annotation that holds its confidence and the words it rests on."""
    return to_turtle(set(_triples(reading, Terms(names, load_schema()))), names)


def _triples(reading: Reading, terms: Terms) -> Iterator[str]:
    edtf = f"{terms.names.prefixes['edtf']}EDTF"
    a = terms.term("rdf:type")
    for each in reading.proposals:
        claim = each.claim
        me, note = terms.thing(claim.key), terms.thing(f"{claim.key}/evidence")
        yield f"{me} {a} {terms.term('cje:Claim')}"
        yield f"{me} {terms.term('rdf:subject')} {terms.thing(claim.subject)}"
        yield f"{me} {terms.term('rdf:predicate')} {terms.term(claim.property)}"
        yield f"{me} {terms.term('rdf:object')} {terms.value(claim)}"
        yield f"{me} {terms.term('prov:wasDerivedFrom')} {terms.thing(f'source/{claim.source}')}"
        yield f"{me} {terms.term('cje:locator')} {literal(claim.locator)}"
        yield f"{me} {terms.term('cje:status')} {terms.term('cjev:status-proposed')}"
        if claim.start:
            yield f"{me} {terms.term('cje:from')} {literal(claim.start, datatype=edtf)}"
        if claim.note:
            yield f"{me} {terms.term('rdfs:comment')} {literal(claim.note, lang='en')}"
        yield f"{note} {a} <{_OA}Annotation>"
        yield f"{note} <{_OA}hasBody> {me}"
        sure = literal(f"{each.confidence:.2f}", datatype=f"{_XSD}decimal")
        yield f"{note} {terms.term('rdf:value')} {sure}"
        target, place, words = (
            terms.thing(f"{claim.key}/{part}") for part in ("target", "position", "quote")
        )
        yield f"{note} <{_OA}hasTarget> {target}"
        yield f"{target} <{_OA}hasSource> {terms.thing(f'source/{claim.source}')}"
        yield f"{target} <{_OA}hasSelector> {place}"
        yield f"{target} <{_OA}hasSelector> {words}"
        yield f"{place} {a} <{_OA}TextPositionSelector>"
        yield f"{place} <{_OA}start> {literal(str(each.start), datatype=f'{_XSD}nonNegativeInteger')}"
        yield f"{place} <{_OA}end> {literal(str(each.end), datatype=f'{_XSD}nonNegativeInteger')}"
        yield f"{words} {a} <{_OA}TextQuoteSelector>"
        yield f"{words} <{_OA}exact> {literal(each.quote)}"
