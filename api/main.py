"""The application that a server imports: `api.main:app`, with the settings of the environment."""

import sys

from api.app import create_app
from api.process import die_with_the_parent
from api.settings import Settings

# Granian's own process may be killed: what serves for it, and all that runs below, must not stay behind.
die_with_the_parent()

# A thread that reads a long query gives way to the loop sooner than after the usual 5 ms.
sys.setswitchinterval(0.001)

app = create_app(Settings.from_environment())
