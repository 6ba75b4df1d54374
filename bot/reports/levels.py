"""How the four levels of a door look in maps and matrices.

From dark to light, nearest first: the order is seen without colour too, in print and by the colour-blind. The blue to
green-yellow ramp keeps a lightness step of at least 15 (CIELAB) between neighbours for all three kinds of dichromacy.
"""

from knowledge import Level

COLOURS = {Level.OWN: "#123a6b", Level.SHARED: "#2a7f9e", Level.REGION: "#86c5a4", Level.NATION: "#ece9df"}
INK = {Level.OWN: "#ffffff", Level.SHARED: "#ffffff", Level.REGION: "#10241a", Level.NATION: "#5c594f"}
"""The colour of a letter on each."""

SIGNS = {Level.OWN: "●", Level.SHARED: "◐", Level.REGION: "○", Level.NATION: "·"}
"""What stands for each in a terminal."""
