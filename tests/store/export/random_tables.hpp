// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/memory/memory_store.hpp"
#include "tests/store/random_store.hpp"

#include <functional>
#include <memory>

namespace store_test {

/// Views of collections with random schemas — any kind of geometry, any types of fields, none, dozens — and random rows in them: nulls,
/// the ends of every range, text in every script, as a random role sees them.
class RandomTables {
 public:
  explicit RandomTables(std::uint64_t seed) : m_random(seed), m_store("random", [] { return geo::TimeMs{1'700'000'000'000}; }) {}

  std::shared_ptr<const geo::View> next();
  RandomStore& random() { return m_random; }

 private:
  geo::Collection collection();

  RandomStore m_random;
  store::MemoryStore m_store;
  int m_count = 0;
};

/// Every row that the view shows and the filter matches, by fid.
std::vector<geo::Feature> all_features(const geo::View& view, const geo::Filter& filter);

}  // namespace store_test
