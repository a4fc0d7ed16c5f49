// SPDX-License-Identifier: Apache-2.0
#include "store/export/spatial_index.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace store {
namespace {

/// Cells of 24 bytes in a node: what SQLite takes for pages of 4096 bytes (RTREE_MAXCELLS).
constexpr std::size_t cells_per_node = 51;
constexpr std::size_t node_bytes = 4 + cells_per_node * 24;
constexpr std::int64_t root = 1;

/// A row or a node of the level below, with its box widened to single precision.
struct Entry {
  std::int64_t id = 0;
  float min_x = 0, max_x = 0, min_y = 0, max_y = 0;
};
using Entries = std::vector<Entry>;

float down(double v) {
  const auto f = static_cast<float>(v);
  return static_cast<double>(f) > v ? std::nextafter(f, -std::numeric_limits<float>::infinity()) : f;
}
float up(double v) {
  const auto f = static_cast<float>(v);
  return static_cast<double>(f) < v ? std::nextafter(f, std::numeric_limits<float>::infinity()) : f;
}

double double_at(std::string_view bytes, std::size_t at) {
  double v = 0;
  assert(bytes.size() >= at + sizeof v);
  std::memcpy(&v, bytes.data() + at, sizeof v);
  return v;
}

/// The box of a geometry in GeoPackage form, as OGR writes it: little endian, points without an envelope, all else with one.
std::optional<Entry> entry_of(std::int64_t fid, std::string_view blob) {
  constexpr std::size_t header_bytes = 8;
  constexpr std::size_t point_bytes = header_bytes + 1 + 4 + 2 * sizeof(double);
  if (blob.size() < header_bytes || (static_cast<unsigned char>(blob[3]) & 0x10U) != 0) { return std::nullopt; }  // empty
  const bool has_envelope = ((static_cast<unsigned char>(blob[3]) >> 1U) & 7U) != 0;
  if (!has_envelope) {
    assert(blob.size() == point_bytes);
    const double x = double_at(blob, point_bytes - 2 * sizeof(double));
    const double y = double_at(blob, point_bytes - sizeof(double));
    return Entry{fid, down(x), up(x), down(y), up(y)};
  }
  return Entry{fid, down(double_at(blob, 8)), up(double_at(blob, 16)), down(double_at(blob, 24)), up(double_at(blob, 32))};
}

template <class Number>
void append_big_endian(std::string& out, Number value) {
  for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8) { out += static_cast<char>((value >> shift) & 0xffU); }
}

class TreeWriter {
 public:
  TreeWriter(Database& database, const std::string& tree, std::size_t rows_at_once)
      : m_rows_at_once(rows_at_once),
        m_node(database.prepare("INSERT OR REPLACE INTO " + sql_name(tree + "_node") + " VALUES(?,?)")),
        m_rowid(database.prepare("INSERT INTO " + sql_name(tree + "_rowid") + "(rowid, nodeno) VALUES(?,?)")),
        m_parent(database.prepare("INSERT INTO " + sql_name(tree + "_parent") + " VALUES(?,?)")) {}

  void add(const Entry& row) {
    m_rows.push_back(row);
    if (m_rows.size() == m_rows_at_once) { flush(); }
  }

  /// The rest, and all that stands above the leaves.
  void finish() {
    if (m_nodes.empty() && m_rows.size() <= cells_per_node) {
      for (const Entry& row : m_rows) { link(m_rowid, row.id, root); }
      write(root, 0, m_rows.data(), m_rows.size());
      return;
    }
    flush();
    int depth = 1;
    for (; m_nodes.size() > cells_per_node; ++depth) {
      Entries above;
      pack(m_nodes, m_parent, above);
      m_nodes = std::move(above);
    }
    for (const Entry& node : m_nodes) { link(m_parent, node.id, root); }
    write(root, depth, m_nodes.data(), m_nodes.size());
  }

