// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "geo/table/query.hpp"
#include "geo/table/role.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace store_test {

/// A file as importers hand it to a store.
struct File {
  geo::BatchInfo info;
  std::vector<geo::StagedRow> rows;
  std::vector<geo::RejectedRow> rejected;
  std::string report;
};

/// Makes rows, files, edits and questions that are small and mean: from few values, so that keys, times, places and texts
/// meet; nulls everywhere; the ends of every range. The same seed makes the same things.
class RandomStore {
 public:
  explicit RandomStore(std::uint64_t seed) : m_random(seed) {}

  /// 0..n-1.
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[below(items.size())];
  }

  geo::Value value(const geo::Field& field);
  geo::Geometry geometry(geo::GeometryType type);
  geo::Row row(const geo::Collection& collection);

  File file(const geo::Collection& collection);
  /// The same file with some rows changed, gone, repeated or in another order.
  File corrected(const geo::Collection& collection, File file);

  geo::Edit edit(const geo::Collection& collection, geo::Fid largest_fid);
  geo::Field field();
  geo::Filter filter();
  /// With a condition on its fields now and then.
  geo::Filter filter(const geo::Collection& schema);
  geo::Query query(const geo::Collection& schema, geo::Fid largest_fid);
  geo::Role role();

  /// Collections as an administrator might add them: one of every kind of geometry, with a time that visitors do not see.
  static std::vector<geo::Collection> extra_collections();

 private:
  std::int64_t whole();
  std::int64_t day();
  std::int64_t instant();
  double degrees(double limit);
  geo::LonLat place();
  geo::Geometry area();
  geo::Geometry line();
  geo::StagedRow staged(const geo::Collection& collection, int keyed_percent);
  geo::RejectedRow rejected(std::int64_t line, int keyed_percent);

  std::mt19937_64 m_random;
};

}  // namespace store_test
