// SPDX-License-Identifier: Apache-2.0
#include "tests/app/sample.hpp"

#include "tests/app/process.hpp"

#include <stdexcept>
#include <vector>

namespace app_test {
namespace {

void must(const std::string& store, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--store", store, "--quiet"});
  const Outcome outcome = bairro(arguments);
  if (outcome.exit_code != 0) { throw std::runtime_error("the sample does not load: " + outcome.out + outcome.err); }
}

/// As data-samples/load does it.
std::string load(const Folder& folder) {
  const std::string store = (folder / "sample.db").string();
  const std::string samples = "data-samples/";
  must(store, {"import", "admin_areas", samples + "districts.geojson"});
  must(store, {"area", "set", samples + "districts.geojson"});
  must(store, {"import", "settlements", samples + "settlements.csv"});
  must(store, {"import", "cscs", samples + "cscs.csv"});
  must(store, {"import", "catchments", samples + "catchments.geojson"});
  must(store, {"import", "sites", samples + "sites.csv"});
  must(store, {"import", "incidents", samples + "incidents.csv"});
  must(store, {"import", "population", samples + "population.csv"});
  must(store, {"import", "roads", samples + "roads.geojson"});
  return store;
}

}  // namespace

const std::string& sample_store() {
  static const Folder folder;
  static const std::string store = load(folder);
  return store;
}

}  // namespace app_test
