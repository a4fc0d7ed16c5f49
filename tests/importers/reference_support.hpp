// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/reference/reference.hpp"

#include <memory>

namespace importers_tests {

/// A small country: province MZ01 Cabo Delgado, 38 to 41 E and 14 to 11 S, of four districts.
///
///     -11 +-----------------------------+
///         |        MZ0104 Mueda         |
///     -12 +---------+---------+---------+
///         | MZ0101  | MZ0102  | MZ0103  |
///         | Ancuabe | Balama  | Cidade  |
///         |         |         | de Pemba|
///     -14 +---------+---------+---------+
///        38        39        40        41
///
/// Ancuabe has two posts, north (MZ010101 Metoro) and south (MZ010102 Mesa) of 13 S. Settlements: "Nune" in Ancuabe, "Tchaa" in
/// Balama, "Assane" in both, "Mueda" (its seat), "Rio Branco" twice in Pemba but 1 km apart; their source has other P-codes:
/// MZ01007 for Ancuabe, MZ01008 for Balama, and MZ01009, "Pemba Velha", most of whose places lie in Mueda.
geo::Geometry box(double west, double south, double east, double north);
std::shared_ptr<const importers::Reference> test_reference();
std::vector<importers::AdminAreaRow> test_areas();
std::vector<importers::PlaceRow> test_places();

}  // namespace importers_tests
