"""SVG written with every text escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def tag(name: str, *content: str | Markup, **attributes: object) -> Markup:
    """An element; an attribute that is None is left out, `class_` is class and `_` in a name is `-`.

    >>> tag("text", "A & B", x=1, class_="label", text_anchor="end")
    Markup('<text x="1" class="label" text-anchor="end">A &amp; B</text>')
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(content)
    return Markup(f"<{name}{given}>{inside}</{name}>") if inside else Markup(f"<{name}{given}/>")  # noqa: S704


def picture(
    parts: Iterable[Markup], width: float, height: float, title: str, description: str = "", class_: str = ""
) -> Markup:
    """A whole picture, named for who cannot see it; one with links in it is a group of them."""
    parts = list(parts)
    named = [tag("title", title)] + ([tag("desc", description)] if description else [])
    return tag(
        "svg",
        *named,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        # Text is escaped, so that this can only be an element.
        role="group" if any("<a " in part for part in parts) else "img",
        aria_label=title,
        class_=class_ or None,
    )


def linked(key: str, href: str, *content: Markup) -> Markup:
    """Content that leads to a page, if there is a key."""
    return tag("a", *content, href=href) if key else Markup("").join(content)


def _number(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
