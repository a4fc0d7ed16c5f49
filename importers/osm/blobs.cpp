// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/blobs.hpp"

#include "geo/base/text.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>
#include <protozero/pbf_reader.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <utility>

namespace importers::osm {
namespace {

using protozero::pbf_reader;
using Wire = protozero::pbf_wire_type;

constexpr std::size_t length_bytes = 4;
constexpr std::size_t most_header_bytes = std::size_t{64} << 10U;
constexpr std::size_t most_blob_bytes = std::size_t{32} << 20U;
constexpr std::string_view header_type = "OSMHeader";
constexpr std::string_view data_type = "OSMData";

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) { value = value << 8U | static_cast<unsigned char>(bytes[i]); }
  return value;
}

std::string_view view(protozero::data_view data) { return {data.data(), data.size()}; }

/// Content of a Blob message.
struct Blob {
  std::string_view raw;
  std::string_view zlib;
  std::int32_t raw_bytes = 0;
  bool is_raw = false;
  std::string_view unknown;  ///< the name of a compression that is not read here
};

Blob parse_blob(std::string_view bytes) {
  static constexpr std::array<std::string_view, 8> names{"", "", "", "", "lzma", "bzip2", "lz4", "zstd"};
  Blob blob;
  pbf_reader message(bytes.data(), bytes.size());
  while (message.next()) {
    switch (message.tag_and_type()) {
      case protozero::tag_and_type(1, Wire::length_delimited):
        blob.raw = view(message.get_view());
        blob.is_raw = true;
        break;
      case protozero::tag_and_type(2, Wire::varint): blob.raw_bytes = message.get_int32(); break;
      case protozero::tag_and_type(3, Wire::length_delimited): blob.zlib = view(message.get_view()); break;
      default:
        if (message.wire_type() == Wire::length_delimited) {
          blob.unknown = message.tag() < names.size() ? names[message.tag()] : std::string_view("?");
        }
        message.skip();
    }
  }
  return blob;
}

}  // namespace

bool looks_like_pbf(std::string_view first_bytes) {
  // A length, then field 1 of a BlobHeader: its type.
  const std::string type = std::string("\x0a\x09", 2) + std::string(header_type);
  return first_bytes.size() >= length_bytes + type.size() && big_endian(first_bytes.data()) <= most_header_bytes &&
         first_bytes.substr(length_bytes, type.size()) == type;
}

Blobs::Blobs(std::unique_ptr<PbfInput> input, std::string name, const ReadLimits& limits)
    : m_input(std::move(input)), m_name(geo::excerpt(name)), m_limits(limits) {
  Frame frame;
  if (!read_frame(0, frame) || frame.type != header_type) { refuse_file("it does not begin with a header", "não começa com um cabeçalho"); }
  std::string block;
  inflate_blob(frame, block);
  try {
    check_header(block);
  } catch (const protozero::exception&) { refuse_file("its header is damaged", "o cabeçalho está danificado"); }
  m_begin = frame.blob_at + frame.blob_bytes;
}

void Blobs::refuse_file(std::string_view en, std::string_view pt) const {
  refuse(fmt::format("{} cannot be read as an OpenStreetMap file: {}.", m_name, en),
         fmt::format("{} não se consegue ler como ficheiro OpenStreetMap: {}.", m_name, pt));
}

bool Blobs::read(std::uint64_t& offset, std::string& block) {
  Frame frame;
  while (read_frame(offset, frame)) {
    offset = frame.blob_at + frame.blob_bytes;
    if (frame.type != data_type) { continue; }  // of a kind that the format may gain; to be passed over
    inflate_blob(frame, block);
    return true;
  }
  return false;
}

void Blobs::read_exactly(std::uint64_t offset, char* into, std::size_t size) {
  if (m_input->read_at(offset, into, size) != size) { refuse_file("it ends inside a block", "acaba a meio de um bloco"); }
}

