// SPDX-License-Identifier: Apache-2.0
#include "tiles/gzip.hpp"

#include "geo/base/error.hpp"

#include <libdeflate.h>

#include <cstdint>
#include <memory>
#include <new>

namespace tiles {
namespace {

struct FreeCompressor {
  void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
};
struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

/// What deflate can make of a byte at most.
constexpr std::size_t largest_ratio = 1032;

[[noreturn]] void refuse() {
  throw geo::Error(geo::Problem::input, "compressed bytes are damaged, or too large",
                   "bytes comprimidos danificados, ou demasiado grandes");
}

/// The last four bytes of a member say how much it holds.
std::size_t claimed_size(std::string_view member) {
  std::size_t size = 0;
  for (std::size_t i = 1; i <= 4; ++i) { size = size << 8U | static_cast<std::uint8_t>(member[member.size() - i]); }
  return size;
}

}  // namespace

std::string gzip(std::string_view bytes, int level) {
  thread_local std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor;
  thread_local int its_level = 0;
  if (!compressor || its_level != level) {
    compressor.reset(libdeflate_alloc_compressor(level));
    its_level = level;
  }
  if (!compressor) { throw std::bad_alloc(); }
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

std::string gunzip(std::string_view member, std::size_t most) {
  constexpr std::size_t smallest_member = 18;
  if (member.size() < smallest_member) { refuse(); }
  const std::size_t size = claimed_size(member);
  if (size > most || size / largest_ratio > member.size()) { refuse(); }
  thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) { throw std::bad_alloc(); }
  std::string out(size, '\0');
  std::size_t read = 0;
  std::size_t written = 0;
  const libdeflate_result result =
      libdeflate_gzip_decompress_ex(decompressor.get(), member.data(), member.size(), out.data(), out.size(), &read, &written);
  if (result != LIBDEFLATE_SUCCESS || read != member.size() || written != size) { refuse(); }
  return out;
}

}  // namespace tiles
