# SPDX-License-Identifier: Apache-2.0
"""Degrees to the metres of map grids, by the series of Krüger (1912) as EPSG guidance note 7-2 has them; tests hold them against PROJ."""
import math

A = 6378137.0
F = 1 / 298.257223563
K0 = 0.9996


def utm_south(latitude, longitude, zone):
    """Easting and northing on WGS 84, southern hemisphere; good to a millimetre within the zone."""
    n = F / (2 - F)
    radius = A / (1 + n) * (1 + n ** 2 / 4 + n ** 4 / 64)
    h = (n / 2 - 2 * n ** 2 / 3 + 5 * n ** 3 / 16, 13 * n ** 2 / 48 - 3 * n ** 3 / 5, 61 * n ** 3 / 240)
    e = math.sqrt(F * (2 - F))
    phi, lam = math.radians(latitude), math.radians(longitude - (zone * 6 - 183))
    q = math.asinh(math.tan(phi)) - e * math.atanh(e * math.sin(phi))
    beta = math.atan(math.sinh(q))
    eta0 = math.atanh(math.cos(beta) * math.sin(lam))
    xi0 = math.asin(math.sin(beta) * math.cosh(eta0))
    xi = xi0 + sum(c * math.sin(2 * (i + 1) * xi0) * math.cosh(2 * (i + 1) * eta0) for i, c in enumerate(h))
    eta = eta0 + sum(c * math.cos(2 * (i + 1) * xi0) * math.sinh(2 * (i + 1) * eta0) for i, c in enumerate(h))
    return 500000 + K0 * radius * eta, 10000000 + K0 * radius * xi


def web_mercator(latitude, longitude):
    return A * math.radians(longitude), A * math.asinh(math.tan(math.radians(latitude)))


def degrees_minutes_seconds(value, letters):
    """letters: for positive and negative."""
    size = abs(value)
    seconds = round(size * 3600, 2)
    return f"{int(seconds // 3600)}°{int(seconds % 3600 // 60):02}'{seconds % 60:05.2f}\"{letters[value < 0]}"
