"""What stands behind `shots.py`: pictures of every page and dialog of the window.

`camera` waits for the worker and writes PNGs, `offices` makes the training offices and brings them
from one state to the next, `stage` holds the windows open.  `first_steps`, `commune`, `questions`
and `receiving` say which scenes there are; `programme` lists them all in their order.
"""
