// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/text_geometry.hpp"

#include "geo/base/number.hpp"
#include "geo/cql2/box.hpp"
#include "geo/geometry/wkb.hpp"

#include <array>
#include <optional>

namespace geo::cql2 {
namespace {

struct Named {
  std::string_view word;
  WkbType type;
};
constexpr std::array<Named, 7> names{{{"point", WkbType::point},
                                      {"linestring", WkbType::line},
                                      {"polygon", WkbType::polygon},
                                      {"multipoint", WkbType::multi_point},
                                      {"multilinestring", WkbType::multi_line},
                                      {"multipolygon", WkbType::multi_polygon},
                                      {"geometrycollection", WkbType::collection}}};
constexpr std::string_view bbox = "bbox";

std::optional<WkbType> type_named(std::string_view word) {
  for (const Named& named : names) {
    if (equals_word(named.word, word)) { return named.type; }
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(Scanner& scanner, Budget& budget) : m_scanner(scanner), m_budget(budget) {}

  void geometry(WkbType type) {
    m_scanner.accept_word("z");
    m_wkb.begin(type);
    m_scanner.expect("(");
    switch (type) {
      case WkbType::point: vertex(); break;
      case WkbType::line: vertices(2); break;
      case WkbType::polygon: rings(); break;
      case WkbType::multi_point: list([&] { member(WkbType::point, [&] { vertex(); }); }); break;
      case WkbType::multi_line: list([&] { member(WkbType::line, [&] { vertices(2); }); }); break;
      case WkbType::multi_polygon: list([&] { member(WkbType::polygon, [&] { rings(); }); }); break;
      case WkbType::collection: list([&] { any(); }); break;
    }
    m_scanner.expect(")");
    m_wkb.end();
  }

  std::string box() {
    std::vector<double> corners;
    m_scanner.expect("(");
    list([&] { corners.push_back(number()); });
    if (corners.size() != 4 && corners.size() != 6) { m_scanner.refuse("four numbers, or six", "quatro números, ou seis"); }
    m_scanner.expect(")");
    return box_wkb(corners);
  }

  [[nodiscard]] const std::string& bytes() const { return m_wkb.bytes(); }

 private:
  template <class Item>
  void list(Item item) {
    do { item(); } while (m_scanner.accept(","));
  }
  template <class Inside>
  void member(WkbType type, Inside inside) {
    m_wkb.begin(type);
    // Old writers leave the brackets of MULTIPOINT's points away.
    const bool has_brackets = m_scanner.accept("(");
    if (!has_brackets && type != WkbType::point) { m_scanner.expect("("); }
    inside();
    if (has_brackets) { m_scanner.expect(")"); }
    m_wkb.end();
  }
  void rings() {
    list([&] {
      m_scanner.expect("(");
      m_wkb.begin_ring();
      const LonLat first = vertex();
      LonLat last = first;
      std::size_t count = 1;
      for (; m_scanner.accept(","); ++count) { last = vertex(); }
      if (count < 4 || !(first == last)) {
        m_scanner.refuse("a ring of four vertices or more that ends where it begins",
                         "um anel de quatro vértices ou mais que acaba onde começa");
      }
      m_wkb.end_ring();
      m_scanner.expect(")");
    });
  }
  void any() {
    const Token name = m_scanner.peek();
    const auto type = name.kind == Token::Kind::name ? type_named(name.written) : std::nullopt;
    if (!type || *type == WkbType::collection) { m_scanner.refuse("a geometry, such as POINT", "uma geometria, como POINT"); }
    m_scanner.take();
    geometry(*type);
  }
  void vertices(std::size_t least) {
    std::size_t count = 0;
    list([&] {
      vertex();
      ++count;
    });
    if (count < least) { m_scanner.refuse("',' and another vertex", "',' e outro vértice"); }
  }
  LonLat vertex() {
    m_budget.vertex();
    LonLat p;
    p.lon = number();
    p.lat = number();
    // A height may follow, and is of no use here.
    if (m_scanner.peek().kind == Token::Kind::number || is_sign()) { number(); }
    m_wkb.vertex(p);
    return p;
  }
  [[nodiscard]] bool is_sign() const {
    return m_scanner.peek().kind == Token::Kind::symbol && (m_scanner.peek().written == "-" || m_scanner.peek().written == "+");
  }
  double number() {
    const bool negative = m_scanner.accept("-");
    if (!negative) { m_scanner.accept("+"); }
    const auto value = m_scanner.peek().kind == Token::Kind::number ? parse_number(m_scanner.peek().written) : std::nullopt;
    if (!value) { m_scanner.refuse("a number", "um número"); }
    m_scanner.take();
    return negative ? 0 - *value : *value;  // zero has one sign
  }

  Scanner& m_scanner;
  Budget& m_budget;
  WkbBuilder m_wkb;
};

}  // namespace

bool names_geometry(std::string_view word) { return equals_word(word, bbox) || type_named(word).has_value(); }

Expression read_geometry(std::string_view name, Scanner& scanner, Budget& budget) {
  Expression e;
  e.kind = Expression::Kind::geometry;
  Reader reader(scanner, budget);
  if (const auto type = type_named(name)) {
    reader.geometry(*type);
    e.value = reader.bytes();
  } else {
    e.value = reader.box();
  }
  return e;
}

}  // namespace geo::cql2
