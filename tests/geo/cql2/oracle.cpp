// SPDX-License-Identifier: Apache-2.0
#include "tests/geo/cql2/oracle.hpp"

#include "geo/base/time.hpp"
#include "geo/base/utf8.hpp"
#include "geo/cql2/check.hpp"
#include "geo/geometry/wkb.hpp"

#include <geos_c.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <stdexcept>

namespace cql2_test {
namespace {

using geo::Expression;
using Kind = Expression::Kind;

/// First and last millisecond of something that is known as precisely as that; an open end is as far as numbers go. A date is a whole day.
struct Moment {
  geo::TimeMs first = 0;
  geo::TimeMs last = 0;
  /// Only what is wholly earlier is less; what shares a millisecond is the same.
  [[nodiscard]] int compared_with(const Moment& other) const { return last < other.first ? -1 : first > other.last ? 1 : 0; }
};
struct Period {
  Moment from;
  Moment to;
};

struct Shape {
  std::string wkb;
};

struct Datum;
using List = std::vector<Datum>;
/// No alternative but the first: nothing is known.
struct Datum {
  std::variant<std::monostate, bool, long double, std::string, Period, Shape, std::shared_ptr<List>> is;
  [[nodiscard]] bool unknown() const { return is.index() == 0; }
};

Truth truth(bool yes) { return yes ? Truth::yes : Truth::no; }
Truth negated(Truth t) { return t == Truth::unknown ? t : truth(t == Truth::no); }

constexpr geo::TimeMs day_ms = 86'400'000;
Period at(Moment m) { return {m, m}; }
Period whole_day(std::int64_t day) { return at({day * day_ms, day * day_ms + day_ms - 1}); }
Period moment(std::int64_t ms) { return at({ms, ms}); }
Period open_begin() { return at({INT64_MIN, INT64_MIN}); }
Period open_end() { return at({INT64_MAX, INT64_MAX}); }

std::string mapped(const std::string& text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &out,
                                 static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(out, &std::free);
  if (size < 0) { throw std::logic_error("text is not UTF-8"); }
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

/// '%' any characters, '_' one, '\' before either of them or itself.
bool like(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) { return text.empty(); }
  if (pattern.front() == '%') {
    for (std::size_t skip = 0; skip <= text.size(); ++skip) {
      if (like(text.substr(skip), pattern.substr(1))) { return true; }
    }
    return false;
  }
  if (pattern.front() == '_') { return !text.empty() && like(text.substr(geo::decode_utf8(text).length), pattern.substr(1)); }
  if (pattern.front() == '\\' && pattern.size() > 1) { pattern.remove_prefix(1); }
  return !text.empty() && text.front() == pattern.front() && like(text.substr(1), pattern.substr(1));
}

class Geos {
 public:
  Geos() : m_handle(GEOS_init_r()) {}
  ~Geos() { GEOS_finish_r(m_handle); }
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  /// Unknown for what GEOS refuses to compare.
  Truth test(std::string_view op, const Shape& a, const Shape& b) {
    const Owned x = read(a);
    const Owned y = read(b);
    const char answer = ask(op, x.get(), y.get());
    return answer == 2 ? Truth::unknown : truth(answer == 1);
  }

