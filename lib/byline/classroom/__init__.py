"""The teacher's side: a class, what it is given, what comes back, how it went, and what goes into a gradebook.

Nothing here reaches a network, and no lesson needs any of it. All that is known of a class lies in its own folder,
`classes/9B/`, which git ignores.
"""
