// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/geometry/wkb.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace geo::wkb {

static_assert(std::endian::native == std::endian::little, "WKB is copied from memory as it stands");

/// Members of a collection may be collections, this many deep: enough for every real file, and no stack can overflow.
inline constexpr int max_depth = 8;

[[noreturn]] void refuse(const char* en, const char* pt);

/// Walks over untrusted WKB (ISO or EWKB, either byte order, Z and M passed over) and tells `Sink`, in order:
///   begin(WkbType, count)   the parts that follow: vertices of a line, rings of a polygon, members; 1 for a point
///   ring(count)             the vertices that follow
///   vertex(x, y)            finite, except for a lone empty point (NaN NaN), which is told as vertex too: see allow_empty
///   end()
/// Every count is checked against the bytes left before anything is done with it. Templated so that a summary, a copy and a
/// GeoJSON text each compile to one tight loop.
template <class Sink>
class Walker {
 public:
  Walker(std::string_view bytes, Sink& sink) : m_bytes(bytes), m_sink(sink) {}

  void walk() {
    geometry(0, WkbType::collection);
    if (!m_bytes.empty()) { refuse("has bytes after its end", "tem bytes depois do fim"); }
  }

 private:
  struct Header {
    WkbType type;
    std::size_t vertex_bytes;
  };

  template <class Number>
  Number number() {
    if (m_bytes.size() < sizeof(Number)) { refuse("is cut off", "está truncada"); }
    Number value;
    if (!m_swap) {
      std::memcpy(&value, m_bytes.data(), sizeof value);
    } else {
      char reversed[sizeof(Number)];
      for (std::size_t i = 0; i < sizeof value; ++i) { reversed[i] = m_bytes[sizeof value - 1 - i]; }
      std::memcpy(&value, reversed, sizeof value);
    }
    m_bytes.remove_prefix(sizeof value);
    return value;
  }

  /// Precondition of a safe loop: `count` parts of at least `bytes_each` are really there.
  std::uint32_t count(std::size_t bytes_each) {
    const auto value = number<std::uint32_t>();
    if (value > m_bytes.size() / bytes_each) { refuse("is cut off", "está truncada"); }
    return value;
  }

  Header header() {
    const auto order = static_cast<unsigned char>(number<char>());
    if (order > 1) { refuse("has an unknown byte order", "tem uma ordem de bytes desconhecida"); }
    m_swap = order == 0;
    auto code = number<std::uint32_t>();
    const std::size_t flagged = ((code & 0x80000000U) != 0 ? 1U : 0U) + ((code & 0x40000000U) != 0 ? 1U : 0U);
    if ((code & 0x20000000U) != 0) { number<std::uint32_t>(); }  // SRID: the caller knows the CRS
    code &= 0x1FFFFFFFU;
    const std::uint32_t iso = code / 1000;
    code %= 1000;
    if (iso > 3 || code < 1 || code > 7) { refuse("is of a type that is not known here", "é de um tipo que não se conhece aqui"); }
    if (iso > 0 && flagged > 0) { refuse("states its dimensions twice", "indica as suas dimensões duas vezes"); }
    const std::size_t dimensions = 2 + flagged + (iso == 3 ? 2U : iso > 0 ? 1U : 0U);
    return {static_cast<WkbType>(code), dimensions * sizeof(double)};
  }

  void vertex(std::size_t vertex_bytes) {
    if (m_bytes.size() < vertex_bytes) { refuse("is cut off", "está truncada"); }
    const auto x = number<double>();
    const auto y = number<double>();
    m_bytes.remove_prefix(vertex_bytes - 2 * sizeof(double));
    const bool finite = std::isfinite(x) && std::isfinite(y);
    if (!finite && !(m_lone_point && std::isnan(x) && std::isnan(y))) {
      refuse("has a coordinate that is not a number", "tem uma coordenada que não é um número");
    }
    m_sink.vertex(x, y);
  }

  void vertices(std::uint32_t amount, std::size_t vertex_bytes) {
    for (std::uint32_t i = 0; i < amount; ++i) { vertex(vertex_bytes); }
  }

  /// `parent` collection takes any type.
  void geometry(int depth, WkbType parent) {
    if (depth > max_depth) { refuse("is nested too deeply", "tem demasiados níveis"); }
    const Header head = header();
    const auto member = static_cast<WkbType>(static_cast<std::uint32_t>(parent) - 3);
    if (parent != WkbType::collection && head.type != member) { refuse("mixes types in one collection", "mistura tipos numa só colecção"); }
    m_lone_point = depth == 0 && head.type == WkbType::point;
    switch (head.type) {
      case WkbType::point:
        m_sink.begin(head.type, 1);
        vertex(head.vertex_bytes);
        break;
      case WkbType::line: {
        const std::uint32_t amount = count(head.vertex_bytes);
        m_sink.begin(head.type, amount);
        vertices(amount, head.vertex_bytes);
        break;
      }
      case WkbType::polygon: polygon(head); break;
      default: members(depth, head.type);
    }
    m_sink.end();
  }

  void polygon(const Header& head) {
    const std::uint32_t rings = count(sizeof(std::uint32_t));
    m_sink.begin(WkbType::polygon, rings);
    for (std::uint32_t r = 0; r < rings; ++r) {
      const std::uint32_t amount = count(head.vertex_bytes);
      m_sink.ring(amount);
      vertices(amount, head.vertex_bytes);
    }
  }

  void members(int depth, WkbType type) {
    constexpr std::size_t smallest = 1 + 2 * sizeof(std::uint32_t);  // an empty line
    const std::uint32_t amount = count(smallest);
    m_sink.begin(type, amount);
    for (std::uint32_t i = 0; i < amount; ++i) { geometry(depth + 1, type); }
  }

  std::string_view m_bytes;
  Sink& m_sink;
  bool m_swap = false;
  bool m_lone_point = false;
};

template <class Sink>
void walk(std::string_view bytes, Sink& sink) {
  Walker<Sink>(bytes, sink).walk();
}

}  // namespace geo::wkb
