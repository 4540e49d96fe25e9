"""The answers of the API as they are sent."""