 private:
  struct Free {
    GEOSContextHandle_t handle;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(handle, g); }
  };
  using Owned = std::unique_ptr<GEOSGeometry, Free>;
  Owned read(const Shape& shape) {
    GEOSWKBReader* reader = GEOSWKBReader_create_r(m_handle);
    Owned g(GEOSWKBReader_read_r(m_handle, reader, reinterpret_cast<const unsigned char*>(shape.wkb.data()), shape.wkb.size()),
            Free{m_handle});
    GEOSWKBReader_destroy_r(m_handle, reader);
    return g;
  }
  char ask(std::string_view op, const GEOSGeometry* x, const GEOSGeometry* y) {
    if (op == "s_intersects") { return GEOSIntersects_r(m_handle, x, y); }
    if (op == "s_disjoint") { return GEOSDisjoint_r(m_handle, x, y); }
    if (op == "s_equals") { return GEOSEquals_r(m_handle, x, y); }
    if (op == "s_touches") { return GEOSTouches_r(m_handle, x, y); }
    if (op == "s_within") { return GEOSWithin_r(m_handle, x, y); }
    if (op == "s_contains") { return GEOSContains_r(m_handle, x, y); }
    if (op == "s_overlaps") { return GEOSOverlaps_r(m_handle, x, y); }
    if (op == "s_crosses") { return GEOSCrosses_r(m_handle, x, y); }
    return 2;
  }
  GEOSContextHandle_t m_handle;
};

/// Allen's relations by how the four ends lie to each other, as the standard's table has them (21-065r2, 7.9).
bool temporal(std::string_view op, const Period& a, const Period& b) {
  const int from_from = a.from.compared_with(b.from);
  const int from_to = a.from.compared_with(b.to);
  const int to_from = a.to.compared_with(b.from);
  const int to_to = a.to.compared_with(b.to);
  if (op == "t_after") { return from_to > 0; }
  if (op == "t_before") { return to_from < 0; }
  if (op == "t_contains") { return from_from < 0 && to_to > 0; }
  if (op == "t_disjoint") { return from_to > 0 || to_from < 0; }
  if (op == "t_during") { return from_from > 0 && to_to < 0; }
  if (op == "t_equals") { return from_from == 0 && to_to == 0; }
  if (op == "t_finishedBy") { return from_from < 0 && to_to == 0; }
  if (op == "t_finishes") { return from_from > 0 && to_to == 0; }
  if (op == "t_intersects") { return from_to <= 0 && to_from >= 0; }
  if (op == "t_meets") { return to_from == 0; }
  if (op == "t_metBy") { return from_to == 0; }
  if (op == "t_overlappedBy") { return from_from > 0 && from_to < 0 && to_to > 0; }
  if (op == "t_overlaps") { return from_from < 0 && to_from > 0 && to_to < 0; }
  if (op == "t_startedBy") { return from_from == 0 && to_to > 0; }
  if (op == "t_starts") { return from_from == 0 && to_to < 0; }
  throw std::logic_error("no such operator: " + std::string(op));
}

/// Less than 0, 0, more; of two of a kind.
int order(const Datum& a, const Datum& b) {
  const auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (const auto* x = std::get_if<bool>(&a.is)) { return sign(*x, std::get<bool>(b.is)); }
  if (const auto* x = std::get_if<long double>(&a.is)) { return sign(*x, std::get<long double>(b.is)); }
  if (const auto* x = std::get_if<std::string>(&a.is)) { return sign(x->compare(std::get<std::string>(b.is)), 0); }
  return std::get<Period>(a.is).from.compared_with(std::get<Period>(b.is).from);
}

class Oracle {
 public:
  Oracle(const geo::Collection& collection, const geo::Row& row) : m_collection(collection), m_row(row) {}

  Truth condition(const Expression& e) {
    const Datum d = find(e);
    const auto* yes = std::get_if<bool>(&d.is);
    return yes == nullptr ? Truth::unknown : truth(*yes);
  }

 private:
  static Datum as_datum(Truth t) { return t == Truth::unknown ? Datum{} : Datum{t == Truth::yes}; }

  Datum find(const Expression& e) {
    switch (e.kind) {
      case Kind::property: return property(e.name);
      case Kind::text: return {std::get<std::string>(e.value)};
      case Kind::number: {
        const auto* whole = std::get_if<std::int64_t>(&e.value);
        return {whole != nullptr ? static_cast<long double>(*whole) : static_cast<long double>(std::get<double>(e.value))};
      }
      case Kind::boolean: return {std::get<bool>(e.value)};
      case Kind::date: return {whole_day(std::get<std::int64_t>(e.value))};
      case Kind::timestamp: return {moment(std::get<std::int64_t>(e.value))};
      case Kind::open: throw std::logic_error("an open end outside an interval");
      case Kind::geometry: return {Shape{std::get<std::string>(e.value)}};
      case Kind::array: {
        auto list = std::make_shared<List>();
        for (const Expression& item : e.arguments) { list->push_back(find(item)); }
        return {std::move(list)};
      }
      case Kind::call: break;
    }
    return call(e);
  }

