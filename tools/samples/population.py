# SPDX-License-Identifier: Apache-2.0
"""The people of each settlement in a cell of a grid, as raster files list them: middle of the cell, people."""
from samples.plane import COS_LAT, KM_PER_DEGREE

PER_DEGREE = 100  # cells
STEPS = 100_000  # a degree, of the places' positions: whole numbers know no rounding


def cell_of(at):
    """Middle of the cell that holds a place."""
    return tuple((round(v * STEPS) // (STEPS // PER_DEGREE) + 0.5) / PER_DEGREE for v in at)


def population_rows(dice, places):
    side_m = round(1000 * KM_PER_DEGREE / PER_DEGREE * COS_LAT ** 0.5)
    rows = {}
    for place in places:
        x, y = cell_of(place["at"])
        row = rows.setdefault((x, y), {"x": f"{x:.3f}", "y": f"{y:.3f}", "pessoas": 0, "ano": 2025, "fonte_populacao": "inventada",
                                       "proporcao_deslocados": f"{dice.between(0, 0.35):.2f}", "cell_m": side_m})
        row["pessoas"] += place["population"]
    return [rows[key] for key in sorted(rows, key=lambda k: (-k[1], k[0]))]
