// SPDX-License-Identifier: Apache-2.0
// CQL2 JSON: every object says by one of its members what it is.
#include "geo/cql2/box.hpp"
#include "geo/cql2/budget.hpp"
#include "geo/cql2/instants.hpp"
#include "geo/cql2/json_geometry.hpp"
#include "geo/cql2/operators.hpp"
#include "geo/cql2/parse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <optional>

namespace geo::cql2 {
namespace {

namespace dom = simdjson::dom;
using Kind = Expression::Kind;

class JsonParser {
 public:
  JsonParser(std::string_view json, const Limits& limits) : m_budget(limits) {
    m_budget.bytes(json.size());
    dom::element root;
    // Brackets that open deeper than any tree may be are refused before there is a tree.
    const auto deepest = m_budget.levels() * 2 + 8;  // an object and a list a level, and the coordinates of a geometry
    if (m_parser.allocate(json.size(), deepest) != simdjson::SUCCESS) { refuse("no memory is left", "não há memória"); }
    const auto error = m_parser.parse(json.data(), json.size()).get(root);
    if (error == simdjson::DEPTH_ERROR) { m_budget.depth(m_budget.levels() + 1); }
    if (error == simdjson::NUMBER_ERROR) {
      refuse("a number is none, or is whole and has more than 19 digits; such a one needs a fraction: .0",
             "um número não o é, ou é inteiro e tem mais de 19 algarismos; esse precisa de fracção: .0");
    }
    if (error != simdjson::SUCCESS) { refuse("it is not well-formed JSON", "não é JSON bem formado"); }
    m_whole = expression(root);
  }
  Expression take() { return std::move(m_whole); }

 private:
  /// Steps into a member or element, for the messages.
  class Step {
   public:
    Step(std::string& path, std::string_view name) : m_path(path), m_size(path.size()) { (m_path += '/') += name; }
    ~Step() { m_path.resize(m_size); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& m_path;
    std::size_t m_size;
  };

  [[noreturn]] void refuse(const std::string& en, const std::string& pt) const {
    throw Error(Problem::usage, fmt::format("at {}: {}", m_path.empty() ? "/" : m_path, en),
                fmt::format("em {}: {}", m_path.empty() ? "/" : m_path, pt));
  }
  Expression made(Kind kind, Value value = {}) {
    m_budget.node();
    Expression e;
    e.kind = kind;
    e.value = std::move(value);
    return e;
  }

  Expression expression(const dom::element& json) {
    const Deeper deeper(m_budget, m_depth);
    switch (json.type()) {
      case dom::element_type::STRING: return made(Kind::text, std::string(std::string_view(json)));
      case dom::element_type::BOOL: return made(Kind::boolean, bool(json));
      case dom::element_type::INT64: return made(Kind::number, std::int64_t(json));
      case dom::element_type::UINT64: return made(Kind::number, static_cast<double>(std::uint64_t(json)));
      case dom::element_type::DOUBLE: return made(Kind::number, double(json));
      case dom::element_type::OBJECT: return object(dom::object(json));
      case dom::element_type::ARRAY: refuse("a list has no meaning here", "uma lista não tem sentido aqui");
      case dom::element_type::NULL_VALUE: break;
    }
    refuse("null has no meaning here; to ask for what is missing: isNull", "null não tem sentido aqui; para o que falta: isNull");
  }

  Expression object(const dom::object& json) {
    dom::element member;
    const auto has = [&](std::string_view name) { return json.at_key(name).get(member) == simdjson::SUCCESS; };
    if (has("op")) { return call(json, member); }
    if (has("property")) {
      Expression e = made(Kind::property);
      e.name = text(member, "property");
      if (e.name.empty()) { refuse("the name of a property is missing", "falta o nome de uma propriedade"); }
      return e;
    }
    if (has("date")) { return instant(text(member, "date"), date_of, "date", "2024-05-31"); }
    if (has("timestamp")) { return instant(text(member, "timestamp"), timestamp_of, "timestamp", "2024-05-31T14:00:00Z"); }
    if (has("interval")) { return interval(member); }
    if (has("bbox")) { return box(member); }
    if (has("type")) {
      std::optional<std::string> wkb = geometry_wkb(json, m_budget);
      if (!wkb) {
        refuse("it is no GeoJSON geometry with numbers for coordinates", "não é uma geometria GeoJSON com números nas coordenadas");
      }
      return made(Kind::geometry, *std::move(wkb));
    }
    refuse("an object has none of op, property, date, timestamp, interval, bbox, type",
           "um objecto não tem nenhum de op, property, date, timestamp, interval, bbox, type");
  }

