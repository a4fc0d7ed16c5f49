# SPDX-License-Identifier: Apache-2.0
"""Plane geometry. Points are (longitude, latitude) in degrees, or (east, north) in km where a name ends in _km."""
import math

KM_PER_DEGREE = 111.32
COS_LAT = math.cos(math.radians(12.4))  # of the province's middle: good to 0.7 % here, enough for invented places


def to_km(p):
    return p[0] * COS_LAT * KM_PER_DEGREE, p[1] * KM_PER_DEGREE


def to_degrees(p_km):
    return round(p_km[0] / COS_LAT / KM_PER_DEGREE, 5), round(p_km[1] / KM_PER_DEGREE, 5)


def moved(p, east_km, north_km):
    x, y = to_km(p)
    return to_degrees((x + east_km, y + north_km))


def distance_km(p, q):
    (x, y), (u, v) = to_km(p), to_km(q)
    return math.hypot(x - u, y - v)


def contains(ring, p):
    """Is p inside the ring (even-odd rule)? The ring need not repeat its first point."""
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > p[1]) != (by > p[1]) and p[0] < (bx - ax) * (p[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def area_km2(ring):
    pairs = [(to_km(a), to_km(b)) for a, b in zip(ring, ring[1:] + ring[:1])]
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def clipped(ring_km, a, b, c):
    """What of the ring lies where a x + b y <= c (Sutherland and Hodgman 1974)."""
    out = []
    for p, q in zip(ring_km[-1:] + ring_km[:-1], ring_km):
        at_p, at_q = (a * s[0] + b * s[1] - c for s in (p, q))
        if (at_p <= 0) != (at_q <= 0):
            t = at_p / (at_p - at_q)
            out.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        if at_q <= 0:
            out.append(q)
    return out


def anywhere_in(dice, ring):
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    while True:
        p = (round(dice.between(west, east), 5), round(dice.between(south, north), 5))
        if contains(ring, p):
            return p
