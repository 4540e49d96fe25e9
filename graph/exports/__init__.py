"""The estate, whole or as it was on a day, as files that others can load, check and cite."""
