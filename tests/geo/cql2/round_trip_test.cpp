// SPDX-License-Identifier: Apache-2.0
// Trees made by chance are read back as they were from both forms.
#include "geo/base/error.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <random>

namespace {

using geo::Expression;
using Kind = Expression::Kind;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : m_random(seed) {}

  Expression condition(int depth) {
    switch (depth <= 0 ? 9 : below(9)) {
      case 0: return many(below(2) == 0 ? "and" : "or", depth);
      case 1: return call("not", {condition(depth - 1)});
      case 2: return call("isNull", {scalar(depth - 1)});
      case 3: return call("like", {scalar(depth - 1), text()});
      case 4: return call("between", {scalar(depth - 1), scalar(depth - 1), scalar(depth - 1)});
      case 5: return call("in", {scalar(depth - 1), array(depth - 1)});
      case 6: return call(pick<std::string>({"s_intersects", "s_disjoint", "s_crosses"}), {property(), shape()});
      case 7: return call(pick<std::string>({"t_after", "t_finishedBy", "t_metBy"}), {interval(), interval()});
      case 8: return call(pick<std::string>({"a_equals", "a_containedBy"}), {property(), array(depth - 1)});
      default: return call(pick<std::string>({"=", "<>", "<", ">", "<=", ">="}), {scalar(depth - 1), scalar(depth - 1)});
    }
  }