  std::string text(const dom::element& json, std::string_view name) {
    const Step step(m_path, name);
    std::string_view value;
    if (json.get(value) != simdjson::SUCCESS) { refuse("a text should stand here", "devia estar aqui um texto"); }
    return std::string(value);
  }
  dom::array list(const dom::element& json) const {
    dom::array items;
    if (json.get(items) != simdjson::SUCCESS) { refuse("a list should stand here", "devia estar aqui uma lista"); }
    return items;
  }

  template <class Read>
  Expression instant(const std::string& written, Read read, std::string_view name, const char* example) {
    const Step step(m_path, name);
    auto e = read(written);
    if (!e) { refuse(fmt::format("write it like {}", example), fmt::format("escreva como {}", example)); }
    m_budget.node();
    return *std::move(e);
  }

  Expression interval(const dom::element& json) {
    const Step step(m_path, "interval");
    Expression e = made(Kind::call);
    e.name = "interval";
    for (const dom::element end : list(json)) {
      std::string_view written;
      if (end.get(written) != simdjson::SUCCESS) {
        e.arguments.push_back(expression(end));
      } else if (auto instant = end_of_interval(written)) {
        m_budget.node();
        e.arguments.push_back(*std::move(instant));
      } else {
        refuse("an end of an interval is a date, a time or \"..\"", "o limite de um intervalo é uma data, uma hora ou \"..\"");
      }
      const Kind kind = e.arguments.back().kind;
      const bool is_end = kind == Kind::date || kind == Kind::timestamp || kind == Kind::open || kind == Kind::property;
      if (!is_end) {
        refuse("an end of an interval is an instant or a property", "o limite de um intervalo é um instante ou uma propriedade");
      }
    }
    if (e.arguments.size() != 2) { refuse("an interval has two ends", "um intervalo tem dois limites"); }
    return e;
  }

  Expression box(const dom::element& json) {
    const Step step(m_path, "bbox");
    std::vector<double> corners;
    for (const dom::element corner : list(json)) {
      double value = 0;
      if (corner.get(value) != simdjson::SUCCESS) { refuse("a number should stand here", "devia estar aqui um número"); }
      corners.push_back(value + 0.0);  // zero has one sign
      m_budget.vertex();
    }
    if (corners.size() != 4 && corners.size() != 6) { refuse("a box has four numbers, or six", "uma caixa tem quatro números, ou seis"); }
    return made(Kind::geometry, box_wkb(corners));
  }

  Expression call(const dom::object& json, const dom::element& op_member) {
    const std::string name = text(op_member, "op");
    const Operator* op = find_operator(name);
    if (op == nullptr || op->family == Family::interval) {
      const Step step(m_path, "op");
      refuse(fmt::format("there is no operator '{}'", name), fmt::format("não existe o operador '{}'", name));
    }
    const Step step(m_path, "args");
    dom::element args;
    if (json.at_key("args").get(args) != simdjson::SUCCESS) { refuse("its operands are missing", "faltam os seus operandos"); }
    Expression e = made(Kind::call);
    e.name = op->name;
    for (const dom::element arg : list(args)) {
      const std::size_t index = e.arguments.size();
      const Step into(m_path, std::to_string(index));
      const bool may_be_list = op->family == Family::array || (op->family == Family::in && index == 1);
      const bool is_list = arg.type() == dom::element_type::ARRAY;
      if (op->family == Family::in && index == 1 && !is_list) { refuse("a list should stand here", "devia estar aqui uma lista"); }
      e.arguments.push_back(is_list && may_be_list ? array(arg) : expression(arg));
    }
    if (e.arguments.size() < op->least || e.arguments.size() > op->most) {
      const std::string count = operand_count(*op);
      refuse(fmt::format("'{}' takes {} operands", op->name, count), fmt::format("'{}' leva {} operandos", op->name, count));
    }
    return e;
  }
  Expression array(const dom::element& json) {
    const Deeper deeper(m_budget, m_depth);
    Expression e = made(Kind::array);
    for (const dom::element item : list(json)) {
      const Step step(m_path, std::to_string(e.arguments.size()));
      e.arguments.push_back(expression(item));
    }
    return e;
  }

  Budget m_budget;
  dom::parser m_parser;
  std::string m_path;
  std::size_t m_depth = 0;
  Expression m_whole;
};

}  // namespace

Expression parse_json(std::string_view json, const Limits& limits) { return JsonParser(json, limits).take(); }

}  // namespace geo::cql2
