// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/base/hex.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

namespace store {
namespace {

void require(bool worked) {
  if (!worked) { throw geo::Error(geo::Problem::failed, "SHA-256 is not to be had on this system", "este sistema não oferece SHA-256"); }
}

}  // namespace

std::string sha256_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  require(state != nullptr && EVP_DigestInit_ex(state.get(), EVP_sha256(), nullptr) == 1);
  std::vector<char> block(1U << 18U);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    require(EVP_DigestUpdate(state.get(), block.data(), static_cast<std::size_t>(in.gcount())) == 1);
  }
  if (in.bad() || !in.eof()) {
    throw geo::Error(geo::Problem::failed, fmt::format("cannot read '{}'", file.string()),
                     fmt::format("não é possível ler '{}'", file.string()));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(state.get(), digest.data(), &size) == 1);
  return geo::to_hex(std::string_view(static_cast<const char*>(static_cast<const void*>(digest.data())), size));
}

}  // namespace store