 private:
  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random); }
  template <class T>
  T pick(std::vector<T> from) {
    return from[below(from.size())];
  }
  static Expression call(std::string name, std::vector<Expression> arguments) {
    Expression e;
    e.kind = Kind::call;
    e.name = std::move(name);
    e.arguments = std::move(arguments);
    return e;
  }
  static Expression literal(Kind kind, geo::Value value) {
    Expression e;
    e.kind = kind;
    e.value = std::move(value);
    return e;
  }
  Expression many(const std::string& name, int depth) {
    std::vector<Expression> arguments;
    for (std::size_t i = 0; i < 2 + below(3); ++i) { arguments.push_back(condition(depth - 1)); }
    if (arguments.size() < 2) { arguments.push_back(condition(0)); }
    return call(name, std::move(arguments));
  }
  Expression scalar(int depth) {
    switch (depth <= 0 ? 3 + below(6) : below(9)) {
      case 0:
      case 1: return call(pick<std::string>({"+", "-", "*", "/", "%", "^", "div"}), {scalar(depth - 1), scalar(depth - 1)});
      case 2: return call(pick<std::string>({"casei", "accenti"}), {scalar(depth - 1)});
      case 3: return literal(Kind::number, static_cast<std::int64_t>(m_random()));
      case 4: return literal(Kind::number, real());
      case 5: return text();
      case 6: return literal(Kind::boolean, below(2) == 0);
      case 7: return below(2) == 0 ? date() : time();
      default: return property();
    }
  }
  double real() {
    // Zero has one sign in text.
    for (double value = 0;;) {
      value = below(3) == 0 ? static_cast<double>(static_cast<std::int64_t>(below(2000)) - 1000) : std::bit_cast<double>(m_random());
      if (std::isfinite(value) && !(value == 0 && std::signbit(value))) { return value; }
    }
  }
  Expression text() {
    static const std::vector<std::string> pieces{"'", "\"", "%", "_", "\\", "ção", "x", " ", "\n", "OR", "--", "(", "{\"op\"", "😀"};
    std::string all;
    for (std::size_t i = below(6); i > 0; --i) { all += pick(pieces); }
    return literal(Kind::text, all);
  }
  Expression property() {
    Expression e;
    e.kind = Kind::property;
    e.name = pick<std::string>({"category", "and", "o \"meio\"", "data.início", "point", "1", "'"});
    return e;
  }
  Expression date() { return literal(Kind::date, static_cast<std::int64_t>(below(60'000)) - 30'000); }
  Expression time() { return literal(Kind::timestamp, static_cast<std::int64_t>(below(4'000'000'000'000)) - 2'000'000'000'000); }
  Expression array(int depth) {
    Expression e;
    e.kind = Kind::array;
    for (std::size_t i = below(4); i > 0; --i) { e.arguments.push_back(scalar(depth - 1)); }
    return e;
  }
  Expression interval_end() {
    switch (below(4)) {
      case 0: return date();
      case 1: return time();
      case 2: return property();
      default: return literal(Kind::open, {});
    }
  }
  Expression interval() { return call("interval", {interval_end(), interval_end()}); }

  geo::LonLat place() { return {real(), real()}; }
  void ring(geo::WkbBuilder& wkb) {
    wkb.begin_ring();
    const geo::LonLat first = place();
    wkb.vertex(first);
    for (std::size_t i = 2 + below(4); i > 0; --i) { wkb.vertex(place()); }
    wkb.vertex(first);
    wkb.end_ring();
  }
  void simple(geo::WkbBuilder& wkb, geo::WkbType type) {
    wkb.begin(type);
    if (type == geo::WkbType::point) { wkb.vertex(place()); }
    if (type == geo::WkbType::line) {
      for (std::size_t i = 2 + below(3); i > 0; --i) { wkb.vertex(place()); }
    }
    if (type == geo::WkbType::polygon) {
      for (std::size_t i = 1 + below(3); i > 0; --i) { ring(wkb); }
    }
    wkb.end();
  }
  Expression shape() {
    using enum geo::WkbType;
    geo::WkbBuilder wkb;
    const std::array<geo::WkbType, 3> simple_types{point, line, polygon};
    const std::array<geo::WkbType, 3> multi_types{multi_point, multi_line, multi_polygon};
    const std::size_t kind = below(3);
    switch (below(3)) {
      case 0: simple(wkb, simple_types.at(kind)); break;
      case 1:
        wkb.begin(multi_types.at(kind));
        for (std::size_t i = 1 + below(3); i > 0; --i) { simple(wkb, simple_types.at(kind)); }
        wkb.end();
        break;
      default:
        wkb.begin(collection);
        for (std::size_t i = 1 + below(3); i > 0; --i) { simple(wkb, simple_types.at(below(3))); }
        wkb.end();
    }
    return literal(Kind::geometry, wkb.bytes());
  }

  std::mt19937_64 m_random;
};

TEST(Cql2RoundTrip, TreesByChanceComeBackFromTextAndFromJson) {
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    const Expression tree = Maker(seed).condition(static_cast<int>(seed % 6));
    const std::string text = geo::cql2::to_text(tree);
    SCOPED_TRACE(text);
    ASSERT_EQ(geo::cql2::parse_text(text), tree) << "seed " << seed << "\n" << text;
    const std::string json = geo::cql2::to_json(tree);
    SCOPED_TRACE(json);
    ASSERT_EQ(geo::cql2::parse_json(json), tree) << "seed " << seed << "\n" << json;
  }
}

/// A text with some bytes changed is read or refused; sanitizers look on.
TEST(Cql2RoundTrip, BrokenTextEndsAsARefusal) {
  std::mt19937_64 random(7);
  std::size_t refused = 0;
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    const Expression tree = Maker(seed).condition(3);
    for (const bool json : {false, true}) {
      std::string text = json ? geo::cql2::to_json(tree) : geo::cql2::to_text(tree);
      for (int i = 0; i < 3; ++i) {
        const std::size_t at = random() % text.size();
        random() % 2 == 0 ? text.erase(at, 1 + random() % 4) : text.insert(at, 1, "'\"(){}[],:.0eE-+=<>"[random() % 19]);
        if (text.empty()) { text = " "; }
      }
      try {
        json ? geo::cql2::parse_json(text) : geo::cql2::parse_text(text);
      } catch (const geo::Error& error) {
        ++refused;
        ASSERT_TRUE(error.problem() == geo::Problem::usage || error.problem() == geo::Problem::too_large) << text;
      }
    }
  }
  EXPECT_GT(refused, 5000U);
}

}  // namespace
