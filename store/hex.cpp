// SPDX-License-Identifier: Apache-2.0
#include "store/hex.hpp"

#include <sodium.h>

namespace store {

std::string to_hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), static_cast<const unsigned char*>(static_cast<const void*>(bytes.data())), bytes.size());
  hex.pop_back();
  return hex;
}

std::string from_hex(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  std::size_t size = 0;
  auto* out = static_cast<unsigned char*>(static_cast<void*>(bytes.data()));
  const bool whole = sodium_hex2bin(out, bytes.size(), hex.data(), hex.size(), nullptr, &size, nullptr) == 0 && size * 2 == hex.size();
  return whole ? bytes : std::string();
}

}  // namespace store
