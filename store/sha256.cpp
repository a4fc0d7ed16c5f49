// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "store/hex.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <fstream>
#include <vector>

namespace store {

std::string sha256_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> block(1U << 18U);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    std::array<unsigned char, 1> none{};
    const void* bytes = in.gcount() > 0 ? static_cast<const void*>(block.data()) : none.data();
    crypto_hash_sha256_update(&state, static_cast<const unsigned char*>(bytes), static_cast<unsigned long long>(in.gcount()));
  }
  if (in.bad() || !in.eof()) {
    throw geo::Error(geo::Problem::failed, fmt::format("cannot read '{}'", file.string()), fmt::format("não é possível ler '{}'", file.string()));
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state, digest.data());
  return to_hex(std::string_view(static_cast<const char*>(static_cast<const void*>(digest.data())), digest.size()));
}

}  // namespace store
