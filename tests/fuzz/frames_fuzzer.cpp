// SPDX-License-Identifier: Apache-2.0
// What the reading process sends: however its bytes arrive, the same comes out of them, and the only complaint is a ChildRefusal.
// The first byte chooses how many arrive at once.

#include "importers/gdal/frames.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

std::string read(const std::string& bytes, std::size_t chunk) {
  try {
    importers::FrameSource source(importers::memory_source(bytes, chunk));
    const importers::LayerHeader& header = source.header();
    require(header.encoding == "UTF-8" || header.encoding == "windows-1252");
    require(header.others.size() <= 50 && header.notes.size() <= 50);
    std::string all = header.layer + '|' + header.crs + '|' + std::to_string(header.rows) + '|';
    char block[61];
    for (std::size_t n = 0; (n = source.read(block, sizeof block)) > 0;) { all.append(block, n); }
    require(source.end().empty_rows >= 0);
    return all;
  } catch (const importers::ChildRefusal& refusal) {
    const geo::Error error = importers::refusal_error(refusal, "\"x\"", importers::gdal_formats().front());
    require(!error.text().en.empty() && !error.text().pt.empty() && error.text().en.size() < 30'000);
    require(geo::is_valid_utf8(error.text().en) && geo::is_valid_utf8(error.text().pt));
    return "!" + refusal.code;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(read(bytes, 0) == read(bytes, 1U + data[0]));
  return 0;
}
