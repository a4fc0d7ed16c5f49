# SPDX-License-Identifier: Apache-2.0
"""The 17 districts: real names, P-codes and seats; cells of our own."""
from samples.files import geojson
from samples.plane import clipped, to_degrees, to_km

# P-code, name, its spelling without accents, seat (latitude, longitude), population of the seat (invented, plausible), and the weight
# of its cell in km²: the larger, the farther its border from the seat. The weights were fitted once so that the cells' surfaces come
# close to the districts' published ones.
DISTRICTS = [
    ("MZ0101", "Ancuabe", "Ancuabe", "Ancuabe", -12.97, 39.86, 16000, -100),
    ("MZ0102", "Balama", "Balama", "Balama", -13.35, 38.57, 18000, 3040),
    ("MZ0103", "Chiúre", "Chiure", "Chiúre", -13.41, 39.84, 52000, 340),
    ("MZ0104", "Cidade de Pemba", "Cidade De Pemba", "Pemba", -12.97, 40.52, 190000, -2480),
    ("MZ0105", "Ibo", "Ibo", "Ibo", -12.34, 40.59, 5000, None),
    ("MZ0106", "Macomia", "Macomia", "Macomia", -12.25, 40.13, 21000, -330),
    ("MZ0107", "Mecúfi", "Mecufi", "Mecúfi", -13.29, 40.56, 11000, -1790),
    ("MZ0108", "Meluco", "Meluco", "Meluco", -12.53, 39.65, 6000, 80),
    ("MZ0109", "Metuge", "Metuge", "Metuge", -12.95, 40.36, 24000, -2420),
    ("MZ0110", "Mocímboa da Praia", "Mocimboa Da Praia", "Mocímboa da Praia", -11.35, 40.35, 46000, -510),
    ("MZ0111", "Montepuez", "Montepuez", "Montepuez", -13.13, 39.00, 88000, 4420),
    ("MZ0112", "Mueda", "Mueda", "Mueda", -11.67, 39.56, 39000, -1440),
    ("MZ0113", "Muidumbe", "Muidumbe", "Namacande", -11.82, 39.82, 12000, -1550),
    ("MZ0114", "Namuno", "Namuno", "Namuno", -13.62, 38.81, 15000, 3380),
    ("MZ0115", "Nangade", "Nangade", "Nangade", -11.07, 39.68, 13000, -1710),
    ("MZ0116", "Palma", "Palma", "Palma", -10.77, 40.47, 26000, 1410),
    ("MZ0118", "Quissanga", "Quissanga", "Quissanga", -12.42, 40.48, 8000, -350),
]
# Drawn by hand, few corners, on the landward side of the coast; longitude, latitude.
MAINLAND = [(40.42, -10.50), (40.60, -10.69), (40.50, -10.85), (40.46, -11.20), (40.40, -11.45), (40.48, -11.80), (40.50, -12.20),
            (40.53, -12.55), (40.58, -12.95), (40.60, -13.30), (40.52, -13.50), (40.10, -13.66), (39.55, -13.98), (38.95, -14.02),
            (38.45, -13.95), (38.12, -13.45), (38.05, -12.90), (38.25, -12.30), (38.30, -11.85), (38.55, -11.42), (39.25, -11.15),
            (39.80, -10.88)]
ISLANDS = [(40.565, -12.18), (40.64, -12.20), (40.66, -12.36), (40.65, -12.50), (40.58, -12.48), (40.555, -12.34)]


def district_cells():
    """P-code -> ring: the power diagram of the mainland seats (Aurenhammer 1987), and the islands."""
    seats = [(d[0], to_km((d[5], d[4])), d[7]) for d in DISTRICTS]
    cells = {}
    for code, (x, y), weight in seats:
        if weight is None:
            cells[code] = ISLANDS
            continue
        ring_km = [to_km(p) for p in MAINLAND]
        for other, (u, v), other_weight in seats:
            if other != code and other_weight is not None:
                ring_km = clipped(ring_km, 2 * (u - x), 2 * (v - y), u * u + v * v - x * x - y * y + weight - other_weight)
        cells[code] = [to_degrees(p) for p in ring_km]
    return cells


def district_file(cells):
    note = "célula aproximada, desenho próprio; não é o limite oficial"
    features = []
    for code, name, plain, *_ in DISTRICTS:
        features.append((cells[code], {"pcode": code, "name": name, "alt_names": plain, "level": 2, "parent_pcode": "MZ01",
                                       "admin1_pcode": "MZ01", "cod_version": note, "approximate": True}))
    return geojson("districts", features)