  Datum property(const std::string& name) {
    const int index = m_collection.index_of(name);
    if (index < 0) { return m_row.geometry.is_none() ? Datum{} : Datum{Shape{geo::to_wkb(m_row.geometry)}}; }
    const geo::Value& value = m_row.values[static_cast<std::size_t>(index)];
    const geo::FieldType type = m_collection.fields[static_cast<std::size_t>(index)].type;
    if (const auto* yes = std::get_if<bool>(&value)) { return {*yes}; }
    if (const auto* real = std::get_if<double>(&value)) { return {static_cast<long double>(*real)}; }
    if (const auto* text = std::get_if<std::string>(&value)) { return {*text}; }
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (whole == nullptr) { return {}; }
    if (type == geo::FieldType::date) { return {whole_day(*whole)}; }
    return type == geo::FieldType::time ? Datum{moment(*whole)} : Datum{static_cast<long double>(*whole)};
  }

  Datum call(const Expression& e) {
    const auto& a = e.arguments;
    const std::string& op = e.name;
    if (op == "and" || op == "or") {
      Truth all = truth(op == "and");
      for (const Expression& argument : a) {
        const Truth t = condition(argument);
        all = op == "and" ? std::min(all, t) : std::max(all, t);
      }
      return as_datum(all);
    }
    if (op == "not") { return as_datum(negated(condition(a[0]))); }
    if (op == "isNull") { return {has_unknown(find(a[0]))}; }
    if (op == "interval") { return between(a[0], a[1]); }
    std::vector<Datum> d;
    for (const Expression& argument : a) { d.push_back(find(argument)); }
    if (op == "in") { return as_datum(among(d[0], *std::get<std::shared_ptr<List>>(d[1].is))); }
    if (op == "between") { return as_datum(std::min(compared(">=", d[0], d[1]), compared("<=", d[0], d[2]))); }
    for (const Datum& operand : d) {
      if (operand.unknown()) { return {}; }
    }
    if (op == "year" || op == "month" || op == "day" || op == "weekday" || op == "hour") { return calendar(op, d); }
    if (op == "casei") { return {mapped(std::get<std::string>(d[0].is), UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE)}; }
    if (op == "accenti") { return {mapped(std::get<std::string>(d[0].is), UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK)}; }
    if (op == "like") { return {like(std::get<std::string>(d[0].is), std::get<std::string>(d[1].is))}; }
    if (op.starts_with("s_")) { return as_datum(m_geos.test(op, std::get<Shape>(d[0].is), std::get<Shape>(d[1].is))); }
    if (op.starts_with("t_")) { return {temporal(op, std::get<Period>(d[0].is), std::get<Period>(d[1].is))}; }
    if (op.starts_with("a_") && (has_unknown(d[0]) || has_unknown(d[1]))) { return {}; }
    if (op.starts_with("a_")) { return {lists(op, *std::get<std::shared_ptr<List>>(d[0].is), *std::get<std::shared_ptr<List>>(d[1].is))}; }
    if (d[0].is.index() == 2 && std::string("+-*/%^div").find(op) != std::string::npos) {
      return arithmetic(op, static_cast<double>(std::get<long double>(d[0].is)), static_cast<double>(std::get<long double>(d[1].is)));
    }
    return as_datum(compared(op, d[0], d[1]));
  }

  Datum between(const Expression& from, const Expression& to) {
    const Datum a = from.kind == Kind::open ? Datum{open_begin()} : find(from);
    const Datum b = to.kind == Kind::open ? Datum{open_end()} : find(to);
    if (a.unknown() || b.unknown()) { return {}; }
    return {Period{std::get<Period>(a.is).from, std::get<Period>(b.is).to}};
  }