 private:
  void flush() {
    if (m_rows.empty()) { return; }
    tile(m_rows);
    pack(m_rows, m_rowid, m_nodes);
    m_rows.clear();
  }

  /// Sort-tile-recursive: vertical strips of as many nodes as there are strips, each from south to north.
  static void tile(Entries& entries) {
    const auto by_x = [](const Entry& a, const Entry& b) { return a.min_x + a.max_x < b.min_x + b.max_x; };
    const auto by_y = [](const Entry& a, const Entry& b) { return a.min_y + a.max_y < b.min_y + b.max_y; };
    const double nodes = std::ceil(static_cast<double>(entries.size()) / cells_per_node);
    const std::size_t strip = static_cast<std::size_t>(std::ceil(std::sqrt(nodes))) * cells_per_node;
    std::sort(entries.begin(), entries.end(), by_x);
    for (std::size_t at = 0; at < entries.size(); at += strip) {
      const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(at);
      std::sort(begin, begin + static_cast<std::ptrdiff_t>(std::min(strip, entries.size() - at)), by_y);
    }
  }

  /// Nodes of neighbours, as even as can be; each goes to `above`, and its members' place into the table of `places`.
  void pack(const Entries& entries, Statement& places, Entries& above) {
    const std::size_t nodes = (entries.size() + cells_per_node - 1) / cells_per_node;
    std::vector<std::pair<std::int64_t, std::int64_t>> place;
    place.reserve(entries.size());
    for (std::size_t n = 0; n < nodes; ++n) {
      const std::size_t begin = entries.size() * n / nodes;
      const std::size_t end = entries.size() * (n + 1) / nodes;
      Entry node = entries[begin];
      node.id = m_next++;
      for (std::size_t i = begin; i < end; ++i) {
        const Entry& e = entries[i];
        node = {node.id, std::min(node.min_x, e.min_x), std::max(node.max_x, e.max_x), std::min(node.min_y, e.min_y),
                std::max(node.max_y, e.max_y)};
        place.emplace_back(e.id, node.id);
      }
      write(node.id, 0, &entries[begin], end - begin);
      above.push_back(node);
    }
    // In order of the key SQLite only ever appends.
    std::sort(place.begin(), place.end());
    for (const auto& [id, node] : place) { link(places, id, node); }
  }

  static void link(Statement& places, std::int64_t id, std::int64_t node) { places.bind(1, id).bind(2, node).run(); }

  /// `depth` is that of the tree, and stands in its root only.
  void write(std::int64_t number, int depth, const Entry* cells, std::size_t count) {
    m_bytes.clear();
    append_big_endian(m_bytes, static_cast<std::uint16_t>(depth));
    append_big_endian(m_bytes, static_cast<std::uint16_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
      append_big_endian(m_bytes, static_cast<std::uint64_t>(cells[i].id));
      for (const float side : {cells[i].min_x, cells[i].max_x, cells[i].min_y, cells[i].max_y}) {
        append_big_endian(m_bytes, std::bit_cast<std::uint32_t>(side));
      }
    }
    m_bytes.resize(node_bytes, '\0');
    m_node.bind(1, number).bind_blob(2, m_bytes).run();
  }

  std::size_t m_rows_at_once;
  Statement m_node, m_rowid, m_parent;
  Entries m_rows;   ///< not in a leaf yet
  Entries m_nodes;  ///< that no node stands above yet
  std::int64_t m_next = root + 1;
  std::string m_bytes;
};

}  // namespace

void fill_spatial_index(Database& database, const std::string& table, std::size_t rows_at_once) {
  TreeWriter tree(database, "rtree_" + table + "_geom", rows_at_once);
  Statement rows = database.prepare("SELECT fid, geom FROM " + sql_name(table) + " WHERE geom NOT NULL ORDER BY fid");
  while (rows.step()) {
    if (const auto entry = entry_of(rows.integer(0), rows.blob(1))) { tree.add(*entry); }
  }
  tree.finish();
}

}  // namespace store
