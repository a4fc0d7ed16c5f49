// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

#include <random>
#include <string>
#include <vector>

namespace api_tests {

/// Every mix of what decides who sees a row: level 0 to 3, or none; district MZ0102, MZ0108, or none; a protected class or another.
struct Kind {
  int level;  ///< 4: none is said; the store then takes the default of the collection
  std::string district;
  std::string category;
};
std::vector<Kind> kinds(bool has_category);

/// Collections that the tests fill, all of built-in schema.
inline const std::vector<std::string> filled{"incidents", "issues", "sites", "cscs", "dialogues", "trainings", "settlements"};

/// `rounds` rows of each kind in each of them, at random places and times around Pemba, with texts in their hidden fields.
void fill(store::Store& store, int rounds, std::uint64_t seed = 1);

/// Results of analyses: "r-programme" over incidents, "r-police" over sites, "r-pemba" by a programme bound to MZ0102, "r-open".
void add_results(store::Store& store);

}  // namespace api_tests