bool Blobs::read_frame(std::uint64_t offset, Frame& frame) {
  if (offset >= m_input->size()) { return false; }
  std::array<char, length_bytes> length{};
  read_exactly(offset, length.data(), length.size());
  const std::uint32_t header_bytes = big_endian(length.data());
  if (header_bytes == 0 || header_bytes > most_header_bytes) {
    refuse_file("a block has an impossible size", "um bloco tem um tamanho impossível");
  }
  std::string header(header_bytes, '\0');
  read_exactly(offset + length_bytes, header.data(), header.size());
  frame.type.clear();
  std::int32_t blob_bytes = 0;
  try {
    pbf_reader message(header);
    while (message.next()) {
      switch (message.tag_and_type()) {
        case protozero::tag_and_type(1, Wire::length_delimited): frame.type = view(message.get_view()); break;
        case protozero::tag_and_type(3, Wire::varint): blob_bytes = message.get_int32(); break;
        default: message.skip();
      }
    }
  } catch (const protozero::exception&) { refuse_file("the head of a block is damaged", "o início de um bloco está danificado"); }
  if (blob_bytes <= 0 || static_cast<std::size_t>(blob_bytes) > most_blob_bytes) {
    refuse_file("a block has an impossible size", "um bloco tem um tamanho impossível");
  }
  frame.blob_at = offset + length_bytes + header_bytes;
  frame.blob_bytes = static_cast<std::size_t>(blob_bytes);
  return true;
}

void Blobs::inflate_blob(const Frame& frame, std::string& block) {
  if (frame.blob_at + frame.blob_bytes > m_input->size()) { refuse_file("it ends inside a block", "acaba a meio de um bloco"); }
  m_stored.resize(frame.blob_bytes);
  read_exactly(frame.blob_at, m_stored.data(), m_stored.size());
  Blob blob;
  try {
    blob = parse_blob(m_stored);
  } catch (const protozero::exception&) { refuse_file("a block is damaged", "um bloco está danificado"); }
  if (blob.is_raw) {
    block.assign(blob.raw);
  } else if (!blob.unknown.empty()) {
    refuse_file(fmt::format("its blocks are compressed with {}; write it anew with zlib", blob.unknown),
                fmt::format("os blocos estão comprimidos com {}; grave-o de novo com zlib", blob.unknown));
  } else {
    if (blob.raw_bytes <= 0 || static_cast<std::size_t>(blob.raw_bytes) > most_blob_bytes || blob.zlib.empty()) {
      refuse_file("a block has an impossible size", "um bloco tem um tamanho impossível");
    }
    count(frame.blob_at, frame.blob_bytes, static_cast<std::size_t>(blob.raw_bytes));
    inflate(blob.zlib, static_cast<std::size_t>(blob.raw_bytes), block);
  }
}

void Blobs::count(std::uint64_t offset, std::size_t stored, std::size_t inflated) {
  if (offset < m_counted_to) { return; }
  m_counted_to = offset + stored;
  m_stored_bytes += stored;
  m_inflated_bytes += inflated;
  if (m_inflated_bytes > m_limits.inflate_free_bytes && m_inflated_bytes / m_limits.inflate_ratio > m_stored_bytes) {
    refuse_file(fmt::format("it inflates to more than {} times its size", m_limits.inflate_ratio),
                fmt::format("descomprimido, tem mais de {} vezes o seu tamanho", m_limits.inflate_ratio));
  }
}

void Blobs::inflate(std::string_view compressed, std::size_t raw_bytes, std::string& block) {
  block.resize(raw_bytes);
  uLongf got = raw_bytes;
  const int result = ::uncompress(reinterpret_cast<Bytef*>(block.data()), &got, reinterpret_cast<const Bytef*>(compressed.data()),
                                  static_cast<uLong>(compressed.size()));
  if (result != Z_OK || got != raw_bytes) { refuse_file("a block does not inflate", "um bloco não se descomprime"); }
}

void Blobs::check_header(std::string_view block) const {
  constexpr std::array<std::string_view, 2> known{"OsmSchema-V0.6", "DenseNodes"};
  pbf_reader message(block.data(), block.size());
  while (message.next()) {
    if (message.tag_and_type() != protozero::tag_and_type(4, Wire::length_delimited)) {
      message.skip();
      continue;
    }
    const std::string_view feature = view(message.get_view());
    if (feature == "HistoricalInformation") {
      refuse_file("it holds the history of each object; make an extract of one day",
                  "contém a história de cada objecto; faça um extracto de um dia");
    }
    if (std::find(known.begin(), known.end(), feature) == known.end()) {
      refuse_file(fmt::format("it needs the feature {}", geo::excerpt(feature)),
                  fmt::format("exige a funcionalidade {}", geo::excerpt(feature)));
    }
  }
}

}  // namespace importers::osm
