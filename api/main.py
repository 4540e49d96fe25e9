"""The application that a server imports: `api.main:app`, with the settings of the environment."""

from api.app import create_app
from api.settings import Settings

app = create_app(Settings.from_environment())
