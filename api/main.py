"""The application that a server imports: `api.main:app`, with the settings of the environment."""

import sys

from api.nursery import first
from api.process import die_with_the_parent
from api.settings import Settings

# Granian's own process may be killed: what serves for it, and all that runs below, must not stay behind.
die_with_the_parent()

# A thread that reads a long query gives way to the loop sooner than after the usual 5 ms.
sys.setswitchinterval(0.001)

settings = Settings.from_environment()

# What forks the query processes gets ready beside this process, which has the rest to import.
nursery = first(settings)
nursery.ensure_running()

from api.app import create_app  # noqa: E402

app = create_app(settings, nursery)