  static Truth compared(const std::string& op, const Datum& a, const Datum& b) {
    if (a.unknown() || b.unknown()) { return Truth::unknown; }
    const int o = order(a, b);
    if (op == "=") { return truth(o == 0); }
    if (op == "<>") { return truth(o != 0); }
    if (op == "<") { return truth(o < 0); }
    if (op == ">") { return truth(o > 0); }
    if (op == "<=") { return truth(o <= 0); }
    return truth(o >= 0);
  }
  static Truth among(const Datum& value, const List& list) {
    Truth any = Truth::no;
    for (const Datum& item : list) { any = std::max(any, compared("=", value, item)); }
    return any;
  }
  /// By the C library's calendar.
  static Datum calendar(const std::string& op, const std::vector<Datum>& d) {
    const Moment m = std::get<Period>(d[0].is).from;
    double hours = d.size() > 1 ? static_cast<double>(std::get<long double>(d[1].is)) : 0;
    if (!(hours >= -18 && hours <= 18)) { return {}; }
    if (m.first != m.last) { hours = 0; }
    const auto read = [&](geo::TimeMs ms) -> std::optional<int> {
      const long double seconds = std::floor((static_cast<long double>(ms) + std::round(hours * 3'600'000)) / 1000);
      if (seconds < -62'167'219'200 || seconds > 253'402'300'799) { return std::nullopt; }  // the years 0 and 9999
      const auto clock = static_cast<std::time_t>(seconds);
      std::tm t{};
      if (gmtime_r(&clock, &t) == nullptr) { return std::nullopt; }
      return op == "year"     ? t.tm_year + 1900
             : op == "month"  ? t.tm_mon + 1
             : op == "day"    ? t.tm_mday
             : op == "hour"   ? t.tm_hour
             : t.tm_wday == 0 ? 7
                              : t.tm_wday;
    };
    const auto first = read(m.first);
    return first && first == read(m.last) ? Datum{static_cast<long double>(*first)} : Datum{};
  }
  static Datum arithmetic(const std::string& op, double x, double y) {
    double result = 0;
    if (op == "+") { result = x + y; }
    if (op == "-") { result = x - y; }
    if (op == "*") { result = x * y; }
    if (op == "/") { result = x / y; }
    if (op == "%") { result = std::fmod(x, y); }
    if (op == "^") { result = std::pow(x, y); }
    if (op == "div") { result = std::trunc(x / y); }
    return std::isfinite(result) ? Datum{static_cast<long double>(result)} : Datum{};  // a division by zero is nothing that is known
  }
  static bool has_unknown(const Datum& d) {
    const auto* list = std::get_if<std::shared_ptr<List>>(&d.is);
    return d.unknown() || (list != nullptr && std::any_of((*list)->begin(), (*list)->end(), has_unknown));
  }
  static bool same(const Datum& a, const Datum& b) {
    if (a.is.index() != b.is.index()) { return false; }
    if (const auto* list = std::get_if<std::shared_ptr<List>>(&a.is)) {
      const List& other = *std::get<std::shared_ptr<List>>(b.is);
      return contains(**list, other) && contains(other, **list);
    }
    if (const auto* period = std::get_if<Period>(&a.is)) { return temporal("t_equals", *period, std::get<Period>(b.is)); }
    if (const auto* shape = std::get_if<Shape>(&a.is)) { return shape->wkb == std::get<Shape>(b.is).wkb; }
    return order(a, b) == 0;
  }
  static bool contains(const List& all, const List& some) {
    return std::all_of(some.begin(), some.end(), [&](const Datum& item) {
      return std::any_of(all.begin(), all.end(), [&](const Datum& other) { return same(other, item); });
    });
  }
  static bool lists(const std::string& op, const List& a, const List& b) {
    if (op == "a_contains") { return contains(a, b); }
    if (op == "a_containedBy") { return contains(b, a); }
    if (op == "a_equals") { return contains(a, b) && contains(b, a); }
    return std::any_of(a.begin(), a.end(), [&](const Datum& item) { return contains(b, {item}); });
  }

  const geo::Collection& m_collection;
  const geo::Row& m_row;
  Geos m_geos;
};

}  // namespace

Truth holds(const Expression& filter, const geo::Collection& collection, const geo::Row& row) {
  return Oracle(collection, row).condition(filter);
}

}  // namespace cql2_test
