// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/reference_support.hpp"

#include "geo/geometry/wkb.hpp"

namespace importers_tests {
namespace {

importers::PlaceRow place(const char* name, double lat, double lon, const char* district, const char* code, const char* alt_names = "") {
  importers::PlaceRow row;
  row.name = name;
  row.alt_names = alt_names;
  row.admin_names = {"", "Cabo Delgado", district, ""};
  row.admin_codes = {"", "MZ01", code, ""};
  row.at = {lon, lat};
  return row;
}

}  // namespace

geo::Geometry box(double west, double south, double east, double north) {
  return geo::from_polygons({{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}});
}

std::vector<importers::AdminAreaRow> test_areas() {
  return {{"MZ01", "Cabo Delgado", "", 1, {}, box(38, -14, 41, -11)},
          {"MZ0101", "Ancuabe", "", 2, {}, box(38, -14, 39, -12)},
          {"MZ0102", "Balama", "", {}, {}, box(39, -14, 40, -12)},
          {"MZ0103", "Cidade de Pemba", "Porto Amelia;Pampira", {}, {"", "MZ01"}, box(40, -14, 41, -12)},
          {"MZ0104", "Mueda", "", {}, {}, box(38, -12, 41, -11)},
          {"MZ010101", "Metoro", "", 3, {}, box(38, -13, 39, -12)},
          {"MZ010102", "Mesa", "", 3, {}, box(38, -14, 39, -13)}};
}

std::vector<importers::PlaceRow> test_places() {
  return {place("Nune", -12.5, 38.5, "Ancuabe", "MZ01007", "Nune Velho, Nunhe"),
          place("Assane", -13.5, 38.25, "Ancuabe", "MZ01007"),
          place("Tchaa", -12.75, 39.5, "Balama", "MZ01008"),
          place("Assane", -12.25, 39.75, "Balama", "MZ01008"),
          place("Mueda", -11.6, 39.5, "Mueda", "MZ0104"),
          place("Rio Branco", -13.0, 40.5, "Pemba Velha", "MZ01009"),
          place("Rio Branco", -13.009, 40.5, "Pemba Velha", "MZ01009"),
          place("Lilongo", -11.5, 40.0, "Pemba Velha", "MZ01009"),
          place("Litingo", -11.4, 40.1, "Pemba Velha", "MZ01009"),
          place("Litinge", -11.3, 40.2, "Pemba Velha", "MZ01009")};
}

std::shared_ptr<const importers::Reference> test_reference() {
  static const auto reference = std::make_shared<const importers::Reference>(test_areas(), test_places());
  return reference;
}

}  // namespace importers_tests
