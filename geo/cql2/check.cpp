// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/check.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/cql2/instants.hpp"
#include "geo/cql2/operators.hpp"
#include "geo/cql2/scanner.hpp"
#include "geo/cql2/spatial.hpp"
#include "geo/geometry/relation.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace geo::cql2 {
namespace {

using Kind = Expression::Kind;

std::string in_small_letters(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name;
}

Text name_of(Type type) {
  switch (type) {
    case Type::boolean: return {"a condition", "uma condição"};
    case Type::number: return {"a number", "um número"};
    case Type::text: return {"a text", "um texto"};
    case Type::instant: return {"a date or time", "uma data ou hora"};
    case Type::interval: return {"an interval", "um intervalo"};
    case Type::geometry: return {"a geometry", "uma geometria"};
    case Type::array: break;
  }
  return {"a list", "uma lista"};
}

Type type_of_field(FieldType type) {
  switch (type) {
    case FieldType::boolean: return Type::boolean;
    case FieldType::integer:
    case FieldType::real: return Type::number;
    case FieldType::date:
    case FieldType::time: return Type::instant;
    case FieldType::text:
    case FieldType::code:
    case FieldType::json: break;
  }
  return Type::text;
}

/// Rounding may put what lay on the edge beyond it by less than can be kept.
bool is_on_earth(LonLat p) {
  constexpr double slack = 1 / lattice_per_degree;
  return std::abs(p.lon) <= 180 + slack && std::abs(p.lat) <= 90 + slack;
}

class Checker {
 public:
  Checker(const Collection& collection, std::string_view text) : m_collection(collection), m_text(text) {}

  void expect(Expression& e, Type wanted) { require(e, find(e), wanted); }

 private:
  /// `type` is what find() said: it is asked once of every expression, or deep trees would take for ever.
  void require(Expression& e, Type type, Type wanted) const {
    if (type == wanted || (wanted == Type::instant && became_instant(e, type))) { return; }
    const Text is = name_of(type);
    const Text should = name_of(wanted);
    refuse(e, fmt::format("{} stands where {} is asked for", is.en, should.en), fmt::format("está {} onde se pede {}", is.pt, should.pt));
  }

  [[noreturn]] void refuse(const Expression& e, const std::string& en, const std::string& pt) const {
    const std::string word = word_of(e);
    if (m_text.empty()) {
      if (word.empty()) { throw Error(Problem::usage, en, pt); }
      throw Error(Problem::usage, fmt::format("at {}: {}", word, en), fmt::format("em {}: {}", word, pt));
    }
    const std::size_t at = character(m_text, e.position);
    const std::string behind = word.empty() ? "" : ", " + word;
    throw Error(Problem::usage, fmt::format("at character {}{}: {}", at, behind, en), fmt::format("no carácter {}{}: {}", at, behind, pt));
  }
  /// Empty for values, which are what the sentence is about.
  static std::string word_of(const Expression& e) {
    if (e.kind == Kind::call) { return e.name; }
    if (e.kind == Kind::property) { return excerpt(e.name); }
    return e.kind == Kind::text ? excerpt(std::get<std::string>(e.value)) : std::string();
  }

  static bool became_instant(Expression& e, Type type) {
    if (type != Type::text || e.kind != Kind::text) { return false; }
    const std::string& text = std::get<std::string>(e.value);
    auto instant = date_of(text);
    if (!instant) { instant = timestamp_of(text); }
    if (!instant) { return false; }
    instant->position = e.position;
    e = *std::move(instant);
    return true;
  }

  Type find(Expression& e) {
    if (e.kind == Kind::property) { return property(e); }
    if (e.kind == Kind::call) { return call(e); }
    if (e.kind == Kind::geometry) { geometry(e); }
    for (Expression& item : e.arguments) { (void)find(item); }  // of a list; literals have none
    return type_of(e, m_collection);
  }

  /// Names of fields have small letters only: one written with capitals, as files had it, can mean nothing else.
  [[nodiscard]] const Field* field_of(const std::string& name) const {
    const Field* field = m_collection.field(name);
    return field != nullptr ? field : m_collection.field(in_small_letters(name));
  }

  Type property(Expression& e) const {
    if (const Field* field = field_of(e.name)) {
      e.name = field->name;
      if (!field->hot) {
        refuse(e, "this property is kept on disk and cannot be filtered by",
               "esta propriedade está guardada em disco e não serve para filtrar");
      }
      return type_of_field(field->type);
    }
    const bool is_place =
        std::any_of(std::begin(geometry_names), std::end(geometry_names), [&](const char* name) { return e.name == name; });
    if (is_place && m_collection.geometry != GeometryType::none) { return Type::geometry; }
    refuse(e, fmt::format("there is no property of that name in '{}'", m_collection.id),
           fmt::format("não há propriedade com esse nome em '{}'", m_collection.id));
  }

