"""Imported by the process that forks the query processes, and by no other: it ends when the server does.

Without this it would wait for its children, and a child that is stopped would wait for ever.
"""

from api.process import die_with_the_parent

die_with_the_parent()
