// SPDX-License-Identifier: Apache-2.0
// The zip reader: what it unpacks is as long as its directory says and has its checksum, and never more than the limit.

#include "importers/child/archive.hpp"
#include "importers/child/refusal.hpp"

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void unpack(int file) {
  importers::GdalFormat format = *importers::gdal_format_with_id("kmz");
  format.unpacked_bytes = 1'000'000;
  const importers::child::Input input(file);
  importers::child::Archive archive(input, format);
  require(archive.entries().size() <= format.entries);
  std::uint64_t all = 0;
  for (const auto& entry : archive.entries()) {
    const std::string content = archive.unpack(entry);
    require(content.size() == entry.size);
    require(crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())) == entry.checksum);
    all += content.size();
  }
  require(all <= format.unpacked_bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = ::memfd_create("zip", MFD_CLOEXEC);
  require(file >= 0 && ::write(file, data, size) == static_cast<ssize_t>(size));
  try {
    unpack(file);
  } catch (const importers::child::Refusal& refusal) { require(!refusal.code.empty()); }
  ::close(file);
  return 0;
}
