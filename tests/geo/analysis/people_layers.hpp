// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/geo/analysis/data.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace analysis_test {

/// A view of a layer of areas, "bairros", that counts its people as an administrator's own file would: in a column `population`.
inline std::shared_ptr<const geo::View> people_by_area(const std::vector<std::pair<geo::Geometry, std::int64_t>>& areas) {
  const auto store = memory_store();
  geo::Collection layer;
  layer.id = "bairros";
  layer.title = {"Neighbourhoods", "Bairros"};
  layer.geometry = geo::GeometryType::polygon;
  geo::Field people;
  people.name = "population";
  people.type = geo::FieldType::integer;
  people.title = {"Population", "População"};
  layer.fields = {people};
  store->add_collection(layer);
  std::vector<geo::Row> rows;
  const geo::Catalog catalog = store->catalog();
  const geo::Collection& kept = *catalog.collection("bairros");  // with the fields that every collection has
  for (const auto& [area, number] : areas) {
    geo::Row r{area, std::vector<geo::Value>(kept.fields.size())};
    r.values[static_cast<std::size_t>(kept.index_of("population"))] = number;
    rows.push_back(std::move(r));
  }
  add(*store, "bairros", rows);
  return store->view("bairros", geo::role_named("programme"));
}

}  // namespace analysis_test
