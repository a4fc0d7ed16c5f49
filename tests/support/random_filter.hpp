// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/expression.hpp"
#include "geo/table/row.hpp"
#include "geo/table/schema.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace test_support {

/// Makes filters that have a meaning for a collection: every operator on everything that it can work on, with constants that are
/// values of `rows` or lie beside them, so that filters find some and not others. The same seed makes the same ones. Every one
/// passes cql2::check().
class RandomFilter {
 public:
  RandomFilter(std::uint64_t seed, const geo::Collection& collection, const std::vector<geo::Row>& rows);

  geo::Expression condition(int depth);

 private:
  using Kind = geo::Expression::Kind;
  enum class Sort { boolean, number, text, instant };

  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  std::string one_of(std::initializer_list<const char*> names) { return *(names.begin() + below(names.size())); }

  geo::Expression value(Sort sort, int depth);
  geo::Expression number(int depth);
  geo::Expression text(int depth);
  geo::Expression instant();
  geo::Expression instant_literal();
  geo::Expression pattern();
  geo::Expression interval();
  geo::Expression time();
  geo::Expression place();
  geo::Expression shape();
  geo::Expression list();
  geo::Expression comparison(int depth);
  /// A property of that sort; a literal where the collection has none.
  geo::Expression property(Sort sort);
  geo::Expression literal(Sort sort);

  const geo::Collection& m_collection;
  const std::vector<geo::Row>& m_rows;
  std::mt19937_64 m_random;
};

}  // namespace test_support
