"""The application that a server imports: `api.main:app`, with the settings of the environment."""

from api.app import create_app
from api.process import die_with_the_parent
from api.settings import Settings

# Granian's own process may be killed: what serves for it, and all that runs below, must not stay behind.
die_with_the_parent()

app = create_app(Settings.from_environment())
