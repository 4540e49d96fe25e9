"""What a server is told when it starts: read once at the edge, passed in, never changed."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.release import DEFAULT

VARIABLE = "ESTATE_SERVE"
"""The environment variable by which the command hands its settings to the server's process."""


class Settings(BaseModel):
    """The settings of a server; sizes are in bytes and times in seconds."""

    model_config = ConfigDict(frozen=True)

    release: Path | None = Field(default=None, description="The release that is served; it may be a link.")
    data: tuple[Path, ...] = Field(default=(), description="RDF files that are served in place of a release.")
    endpoint: str = Field(default="", description="The SPARQL endpoint of the store that is asked instead.")
    workers: int = Field(default_factory=lambda: 8 * (os.cpu_count() or 1), ge=2, le=256)
    spare: int = Field(default=4, ge=1, description="How many query processes wait for the next query.")
    deadline: float = Field(default=10.0, gt=0, le=3600)
    memory: int = Field(default=1 << 30, ge=1 << 27, description="The address space of a query process.")
    result: int = Field(default=64 << 20, ge=1 << 10, description="The largest answer.")
    body: int = Field(default=1 << 20, ge=1 << 10, description="The largest request.")
    batch: int = Field(default=8 << 20, ge=1 << 10, description="The largest batch of names to reconcile.")
    patience: float = Field(default=20.0, gt=0, description="Seconds for a body, or for a part of an answer.")
    sending: int = Field(
        default=256 << 20, ge=1 << 20, description="How much of large answers may wait for their readers."
    )
    hold: bool = Field(
        default=True, description="Whether what is served is read into memory after the start."
    )
    queue: int = Field(default=64, ge=1, description="How many queries may wait.")
    cache: int = Field(default=64 << 20, ge=0, description="How much of ready answers is kept.")

    @property
    def holds(self) -> bool:
        """Whether what is served is read into memory: what another store holds never is."""
        return self.hold and not self.endpoint

    @model_validator(mode="before")
    @classmethod
    def _with_a_release(cls, told: dict[str, object]) -> dict[str, object]:
        """With nothing said of what is served: the release at $ESTATE_RELEASE, else at `build/release`."""
        if not (told.get("release") or told.get("data") or told.get("endpoint")):
            told = told | {"release": Path.cwd() / os.environ.get("ESTATE_RELEASE", DEFAULT)}
        return told

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings that the command left in the environment; the defaults if it left none."""
        text = os.environ.get(VARIABLE)
        return cls.model_validate_json(text) if text else cls()
