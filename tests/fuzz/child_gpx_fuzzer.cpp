// SPDX-License-Identifier: Apache-2.0
// GPX: what is written are Features, each JSON on a line of its own, as many as were counted; the only complaint is a Refusal. The
// first byte chooses the layer.

#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace importers::child;

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void read(int file, const std::string& layer) {
  const Input input(file);
  const Request request{importers::gdal_format_with_id("gpx"), layer, ""};
  Source source;
  open_gpx(request, input, source);
  Output output;
  source.write(output);
  const std::string& rows = output.rows();
  require(std::count(rows.begin(), rows.end(), '\n') == source.rows);
  simdjson::dom::parser parser;
  for (std::size_t at = 0; at < rows.size();) {
    const std::size_t end = rows.find('\n', at);
    simdjson::dom::object feature;
    require(parser.parse(rows.data() + at, end - at).get(feature) == simdjson::SUCCESS);
    std::string_view type;
    require(feature["type"].get(type) == simdjson::SUCCESS && type == "Feature");
    at = end + 1;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // More rows than this would be flushed to standard output.
  if (size == 0 || size > 100'000) { return 0; }
  const int file = ::memfd_create("gpx", MFD_CLOEXEC);
  require(file >= 0 && ::write(file, data + 1, size - 1) == static_cast<ssize_t>(size - 1));
  constexpr const char* layers[] = {"", "waypoints", "tracks", "routes"};
  try {
    read(file, layers[data[0] % 4]);
  } catch (const Refusal& refusal) { require(!refusal.code.empty()); }
  ::close(file);
  return 0;
}
