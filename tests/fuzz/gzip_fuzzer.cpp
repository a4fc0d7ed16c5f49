// SPDX-License-Identifier: Apache-2.0
// Inflating strangers' bytes: what comes out does not depend on how they arrive or are asked for, never grows past its limit, and
// whatever was compressed comes out again, in one member or in several. The first byte chooses the cuts.

#include "geo/base/error.hpp"
#include "importers/read/gzip_source.hpp"

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

struct Seen {
  std::string bytes;
  bool refused = false;

  bool operator==(const Seen&) const = default;
};

Seen inflate_all(const std::string& file, std::size_t chunk, std::size_t asked, const importers::ReadLimits& limits) {
  Seen seen;
  std::vector<char> block(asked);
  try {
    const auto source = importers::gzip_source(importers::memory_source(file, chunk), "x.csv.gz", limits);
    for (std::size_t got = 0; (got = source->read(block.data(), block.size())) > 0;) {
      require(got <= asked && source->progress() >= 0 && source->progress() <= 1);
      seen.bytes.append(block.data(), got);
    }
    require(source->read(block.data(), block.size()) == 0);
  } catch (const geo::Error& error) {
    require(error.problem() == geo::Problem::input && !error.text().en.empty() && !error.text().pt.empty());
    seen.refused = true;
  }
  return seen;
}

std::string member(std::string_view content, int level) {
  z_stream stream{};
  require(deflateInit2(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string in(content);
  std::string out(deflateBound(&stream, in.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void check_strange(const std::string& file, std::size_t chunk, std::size_t asked) {
  importers::ReadLimits limits;
  limits.inflated_bytes = 100'000;
  require(inflate_all(file, 0, 4096, limits).refused == inflate_all(file, chunk, asked, limits).refused);
  limits.inflated_bytes = 5000;
  limits.inflate_ratio = 10;
  limits.inflate_free_bytes = 1000;
  require(inflate_all(file, chunk, asked, limits).bytes.size() <= 5000);
}

void check_own(const std::string& content, std::size_t chunk, std::size_t asked, std::size_t cut) {
  const std::string_view text = content;
  std::string file = member(text.substr(0, cut), static_cast<int>(chunk % 10)) + member(text.substr(cut), 6);
  const Seen expected{content, false};
  require(inflate_all(file, chunk, asked, {}) == expected);
  require(inflate_all(file + std::string(chunk, '\0'), chunk, asked, {}) == expected);  // padding
  require(inflate_all(file + "x", chunk, asked, {}).refused);
  file.pop_back();
  require(inflate_all(file, chunk, asked, {}).refused);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::size_t choice = data[0];
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t chunk = choice % 16;
  const std::size_t asked = 7 + choice / 16 * 60;
  check_strange(bytes, chunk, asked);
  check_own(bytes, chunk, asked, bytes.size() * (choice % 5) / 4);
  return 0;
}
