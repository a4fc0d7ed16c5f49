// SPDX-License-Identifier: Apache-2.0
// An expression as text and as JSON.
#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/cql2/operators.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/wkt.hpp"

#include <algorithm>
#include <cctype>

namespace geo::cql2 {
namespace {

using Kind = Expression::Kind;

/// How strongly an expression holds together in text; brackets go around what holds less than its place asks.
enum Rank { rank_or = 1, rank_and, rank_not, rank_comparison, rank_sum, rank_product, rank_power, rank_operand };

Rank rank_of(const Expression& e) {
  if (e.kind != Kind::call) { return rank_operand; }
  const Operator& op = *find_operator(e.name);
  switch (op.family) {
    case Family::logical: return e.name == "or" ? rank_or : e.name == "and" ? rank_and : rank_not;
    case Family::comparison:
    case Family::null:
    case Family::like:
    case Family::between:
    case Family::in: return rank_comparison;
    case Family::arithmetic: return e.name == "^" ? rank_power : e.name == "+" || e.name == "-" ? rank_sum : rank_product;
    case Family::text:
    case Family::spatial:
    case Family::temporal:
    case Family::array:
    case Family::calendar:
    case Family::interval: break;
  }
  return rank_operand;
}

/// A number that reads back as what it is: whole doubles keep a fraction.
void append_value(std::string& out, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) { return append_integer(out, *whole); }
  const std::size_t begin = out.size();
  append_number(out, std::get<double>(value));
  if (out.find_first_of(".eE", begin) == std::string::npos) { out += ".0"; }
}

std::string instant(const Expression& e) {
  if (e.kind == Kind::open) { return ".."; }
  const auto value = std::get<std::int64_t>(e.value);
  return e.kind == Kind::date ? format_date(static_cast<DayNumber>(value)) : format_time(value);
}

class TextWriter {
 public:
  std::string out;

  void write(const Expression& e, Rank least) {
    const bool brackets = rank_of(e) < least;
    if (brackets) { out += '('; }
    bare(e);
    if (brackets) { out += ')'; }
  }

 private:
  void bare(const Expression& e) {
    switch (e.kind) {
      case Kind::property: return quoted(e.name, '"');
      case Kind::text: return quoted(std::get<std::string>(e.value), '\'');
      case Kind::number: return append_value(out, e.value);
      case Kind::boolean: out += std::get<bool>(e.value) ? "TRUE" : "FALSE"; return;
      case Kind::date: out += "DATE('" + instant(e) + "')"; return;
      case Kind::timestamp: out += "TIMESTAMP('" + instant(e) + "')"; return;
      case Kind::open: out += "'..'"; return;
      case Kind::geometry: return append_wkt(out, std::string_view(std::get<std::string>(e.value)));
      case Kind::array: return list(e.arguments);
      case Kind::call: return call(e);
    }
  }
  void quoted(const std::string& text, char quote) {
    out += quote;
    for (const char c : text) {
      if (c == quote) { out += quote; }
      out += c;
    }
    out += quote;
  }
  void list(const std::vector<Expression>& items) {
    out += '(';
    for (const Expression& item : items) {
      if (&item != &items.front()) { out += ", "; }
      write(item, rank_sum);
    }
    out += ')';
  }
  void keyword(std::string_view word) {
    for (const char c : word) { out += static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }
  }

  void call(const Expression& e) {
    const Rank rank = rank_of(e);
    const auto& a = e.arguments;
    switch (find_operator(e.name)->family) {
      case Family::logical:
        if (rank == rank_not) {
          out += "NOT ";
          return write(a[0], rank_not);
        }
        return between_words(e, static_cast<Rank>(rank + 1), static_cast<Rank>(rank + 1));
      case Family::comparison: return between_words(e, rank_sum, rank_sum);
      case Family::arithmetic: return between_words(e, rank, static_cast<Rank>(rank + 1));
      case Family::like: return between_words(e, rank_sum, rank_sum);
      case Family::in: return between_words(e, rank_sum, rank_sum);
      case Family::null:
        write(a[0], rank_sum);
        out += " IS NULL";
        return;
      case Family::between:
        write(a[0], rank_sum);
        out += " BETWEEN ";
        write(a[1], rank_sum);
        out += " AND ";
        return write(a[2], rank_sum);
      case Family::interval: return interval(e);
      case Family::text:
      case Family::spatial:
      case Family::temporal:
      case Family::calendar:
      case Family::array: keyword(e.name); return list(a);
    }
  }
  void between_words(const Expression& e, Rank first, Rank others) {
    for (const Expression& argument : e.arguments) {
      const bool is_first = &argument == &e.arguments.front();
      if (!is_first) {
        out += ' ';
        keyword(e.name);
        out += ' ';
      }
      write(argument, is_first ? first : others);
    }
  }
  void interval(const Expression& e) {
    out += "INTERVAL(";
    for (const Expression& end : e.arguments) {
      if (&end != &e.arguments.front()) { out += ", "; }
      if (end.kind == Kind::property) {
        quoted(end.name, '"');
      } else {
        out += "'" + instant(end) + "'";
      }
    }
    out += ')';
  }
};

class TreeWriter {
 public:
  explicit TreeWriter(std::string& out) : m_json(out) {}

  void write(const Expression& e) {
    switch (e.kind) {
      case Kind::property: m_json.begin_object().member("property", e.name).end_object(); return;
      case Kind::text: m_json.value(std::get<std::string>(e.value)); return;
      case Kind::number: return raw([&](std::string& out) { append_value(out, e.value); });
      case Kind::boolean: m_json.value(std::get<bool>(e.value)); return;
      case Kind::date: m_json.begin_object().member("date", instant(e)).end_object(); return;
      case Kind::timestamp: m_json.begin_object().member("timestamp", instant(e)).end_object(); return;
      case Kind::open: m_json.value(".."); return;
      case Kind::geometry: return raw([&](std::string& out) { append_geojson(out, std::string_view(std::get<std::string>(e.value))); });
      case Kind::array: return list(e);
      case Kind::call: break;
    }
    if (e.name == "interval") { return interval(e); }
    m_json.begin_object().member("op", e.name).key("args");
    list(e);
    m_json.end_object();
  }

 private:
  template <class Append>
  void raw(Append append) {
    std::string text;
    append(text);
    m_json.raw(text);
  }
  void list(const Expression& e) {
    m_json.begin_array();
    for (const Expression& item : e.arguments) { write(item); }
    m_json.end_array();
  }
  void interval(const Expression& e) {
    m_json.begin_object().key("interval").begin_array();
    for (const Expression& end : e.arguments) {
      if (end.kind == Kind::property) {
        write(end);
      } else {
        m_json.value(instant(end));
      }
    }
    m_json.end_array().end_object();
  }

  JsonWriter m_json;
};

}  // namespace

std::string to_text(const Expression& expression) {
  TextWriter writer;
  writer.write(expression, rank_or);
  return std::move(writer.out);
}

std::string to_json(const Expression& expression) {
  std::string out;
  TreeWriter(out).write(expression);
  return out;
}

}  // namespace geo::cql2
