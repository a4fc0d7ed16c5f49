// SPDX-License-Identifier: Apache-2.0
#include "tiles/pmtiles_format.hpp"

#include "geo/base/error.hpp"

#include <cassert>
#include <limits>

namespace tiles {
namespace {

constexpr std::string_view magic = "PMTiles";
constexpr std::uint8_t format_version = 3;

class Out {
 public:
  void number(std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) { m_bytes += static_cast<char>((value >> (8 * i)) & 0xffU); }
  }
  void byte(std::uint64_t value) { number(value, 1); }
  void section(const PmtilesSection& section) { number(section.offset, 8), number(section.bytes, 8); }
  void degrees(double value) { number(static_cast<std::uint32_t>(geo::to_lattice(value)), 4); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) { byte((value & 0x7fU) | 0x80U); }
    byte(value);
  }
  [[nodiscard]] std::string take() { return std::move(m_bytes); }

 private:
  std::string m_bytes;
};

class In {
 public:
  explicit In(std::string_view bytes) : m_bytes(bytes) {}

  std::uint64_t number(std::size_t width) {
    assert(m_at + width <= m_bytes.size());
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) { value |= std::uint64_t{static_cast<std::uint8_t>(m_bytes[m_at + i])} << (8 * i); }
    m_at += width;
    return value;
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
  PmtilesSection section() {
    const std::uint64_t offset = number(8);
    return {offset, number(8)};
  }
  double degrees() { return geo::from_lattice(static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4)))); }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64 && m_at < m_bytes.size(); shift += 7) {
      const std::uint64_t part = byte();
      if (shift == 63 && part > 1) { break; }
      value |= (part & 0x7fU) << shift;
      if (part < 0x80U) { return value; }
    }
    refuse_pmtiles("a number in a directory is cut or too large", "um número de um directório está cortado ou é demasiado grande");
  }
  [[nodiscard]] std::size_t left() const { return m_bytes.size() - m_at; }

 private:
  std::string_view m_bytes;
  std::size_t m_at = 0;
};

std::uint32_t small(std::uint64_t value) {
  if (value > std::numeric_limits<std::uint32_t>::max()) {
    refuse_pmtiles("a number in a directory is too large", "um número de um directório é demasiado grande");
  }
  return static_cast<std::uint32_t>(value);
}

void read_ids(In& in, std::vector<PmtilesEntry>& entries) {
  std::uint64_t id = 0;
  for (PmtilesEntry& entry : entries) {
    const std::uint64_t step = in.varint();
    if (step > std::numeric_limits<std::uint64_t>::max() - id) {
      refuse_pmtiles("a tile of a directory lies beyond all zooms", "um mosaico de um directório fica além de todos os níveis");
    }
    entry.id = id += step;
  }
}

void check_order(const std::vector<PmtilesEntry>& entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const std::uint64_t covered = std::max<std::uint64_t>(entries[i - 1].run, 1);
    if (entries[i].id <= entries[i - 1].id || entries[i].id - entries[i - 1].id < covered) {
      refuse_pmtiles("the tiles of a directory are not in order", "os mosaicos de um directório não estão por ordem");
    }
  }
}

}  // namespace

void refuse_pmtiles(const char* en, const char* pt) {
  throw geo::Error(geo::Problem::input, std::string("this is no PMTiles file of version 3, or it is damaged: ") + en,
                   std::string("não é um ficheiro PMTiles da versão 3, ou está danificado: ") + pt);
}

std::string encode(const PmtilesHeader& h) {
  Out out;
  for (const char c : magic) { out.byte(static_cast<std::uint8_t>(c)); }
  out.byte(format_version);
  for (const PmtilesSection* section : {&h.root, &h.metadata, &h.leaves, &h.tiles}) { out.section(*section); }
  for (const std::uint64_t count : {h.addressed_tiles, h.entries, h.contents}) { out.number(count, 8); }
  out.byte(h.clustered ? 1 : 0);
  for (const std::uint8_t kind : {h.directory_compression, h.tile_compression, h.tile_type}) { out.byte(kind); }
  out.byte(static_cast<std::uint8_t>(h.min_zoom)), out.byte(static_cast<std::uint8_t>(h.max_zoom));
  for (const double degrees : {h.bounds.west, h.bounds.south, h.bounds.east, h.bounds.north}) { out.degrees(degrees); }
  out.byte(static_cast<std::uint8_t>(h.centre_zoom));
  out.degrees(h.centre.lon), out.degrees(h.centre.lat);
  return out.take();
}

PmtilesHeader decode_pmtiles_header(std::string_view bytes) {
  if (bytes.size() < pmtiles_header_bytes || !bytes.starts_with(magic) || bytes[magic.size()] != format_version) {
    refuse_pmtiles("it does not begin like one", "não começa como um");
  }
  In in(bytes.substr(magic.size() + 1));
  PmtilesHeader h;
  for (PmtilesSection* section : {&h.root, &h.metadata, &h.leaves, &h.tiles}) { *section = in.section(); }
  for (std::uint64_t* count : {&h.addressed_tiles, &h.entries, &h.contents}) { *count = in.number(8); }
  h.clustered = in.byte() == 1;
  for (std::uint8_t* kind : {&h.directory_compression, &h.tile_compression, &h.tile_type}) { *kind = in.byte(); }
  h.min_zoom = in.byte();
  h.max_zoom = in.byte();
  for (double* degrees : {&h.bounds.west, &h.bounds.south, &h.bounds.east, &h.bounds.north}) { *degrees = in.degrees(); }
  h.centre_zoom = in.byte();
  h.centre.lon = in.degrees();
  h.centre.lat = in.degrees();
  return h;
}

std::string encode_directory(std::span<const PmtilesEntry> entries) {
  assert(!entries.empty());
  Out out;
  out.varint(entries.size());
  std::uint64_t before = 0;
  for (const PmtilesEntry& e : entries) {
    out.varint(e.id - before);
    before = e.id;
  }
  for (const PmtilesEntry& e : entries) { out.varint(e.run); }
  for (const PmtilesEntry& e : entries) { out.varint(e.bytes); }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool follows = i > 0 && entries[i].offset == entries[i - 1].offset + entries[i - 1].bytes;
    out.varint(follows ? 0 : entries[i].offset + 1);
  }
  return out.take();
}

std::vector<PmtilesEntry> decode_directory(std::string_view bytes) {
  In in(bytes);
  const std::uint64_t count = in.varint();
  if (count == 0 || count > in.left() / 4) {  // each entry is four numbers
    refuse_pmtiles("a directory has another number of tiles than it says", "um directório tem outro número de mosaicos do que diz");
  }
  std::vector<PmtilesEntry> entries(count);
  read_ids(in, entries);
  for (PmtilesEntry& e : entries) { e.run = small(in.varint()); }
  for (PmtilesEntry& e : entries) { e.bytes = small(in.varint()); }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t offset = in.varint();
    if (offset == 0 && i == 0) { refuse_pmtiles("a directory follows on nothing", "um directório continua a partir de nada"); }
    entries[i].offset = offset > 0 ? offset - 1 : entries[i - 1].offset + entries[i - 1].bytes;
    if (entries[i].bytes == 0 || entries[i].offset > std::numeric_limits<std::int64_t>::max()) {
      refuse_pmtiles("a directory names bytes that there cannot be", "um directório indica bytes que não pode haver");
    }
  }
  if (in.left() > 0) { refuse_pmtiles("there is something behind a directory", "há algo depois de um directório"); }
  check_order(entries);
  return entries;
}

}  // namespace tiles
