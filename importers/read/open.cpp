// SPDX-License-Identifier: Apache-2.0
#include "importers/read/open.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/gdal/gdal_reader.hpp"
#include "importers/osm/blobs.hpp"
#include "importers/osm/osm_reader.hpp"
#include "importers/read/csv_reader.hpp"
#include "importers/read/encoding.hpp"
#include "importers/read/file_kind.hpp"
#include "importers/read/geojson_reader.hpp"
#include "importers/read/gzip_source.hpp"
#include "importers/read/json_rows_reader.hpp"
#include "importers/read/refuse.hpp"
#include "importers/read/window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t encoding_sniff_bytes = std::size_t{1024} << 10U;
constexpr std::size_t magic_sniff_bytes = 1024;
constexpr std::size_t window_bytes = std::size_t{256} << 10U;  // stays in the processor's cache

/// The first bytes of `source`, which begins again with them.
std::string look(std::unique_ptr<ByteSource>& source, std::size_t bytes) {
  std::string first;
  for (std::size_t step = std::min<std::size_t>(bytes, std::size_t{16} << 10U); first.size() < bytes;
       step = std::min(first.size(), bytes - first.size())) {
    const std::size_t before = first.size();
    first.resize(before + step);
    const std::size_t got = read_fully(*source, first.data() + before, step);
    first.resize(before + got);
    if (got < step) { break; }
  }
  source = prefixed_source(first, std::move(source));
  return first;
}

EncodingGuess choose_encoding(std::string_view first_bytes, std::string_view wanted) {
  const EncodingGuess guess = guess_encoding(first_bytes, first_bytes.size() < encoding_sniff_bytes);
  if (wanted.empty()) { return guess; }
  const auto named = encoding_named(wanted);
  if (!named) {
    throw geo::Error(geo::Problem::usage,
                     fmt::format("The encoding {} is not one of utf-8, utf-16le, utf-16be, windows-1252, latin1.", geo::excerpt(wanted)),
                     fmt::format("A codificação {} não é utf-8, utf-16le, utf-16be, windows-1252 nem latin1.", geo::excerpt(wanted)));
  }
  return {*named, *named == guess.encoding ? guess.bom_bytes : 0, false};
}

void note_encoding(SourceInfo& info, const EncodingGuess& guess) {
  info.encoding = encoding_name(guess.encoding);
  if (guess.guessed && guess.encoding == Encoding::cp1252) {
    info.notes.emplace_back("The file is not UTF-8; it was read as windows-1252.");
    info.notes_pt.emplace_back("O ficheiro não é UTF-8; foi lido como windows-1252.");
  }
}

/// Takes the byte order mark off and transcodes.
std::unique_ptr<ByteSource> text_source(std::unique_ptr<ByteSource> source, const EncodingGuess& encoding) {
  char mark[4];
  if (encoding.bom_bytes > 0) { read_fully(*source, mark, encoding.bom_bytes); }
  return utf8_source(std::move(source), encoding.encoding);
}

/// Grids of numbers (.xyz) have blanks between them as often as not; in any other table a blank is part of a text.
std::optional<char> delimiter_of(std::string_view text, const std::string& name, const ReadOptions& options) {
  if (options.delimiter || geo::fold(name).find(".xyz") == std::string::npos) { return options.delimiter; }
  const std::string_view first_line = text.substr(0, text.find_first_of("\r\n"));
  const bool only_blanks = first_line.find(' ') != std::string_view::npos && first_line.find_first_of(",;|\t") == std::string_view::npos;
  return only_blanks ? std::optional<char>(' ') : std::nullopt;
}

}  // namespace

std::unique_ptr<Reader> open_source(std::unique_ptr<ByteSource> source, const std::string& name, const ReadOptions& options) {
  SourceInfo info;
  if (looks_like_gzip(look(source, 2))) {
    info.gzip = true;
    source = gzip_source(std::move(source), name, options.limits);
  }
  const std::string first_bytes = look(source, encoding_sniff_bytes);
  const EncodingGuess encoding = choose_encoding(first_bytes, options.encoding);
  const bool utf16 = encoding.encoding == Encoding::utf16le || encoding.encoding == Encoding::utf16be;
  refuse_binary(first_bytes, utf16, name);
  note_encoding(info, encoding);
  Window window(text_source(std::move(source), encoding), window_bytes);
  const FileKind kind = file_kind(window.view().substr(0, 4096), name, options.format);
  if (kind == FileKind::csv) {
    const std::optional<char> delimiter = delimiter_of(window.view().substr(0, 4096), name, options);
    return csv_reader(std::move(window), name, std::move(info), {delimiter, options.has_header && options.columns.empty(), options.columns}, options.limits);
  }
  if (kind == FileKind::json_rows) { return json_rows_reader(std::move(window), name, std::move(info), options.limits); }
  return geojson_reader(std::move(window), name, std::move(info), kind == FileKind::geojson_sequence, options.limits);
}

std::unique_ptr<Reader> open(const std::filesystem::path& path, const ReadOptions& options) {
  const std::string name = path.filename().string();
  std::unique_ptr<ByteSource> source = open_file(path);
  const GdalFormat* const format = options.format.empty() ? gdal_format(look(source, magic_sniff_bytes), name) : nullptr;
  if (format != nullptr) { return gdal_reader(path, *format, options); }
  if (!options.layer.empty()) {
    throw geo::Error(geo::Problem::usage, fmt::format("--layer means nothing for {}: it has one table.", geo::excerpt(name)),
                     fmt::format("--layer não tem sentido para {}: só tem uma tabela.", geo::excerpt(name)));
  }
  if (options.format.empty() && is_osm_file(look(source, magic_sniff_bytes), name)) {
    return osm_reader(osm::pbf_file(path), name, osm_layer_for(options.collection), options.limits);
  }
  return open_source(std::move(source), name, options);
}

}  // namespace importers