  /// Here and not where rows are asked: that a filter is wrong must not depend on whether any row is left to be asked.
  void geometry(const Expression& e) const {
    const std::string& wkb = std::get<std::string>(e.value);
    (void)map_wkb(wkb, [&](LonLat p) {
      if (!is_on_earth(p)) { refuse_place(e, p); }
      return p;
    });
    said_at(e, [&] { require_inside(wkb); });
  }

  [[noreturn]] void refuse_place(const Expression& e, LonLat p) const {
    std::string pair;
    append_number(pair, p.lon);
    pair += ' ';
    append_number(pair, p.lat);
    refuse(e, fmt::format("a geometry of the filter has the position {}, outside of -180 -90 to 180 90: degrees, longitude first", pair),
           fmt::format("uma geometria do filtro tem a posição {}, fora de -180 -90 a 180 90: graus, longitude primeiro", pair));
  }

  /// What `require` throws, with the place in the filter before it.
  template <class Require>
  void said_at(const Expression& e, Require require) const {
    try {
      require();
    } catch (const Error& error) { refuse(e, error.text().en, error.text().pt); }
  }

  void spatial(Expression& e, std::string_view op) {
    for (Expression& argument : e.arguments) {
      expect(argument, Type::geometry);
      if (argument.kind != Kind::geometry) { continue; }
      said_at(argument, [&] { require_meaning(relation_of(op), std::get<std::string>(argument.value)); });
    }
  }

  Type call(Expression& e) {
    const Operator& op = *find_operator(e.name);
    auto& a = e.arguments;
    switch (op.family) {
      case Family::logical:
        for (Expression& argument : a) { expect(argument, Type::boolean); }
        return Type::boolean;
      case Family::comparison:
      case Family::between: return alike(a);
      case Family::null: (void)find(a[0]); return Type::boolean;
      case Family::in: return among(a);
      case Family::like:
        for (Expression& argument : a) { expect(argument, Type::text); }
        return Type::boolean;
      case Family::text: expect(a[0], Type::text); return Type::text;
      case Family::arithmetic:
        for (Expression& argument : a) { expect(argument, Type::number); }
        return Type::number;
      case Family::spatial: spatial(e, op.name); return Type::boolean;
      case Family::temporal:
        for (Expression& argument : a) { temporal(argument); }
        return Type::boolean;
      case Family::array:
        for (Expression& argument : a) { expect(argument, Type::array); }
        return Type::boolean;
      case Family::interval:
        for (Expression& argument : a) { expect(argument, Type::instant); }
        return Type::interval;
      case Family::calendar:
        expect(a[0], Type::instant);
        if (a.size() > 1) { expect(a[1], Type::number); }
        return Type::number;
    }
    return Type::boolean;
  }

  /// The first operand that is no plain text says what the others are.
  Type alike(std::vector<Expression>& operands) {
    std::vector<Type> found;
    std::optional<Type> type;
    for (Expression& operand : operands) {
      found.push_back(find(operand));
      if (!type || *type == Type::text) { type = found.back(); }
    }
    if (*type == Type::geometry || *type == Type::interval || *type == Type::array) {
      refuse(operands.front(), fmt::format("{} cannot be compared so", name_of(*type).en),
             fmt::format("{} não se compara assim", name_of(*type).pt));
    }
    for (std::size_t i = 0; i < operands.size(); ++i) { require(operands[i], found[i], *type); }
    return Type::boolean;
  }
  Type among(std::vector<Expression>& a) {
    const Type type = find(a[0]);
    for (Expression& item : a[1].arguments) { expect(item, type); }
    return Type::boolean;
  }
  void temporal(Expression& e) {
    const Type type = find(e);
    if (type != Type::interval) { require(e, type, Type::instant); }
  }

  const Collection& m_collection;
  std::string_view m_text;
};

}  // namespace

std::size_t parts_by_row(const Expression& e) {
  std::size_t below = 0;
  for (const Expression& argument : e.arguments) { below += parts_by_row(argument); }
  return below > 0 || e.kind == Kind::property ? below + 1 : 0;
}

Type type_of(const Expression& e, const Collection& collection) {
  switch (e.kind) {
    case Kind::property: {
      const Field* field = collection.field(e.name);
      return field == nullptr ? Type::geometry : type_of_field(field->type);
    }
    case Kind::text: return Type::text;
    case Kind::number: return Type::number;
    case Kind::boolean: return Type::boolean;
    case Kind::date:
    case Kind::timestamp:
    case Kind::open: return Type::instant;
    case Kind::geometry: return Type::geometry;
    case Kind::array: return Type::array;
    case Kind::call: break;
  }
  switch (find_operator(e.name)->family) {
    case Family::text: return Type::text;
    case Family::arithmetic:
    case Family::calendar: return Type::number;
    case Family::interval: return Type::interval;
    default: return Type::boolean;
  }
}

void check(Expression& filter, const Collection& collection, std::string_view text) {
  Checker(collection, text).expect(filter, Type::boolean);
}

}  // namespace geo::cql2
